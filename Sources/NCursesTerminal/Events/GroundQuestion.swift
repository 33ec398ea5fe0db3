import TerminalUI

/// What ground the terminal writes on, asked with xterm's OSC 11 and followed by a question that
/// every terminal answers (primary device attributes), so that silence is told from slowness.
struct GroundQuestion {
  static let longestAnswer = 40

  /// Whether a terminal of this type takes the question without showing it. The Linux console and
  /// GNU screen may not, and of what is unknown nothing is asked.
  static func isSafe(_ environment: [String: String]) -> Bool {
    let type = environment["TERM"] ?? ""
    if type.hasPrefix("screen") || environment["STY"] != nil {
      return environment["TMUX"] != nil && environment["STY"] == nil
    }
    return types.contains { type == $0 || type.hasPrefix($0 + "-") }
  }

  private static let types = [
    "xterm", "tmux", "rxvt", "foot", "alacritty", "kitty", "wezterm", "ghostty", "konsole",
    "contour", "vte", "gnome", "iterm2", "mintty", "st",
  ]

  /// What rxvt and its kin say without being asked: "foreground;background" of the sixteen.
  static func hint(_ environment: [String: String]) -> Color? {
    guard let last = environment["COLORFGBG"]?.split(separator: ";").last,
      let number = Int(last), (0..<16).contains(number)
    else { return nil }
    return .rgb(number == 7 || number == 15 ? 0xffffff : 0)
  }

  /// "11;rgb:1111/1313/1a1a", with one to four digits a channel.
  static func color(_ answer: String) -> Color? {
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
