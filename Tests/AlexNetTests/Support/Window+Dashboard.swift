import Foundation
import Testing

extension Window {
  /// The step in the header; `nil` before the first step.
  static func step(on screen: String) -> Int? {
    let words = screen.prefix { $0 != "\n" }.split(separator: " ")
    guard let place = words.firstIndex(of: "step"), place + 1 < words.endIndex else { return nil }
    // Narrow headers have the planned steps behind it: "4,724/100,000".
    return Int(words[place + 1].prefix { $0 != "/" }.filter { $0 != "," })
  }

  /// Waits for a step after a given one.
  /// - Returns: The step.
  @discardableResult
  func reachesStep(after step: Int) throws -> Int {
    let screen = try waits(for: "a step after \(step)") { (Self.step(on: $0) ?? 0) > step }
    return try #require(Self.step(on: screen))
  }

  /// Waits until the bottom line contains a text. Other lines can contain the same text for a moment.
  func footerShows(_ text: String) throws {
    try waits(for: "“\(text)” in the footer") { screen in
      screen.split(separator: "\n", omittingEmptySubsequences: true).suffix(2)
        .contains { $0.contains(text) }
    }
  }

  /// Expects the terminal in the shell's state: screen, cursor, modes, and no mouse.
  func expectShellsOwnTerminal() throws {
    // The watchdog of a killed program needs a moment.
    try waits(for: "the shell's screen") { _ in try self.fact("#{alternate_on}") == "0" }
    try waits(for: "cooked modes") { _ in try self.isCooked() }
    #expect(
      try fact("#{cursor_flag} #{mouse_any_flag} #{keypad_flag} #{keypad_cursor_flag}") == "1 0 0 0"
    )
    #expect(try screen().hasPrefix(Self.greeting + "\n"))
    #expect(try !screen().contains("▌"))
    try press("typed")
    try shows("typed")
  }

  /// True if the terminal has the modes that a shell gives to a program: echo, lines and signals.
  private func isCooked() throws -> Bool {
    let terminal = open(try fact("#{pane_tty}"), O_RDWR | O_NOCTTY)
    defer { close(terminal) }
    var modes = termios()
    try #require(tcgetattr(terminal, &modes) == 0)
    let local = tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
    return modes.c_lflag & local == local && modes.c_oflag & tcflag_t(OPOST | ONLCR) != 0
      && modes.c_iflag & tcflag_t(ICRNL) != 0
  }
}
