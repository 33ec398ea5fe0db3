import TerminalUI

/// Which colours and glyphs to send: a pure decision, so that it can be tested as a table.
/// Rungs: direct, 256, 16, 8, none; `NO_COLOR` as on no-color.org, flags before everything.
struct ColorLadder {
  var environment: [String: String] = [:]
  /// `colors` of the terminfo entry.
  var terminfoColors = 0
  /// The locale's encoding is UTF-8.
  var utf8 = false
  /// The entry could be read, so it can be rewritten for more colours than it says.
  var canRewrite = false
  /// The terminal is of a kind that shows 24-bit colour.
  var hasDirectColor = false

  func abilities(color: ColorChoice = .auto, ascii: Bool = false) -> TerminalAbilities {
    // The Linux console has 512 glyphs: neither braille nor half blocks.
    let unicode = utf8 && !ascii && !term.hasPrefix("linux")
    return TerminalAbilities(depth: depth(color), unicode: unicode)
  }

  /// What the entry offers as it stands.
  var nativeDepth: ColorDepth {
    switch terminfoColors {
    case ..<8: .mono
    case ..<16: .eight
    case ..<256: .sixteen
    // Entries with direct colour disagree on how palette colours are numbered: only a rewritten
    // one is used for more than the eight they share.
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
    if let asked = environment["NO_COLOR"], !asked.isEmpty { return .mono }
    let worthRewriting = nativeDepth >= .eight && (claimsDirectColor || isTmux) && !isScreen
    return worthRewriting ? reachable(.direct) : nativeDepth
  }

  private func reachable(_ wanted: ColorDepth) -> ColorDepth {
    canRewrite ? wanted : min(wanted, nativeDepth)
  }

  private var term: String { environment["TERM"] ?? "" }

  private var claimsDirectColor: Bool {
    hasDirectColor || ["truecolor", "24bit"].contains(environment["COLORTERM"])
  }

  /// tmux takes 24-bit colour always, and converts it for the terminal outside.
  private var isTmux: Bool {
    if term.hasPrefix("tmux") { return true }
    return term.hasPrefix("screen") && environment["TMUX"] != nil && environment["STY"] == nil
  }

  /// GNU screen swallows 24-bit colour even when `COLORTERM` leaks in from outside.
  private var isScreen: Bool { term.hasPrefix("screen") && !isTmux }
}
