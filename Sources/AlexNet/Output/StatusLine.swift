import DisplayText
import Foundation

/// How far something is that takes long, on standard error: on a terminal one line that is written over
/// and over, elsewhere a line now and then.
struct StatusLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private var last: ContinuousClock.Instant?
  private var isOpen = false

  /// Shows a text that is made only when it is time for one.
  mutating func show(_ text: (_ seconds: Double) -> String) {
    let interval: Duration = isTerminal ? .milliseconds(250) : .seconds(10)
    let now = ContinuousClock.now
    guard (last ?? start) + interval <= now else { return }
    last = now
    let text = text(start.duration(to: now) / .seconds(1))
    write(isTerminal ? "\r\(text.printable)\u{1b}[K" : "\(text.printable)\n")
    isOpen = isTerminal
  }

  /// Says something that stays.
  mutating func say(_ text: String) {
    clear()
    write("\(text.printableLines)\n")
  }

  mutating func clear() {
    if isOpen { write("\r\u{1b}[K") }
    isOpen = false
  }

  private func write(_ text: String) { StandardError.write(text) }

  /// How long something takes: "40 s", "12 min", "3.5 h".
  static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<90: "\(max(seconds, 0).fixed(0)) s"
    case ..<5_400: "\((seconds / 60).fixed(0)) min"
    case ..<3_600_000: "\((seconds / 3_600).fixed(1)) h"
    default: "a long time"
    }
  }
}
