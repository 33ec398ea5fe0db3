import Evaluating
import NCursesTerminal
import TerminalUI

/// Frames with pictures on standard output: in colour on a terminal, or in ASCII.
struct PictureOutput {
  let appearance: Appearance
  /// The width in columns.
  let width: Int
  private let capabilities: TerminalCapabilities
  private let isPlain: Bool

  /// - Parameter ascii: True to draw with ASCII characters only and without colours, also into a file.
  /// - Returns: `nil` if standard output is a file or a pipe, where text alone is printed.
  init?(ascii: Bool) {
    guard ascii || StandardOutput.columns != nil else { return nil }
    var capabilities = Terminal.capabilities(for: TerminalOptions(ascii: ascii))
    if ascii { capabilities.depth = .mono }
    isPlain = capabilities.depth == .mono
    self.capabilities = capabilities
    appearance = Appearance(capabilities)
    width = min(200, StandardOutput.columns ?? 80)
  }

  func print(_ frame: Frame) throws(OutputFailure) {
    guard !isPlain else {
      let shown = capabilities.unicode ? frame : frame.inASCII
      return try StandardOutput.print(shown.plainText)
    }
    try StandardOutput.print(
      frame.sgrText(depth: capabilities.depth, unicode: capabilities.unicode), terminator: "")
  }
}

extension Picture {
  /// The picture as a widget.
  var photograph: Photograph { Photograph(width: width, height: height, pixels: pixels) }
}
