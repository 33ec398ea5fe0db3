import TerminalUI

/// Determines the colours and characters that are sent to the terminal. Options have precedence over
/// `NO_COLOR` (no-color.org), which has precedence over the rest of the environment. A terminal with
/// few colours gets the nearest ones, without a message.
struct CapabilityResolver {
  /// The environment variables of the terminal.
  var environment: [String: String] = [:]
  /// The number of colours in the terminfo entry.
  var terminfoColors = 0
  /// True if the encoding of the locale is UTF-8.
  var utf8 = false
  /// True if the terminfo entry was read. It can then be changed to have more colours.
  var canRewrite = false
  /// True if the family of the terminal is known to show 24-bit colour.
  var hasDirectColor = false

  /// Returns the capabilities for the options of the user.
  func capabilities(color: ColorChoice = .auto, ascii: Bool = false) -> TerminalCapabilities {
    TerminalCapabilities(depth: depth(color), unicode: !ascii && unicodeLimit == nil)
  }

  /// The reason why characters outside ASCII are not sent; `nil` if they are, unless an option forbids it.
  var unicodeLimit: UnicodeLimit? {
    // A font of the Linux console has at most 512 glyphs, and braille is not among them.
    if term.hasPrefix("linux") { return .linuxConsole }
    return utf8 ? nil : .locale
  }

  /// The reason why 24-bit colours are not sent without an option; `nil` if they are.
  var colorLimit: ColorLimit? {
    guard depth(.auto) < .direct else { return nil }
    if let value = environment["NO_COLOR"], !value.isEmpty { return .noColor }
    if nativeDepth < .eight { return .noColorsInEntry }
    if isScreen { return .screen }
    return claimsDirectColor || isTmux ? .unreadableEntry : .notDeclared
  }

  /// The colour depth of the terminfo entry before more colours are added to it.
  var nativeDepth: ColorDepth {
    switch terminfoColors {
    case ..<8: .mono
    case ..<16: .eight
    case ..<256: .sixteen
    // In an entry with 24-bit colour, only the first eight colours have the same numbers as in the
    // palette of other entries. Only these eight are used if the entry cannot be changed.
    case (1 << 24)...: canRewrite ? .direct : .eight
    default: .indexed
    }
  }

  private func depth(_ color: ColorChoice) -> ColorDepth {
    switch color {
    case .never: return .mono
    case .sixteen: return reachable(.sixteen)
    case .indexed: return reachable(.indexed)
    case .truecolor: return reachable(.direct)
    case .auto: break
    }
    if let value = environment["NO_COLOR"], !value.isEmpty { return .mono }
    let hasMoreColors = nativeDepth >= .eight && (claimsDirectColor || isTmux) && !isScreen
    return hasMoreColors ? reachable(.direct) : nativeDepth
  }

  /// Returns the requested depth. If the entry cannot be changed, its own depth is the limit.
  private func reachable(_ requested: ColorDepth) -> ColorDepth {
    canRewrite ? requested : min(requested, nativeDepth)
  }

  private var term: String { environment["TERM"] ?? "" }

  private var claimsDirectColor: Bool {
    hasDirectColor || ["truecolor", "24bit"].contains(environment["COLORTERM"])
  }

  /// True inside tmux, which always accepts 24-bit colour and converts it for the terminal in which
  /// tmux runs. tmux can also have a `TERM` that begins with "screen", but only GNU screen sets
  /// `STY`.
  private var isTmux: Bool {
    if term.hasPrefix("tmux") { return true }
    return term.hasPrefix("screen") && environment["TMUX"] != nil && environment["STY"] == nil
  }

  /// True inside GNU screen, which ignores 24-bit colour even if it inherits `COLORTERM`.
  private var isScreen: Bool { term.hasPrefix("screen") && !isTmux }
}
