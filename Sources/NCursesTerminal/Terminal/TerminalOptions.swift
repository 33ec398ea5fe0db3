import Glibc

/// The colours that the user requests.
public enum ColorChoice: String, CaseIterable, Sendable {
  /// The colours that follow from the environment variables and the terminfo entry; see
  /// `CapabilityResolver`.
  case auto
  /// No colours.
  case never
  /// 16 colours.
  case sixteen = "16"
  /// 256 colours.
  case indexed = "256"
  /// 24-bit colours.
  case truecolor
}

/// Options for opening a terminal.
public struct TerminalOptions: Sendable {
  /// The requested colours.
  public var color = ColorChoice.auto
  /// True to draw only ASCII characters, even if the encoding of the locale is UTF-8.
  public var ascii = false
  /// True to receive mouse events. The user then needs the Shift key to select text.
  public var mouse = true
  /// True to receive the background colour as an event, from terminals that report it.
  public var queriesBackground = false
  /// The requested pictures.
  public var pictures = PictureChoice.blocks
  /// The form of notifications.
  public var notification = NotificationChoice.off
  /// The environment variables of the terminal; see `processEnvironment`.
  public var environment = Self.processEnvironment
  /// The descriptor of the input.
  public var input = STDIN_FILENO
  /// The descriptor of the output.
  public var output = STDOUT_FILENO

  /// Creates options for the standard streams and the environment of the process.
  public init(
    color: ColorChoice = .auto, ascii: Bool = false, mouse: Bool = true,
    queriesBackground: Bool = false, pictures: PictureChoice = .blocks,
    notification: NotificationChoice = .off
  ) {
    self.color = color
    self.ascii = ascii
    self.mouse = mouse
    self.queriesBackground = queriesBackground
    self.pictures = pictures
    self.notification = notification
  }

  /// The environment variables of the process on which the use of the terminal depends. `HOME` is
  /// among them because `~/.terminfo` can contain terminfo entries.
  public static var processEnvironment: [String: String] {
    let names = [
      "TERM", "COLORTERM", "COLORFGBG", "NO_COLOR", "TMUX", "STY", "TERMINFO", "TERMINFO_DIRS",
      "HOME", "TERM_PROGRAM", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "VTE_VERSION",
    ]
    return names.reduce(into: [:]) { values, name in
      if let value = getenv(name) { values[name] = String(cString: value) }
    }
  }

  /// Returns true if the terminal is a window of tmux or GNU screen.
  /// - Parameter environment: The environment variables of the terminal.
  public static func isInMultiplexer(_ environment: [String: String]) -> Bool {
    let type = environment["TERM"] ?? ""
    return environment["TMUX"] != nil || environment["STY"] != nil || type.hasPrefix("tmux")
      || type.hasPrefix("screen")
  }
}
