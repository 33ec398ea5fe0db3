/// A line of text that is being written: its letters and where the next one goes.
public struct TextLine: Equatable, Sendable {
  /// What a key made of it.
  public enum Outcome: Equatable, Sendable { case writing, done, cancelled, unknown }

  public private(set) var letters: [Unicode.Scalar]
  public private(set) var cursor: Int

  public init(_ text: String = "") {
    letters = Array(text.unicodeScalars)
    cursor = letters.count
  }

  public var text: String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: letters)
    return String(scalars)
  }

  public mutating func press(_ key: Key) -> Outcome {
    switch key {
    case .enter: return .done
    case .escape, .control("c"), .control("g"): return .cancelled
    case .character(let scalar): write([scalar])
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(letters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = letters.count
    case .backspace, .control("h"): remove(from: max(0, cursor - 1), to: cursor)
    case .delete, .control("d"): remove(from: cursor, to: min(letters.count, cursor + 1))
    case .control("u"): remove(from: 0, to: cursor)
    case .control("k"): remove(from: cursor, to: letters.count)
    case .control("w"): remove(from: startOfWord, to: cursor)
    default: return .unknown
    }
    return .writing
  }

  /// What a terminal pastes; line ends and other control characters are left out.
  public mutating func paste(_ text: String) {
    write(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f })
  }

  private mutating func write(_ new: [Unicode.Scalar]) {
    letters.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  private mutating func remove(from start: Int, to end: Int) {
    letters.removeSubrange(start..<end)
    cursor = start
  }

  /// Of a path: a word ends at a blank or a slash.
  private var startOfWord: Int {
    var place = cursor
    func isGap(_ letter: Unicode.Scalar) -> Bool { letter == " " || letter == "/" }
    while place > 0, isGap(letters[place - 1]) { place -= 1 }
    while place > 0, !isGap(letters[place - 1]) { place -= 1 }
    return place
  }

  /// The part around the cursor that fits, which is a cell in reverse.
  public func draw(x: Int, y: Int, width: Int, on frame: inout Frame, look: Look) {
    guard width > 0 else { return }
    let first = max(0, cursor - width + 1)
    for column in 0..<width {
      let place = first + column
      let letter = place < letters.count ? letters[place] : " "
      let style = look.theme.strong
      frame.text(
        String(Character(letter)), x: x + column, y: y,
        style: place == cursor ? style.with(.reverse) : style)
    }
  }
}
