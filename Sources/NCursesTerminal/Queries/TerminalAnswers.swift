import TerminalUI

/// The answers of a terminal to one `TerminalQuery`. An answer that is not valid counts as missing.
struct TerminalAnswers: Equatable {
  /// The background colour.
  var background: Color?
  /// True if the terminal has kitty's graphics protocol.
  var hasKittyGraphics = false
  /// The size of a cell.
  var cell: PixelSize?
  /// The number of colour registers for sixel graphics.
  var colorRegisters: Int?
  /// The primary device attributes without the class of the terminal. They are the last answer.
  var attributes: [Int]?

  /// True if the device attributes contain sixel graphics.
  var hasSixel: Bool { attributes?.contains(4) == true }

  /// Reads an operating system command: "11;rgb:1111/1313/1a1a".
  mutating func read(command text: String) {
    if let color = BackgroundQuery.color(in: text) { background = color }
  }

  /// Reads an application program command. "Gi=31;OK" is the answer of a terminal with kitty's graphics.
  mutating func read(application text: String) {
    if text == "Gi=\(TerminalQuery.kittyNumber);OK" { hasKittyGraphics = true }
  }

  /// Reads a control sequence without its introducer.
  /// - Parameters:
  ///   - parameters: The text before the final character, such as "?62;4" or "6;20;10".
  ///   - final: The final character.
  mutating func read(control parameters: String, final: Unicode.Scalar) {
    let isReport = parameters.hasPrefix("?")
    let numbers = parameters.drop { $0 == "?" }
      .split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    switch (final, isReport) {
    case ("c", true): attributes = numbers.dropFirst().compactMap(\.self)
    case ("S", true):
      // Item 1 (colour registers), status 0 (success), the number.
      guard numbers.count == 3, numbers[0] == 1, numbers[1] == 0, let count = numbers[2] else {
        return
      }
      colorRegisters = (2...65_536).contains(count) ? count : nil
    case ("t", false):
      guard numbers.count == 3, numbers[0] == 6, let height = numbers[1], let width = numbers[2]
      else { return }
      cell = PixelSize(width: width, height: height).ifPlausibleCell
    default: break
    }
  }
}

extension PixelSize {
  /// The size if a cell can have it; otherwise `nil`.
  var ifPlausibleCell: PixelSize? {
    (4...200).contains(width) && (4...400).contains(height) ? self : nil
  }
}
