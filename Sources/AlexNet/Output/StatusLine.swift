import DisplayText
import Glibc

/// The progress of a long operation on standard error: on a terminal one line that is overwritten,
/// elsewhere a line every ten seconds.
struct StatusLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  /// True if nothing is printed where standard error is not a terminal.
  private let needsTerminal: Bool
  private let start = ContinuousClock.now
  private var last: ContinuousClock.Instant?
  /// True if the cursor is behind the line, without a line end.
  private var isOpen = false

  init(needsTerminal: Bool = false) { self.needsTerminal = needsTerminal }

  /// Shows a text unless the last one was shown less than an interval ago.
  /// - Parameter text: Returns the text for the seconds since the start.
  mutating func show(_ text: (_ seconds: Double) -> String) {
    guard isTerminal || !needsTerminal else { return }
    let interval: Duration = isTerminal ? .milliseconds(250) : .seconds(10)
    let now = ContinuousClock.now
    guard (last ?? start) + interval <= now else { return }
    last = now
    let text = text(start.duration(to: now) / .seconds(1))
    if let width = StandardError.columns {
      // A line that is wider than the terminal would not be overwritten.
      StandardError.write("\r\u{1b}[K\(text.printable.cut(to: width))")
    } else {
      StandardError.write("\(text.printable)\n")
    }
    isOpen = isTerminal
  }

  /// Prints lines that are not overwritten.
  mutating func print(_ text: String) {
    clear()
    StandardError.write("\(text.printableLines)\n")
  }

  /// Removes the line from the terminal.
  mutating func clear() {
    if isOpen { StandardError.write("\r\u{1b}[K") }
    isOpen = false
  }

  /// A remaining time: "0:40", "1:02:03".
  static func duration(_ seconds: Double) -> String { NumberText.duration(max(0, seconds)) }
}
