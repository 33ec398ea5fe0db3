import Dashboard
import NCursesTerminal
import TerminalUI

/// Prints the dashboard as text.
struct FramePrinter {
  private let options: TerminalOptions

  init(_ options: TerminalOptions) { self.options = options }

  /// Prints a state as a screen of a size shows it. Without a choice of colours the text is plain, in
  /// the characters that need no colour.
  func print(_ state: DashboardState, _ size: ScreenSize) throws(OutputFailure) {
    var capabilities = Terminal.capabilities(for: options)
    let isPlain = options.color == .auto || options.color == .never
    if isPlain { capabilities.depth = .mono }
    let frame = view(state, width: size.width, height: size.height, capabilities: capabilities)
    try StandardOutput.print(
      isPlain
        ? frame.plainText : frame.sgrText(depth: capabilities.depth, unicode: capabilities.unicode),
      terminator: isPlain ? "\n" : "")
  }
}
