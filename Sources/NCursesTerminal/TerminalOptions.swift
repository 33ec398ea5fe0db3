import Glibc

/// What the user asks of the terminal; `auto` leaves it to `ColorLadder`.
public enum ColorChoice: String, CaseIterable, Sendable {
  case auto, never
  case sixteen = "16"
  case indexed = "256"
  case truecolor
}

/// How a terminal is to be opened.
public struct TerminalOptions: Sendable {
  public var color = ColorChoice.auto
  /// Only ASCII glyphs, whatever the locale says.
  public var ascii = false
  /// Clicks and the wheel come as events; selecting text then needs the shift key.
  public var mouse = true
  /// The terminal's ground comes as an event, where it tells.
  public var asksForGround = false
  /// `TERM`, `COLORTERM`, `NO_COLOR` and what else decides; see `processEnvironment`.
  public var environment = Self.processEnvironment
  public var input = STDIN_FILENO
  public var output = STDOUT_FILENO

  public init(
    color: ColorChoice = .auto, ascii: Bool = false, mouse: Bool = true,
    asksForGround: Bool = false
  ) {
    self.color = color
    self.ascii = ascii
    self.mouse = mouse
    self.asksForGround = asksForGround
  }

  /// Those variables of this process that say something about its terminal.
  public static var processEnvironment: [String: String] {
    let names = [
      "TERM", "COLORTERM", "COLORFGBG", "NO_COLOR", "TMUX", "STY", "TERMINFO", "TERMINFO_DIRS",
      "HOME",
    ]
    return names.reduce(into: [:]) { values, name in
      if let value = getenv(name) { values[name] = String(cString: value) }
    }
  }
}
