import TerminalUI

/// The way in which pictures are drawn in the terminal's own pixels.
struct PictureSupport: Equatable {
  /// The protocol.
  var format: PictureProtocol
  /// The size of a cell.
  var cell: PixelSize
  /// The number of colours of a sixel picture.
  var colors = 256

  /// The size of a cell of the VT340, which is assumed if the terminal does not report its own.
  static let usualCell = PixelSize(width: 10, height: 20)

  /// Chooses the protocol; `nil` for half blocks.
  /// - Parameters:
  ///   - choice: The user's choice.
  ///   - answers: The terminal's answers; `nil` if it was not asked.
  ///   - reported: The size of a cell according to the terminal driver; `nil` if it does not have it.
  init?(_ choice: PictureChoice, _ answers: TerminalAnswers?, reported: PixelSize?) {
    let size = answers?.cell ?? reported
    switch choice {
    case .blocks: return nil
    case .kitty: format = .kitty
    case .sixel: format = .sixel
    case .auto:
      // Without the size of a cell, the proportions of a picture are unknown.
      guard let answers, size != nil, answers.hasKittyGraphics || answers.hasSixel else {
        return nil
      }
      format = answers.hasKittyGraphics ? .kitty : .sixel
    }
    cell = size ?? Self.usualCell
    if let registers = answers?.colorRegisters { colors = min(256, registers) }
  }
}
