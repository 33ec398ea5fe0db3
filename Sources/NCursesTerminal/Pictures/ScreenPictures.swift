import TerminalUI

/// The pictures on the screen of a terminal, in the protocol that it has.
struct ScreenPictures {
  /// The user's choice.
  private let choice: PictureChoice
  /// The protocol that was requested without effect, because the terminal cannot show half blocks; `nil` otherwise.
  let refused: PictureProtocol?
  /// The terminal's answers; `nil` if it was not asked or has not answered.
  var answers: TerminalAnswers?
  /// The way in which pictures are drawn; `nil` for half blocks.
  private(set) var support: PictureSupport?
  private var kitty = KittyPictures()
  private var sixel = SixelPictures()

  /// - Parameter capabilities: The terminal's colours and characters. Pictures need those of half blocks, with which
  ///   they are drawn where another part of the screen covers them.
  init(_ choice: PictureChoice, _ capabilities: TerminalCapabilities) {
    let hasHalfBlocks = capabilities.unicode && capabilities.depth >= .indexed
    self.choice = hasHalfBlocks ? choice : .blocks
    refused = hasHalfBlocks ? nil : PictureProtocol(rawValue: choice.rawValue)
  }

  /// True if the terminal has to be asked.
  var canAsk: Bool { choice != .blocks }

  /// Chooses the protocol.
  mutating func choose(_ answers: TerminalAnswers?, reported: PixelSize?) {
    support = PictureSupport(choice, answers, reported: reported)
  }

  /// The way in which the cells of a frame are sent.
  enum Sending {
    /// Only the cells that differ from the frame before; all without one.
    case cells(before: Frame?)
    /// Rows with a cell that differs, and these rows.
    case rows(before: Frame?, also: [Int])
  }

  /// Returns the rows that must be sent again as text, because sixel graphics are no longer there.
  func vacatedRows(for frame: Frame) -> [Int] {
    support?.format == .sixel ? sixel.vacatedRows(for: frame) : []
  }

  /// Returns the bytes that change the pictures on the screen to those of a frame, after its cells.
  /// - Parameter height: The height of the screen in cells.
  mutating func changes(to frame: Frame, _ sending: Sending, height: Int) -> [UInt8] {
    guard let support else { return [] }
    let bytes =
      switch support.format {
      case .kitty: kitty.changes(to: frame.pictures)
      case .sixel:
        sixel.changes(
          to: frame, support, screenHeight: height, isWritten: sending.isWritten(on: frame))
      }
    // ncurses keeps track of the cursor.
    return bytes.isEmpty ? [] : Array("\u{1b}7".utf8) + bytes + Array("\u{1b}8".utf8)
  }

  /// Requests that all pictures are sent again.
  mutating func invalidate() {
    kitty.invalidate()
    sixel.invalidate()
  }

  /// Returns the bytes that remove all pictures. Sixel graphics disappear with the screen.
  mutating func removeAll() -> [UInt8] { support?.format == .kitty ? kitty.removeAll() : [] }
}

extension ScreenPictures.Sending {
  /// Returns a function that finds the cells on which text is written.
  fileprivate func isWritten(on frame: Frame) -> (Int, Int) -> Bool {
    switch self {
    case .cells(let before):
      guard let before = before.ofSameSize(as: frame) else { return { _, _ in true } }
      return { x, y in before[x, y] != frame[x, y] }
    case .rows(let before, let more):
      guard let before = before.ofSameSize(as: frame) else { return { _, _ in true } }
      let rows = Set(
        more
          + (0..<frame.height).filter { y in
            (0..<frame.width).contains { before[$0, y] != frame[$0, y] }
          })
      return { _, y in rows.contains(y) }
    }
  }
}

extension Frame? {
  /// The frame if it has the size of another one; otherwise `nil`.
  fileprivate func ofSameSize(as other: Frame) -> Frame? {
    flatMap { $0.width == other.width && $0.height == other.height ? $0 : nil }
  }
}
