import TerminalUI

/// The question for the background colour of the terminal (OSC 11 of xterm).
enum BackgroundQuery {
  /// Returns true if a terminal of this type is known not to show the query as text, as the Linux
  /// console and GNU screen can.
  /// - Parameter environment: The environment variables of the terminal.
  static func isSafe(_ environment: [String: String]) -> Bool {
    let type = environment["TERM"] ?? ""
    if type.hasPrefix("screen") || environment["STY"] != nil {
      return environment["TMUX"] != nil && environment["STY"] == nil
    }
    return safeTypes.contains { type == $0 || type.hasPrefix($0 + "-") }
  }

  private static let safeTypes = [
    "xterm", "tmux", "rxvt", "foot", "alacritty", "kitty", "wezterm", "ghostty", "konsole",
    "contour", "vte", "gnome", "iterm2", "mintty", "mlterm", "st",
  ]

  /// Returns the approximate background according to `COLORFGBG`, a variable of rxvt and related
  /// terminals: black or white; `nil` if the variable is not set. Its value is
  /// "foreground;background", each a number of one of sixteen colours.
  static func environmentColor(_ environment: [String: String]) -> Color? {
    guard let last = environment["COLORFGBG"]?.split(separator: ";").last,
      let number = Int(last), (0..<16).contains(number)
    else { return nil }
    return .rgb(number == 7 || number == 15 ? 0xffffff : 0)
  }

  /// Returns the colour in an answer such as "11;rgb:1111/1313/1a1a", with one to four digits for
  /// each channel; `nil` if the text is not such an answer.
  static func color(in answer: String) -> Color? {
    guard let colon = answer.firstIndex(of: ":"),
      ["11;rgb", "11;rgba"].contains(answer[..<colon])
    else { return nil }
    let channels = answer[answer.index(after: colon)...].split(separator: "/").prefix(3).map {
      text -> UInt8? in
      guard (1...4).contains(text.count), let value = UInt32(text, radix: 16) else { return nil }
      let full = UInt32(1) << UInt32(4 * text.count) - 1
      return UInt8((value * 255 + full / 2) / full)
    }
    guard channels.count == 3, let red = channels[0], let green = channels[1],
      let blue = channels[2]
    else { return nil }
    return .rgb(red, green, blue)
  }
}
