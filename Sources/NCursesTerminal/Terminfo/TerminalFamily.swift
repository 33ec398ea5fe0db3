/// What a terminal type's name says about its kind, for systems on which terminfo has no entry of that
/// name: a login over ssh takes `TERM` along, but not the entry that the terminal brought with it.
struct TerminalFamily: Equatable {
  /// Entries that the terminal understands, the most capable first.
  let substitutes: [String]
  /// The Debian 12 package that has the entry; `nil` where none has.
  let package: String?
  /// True for terminals that show 24-bit colour, whatever the substitute says.
  let hasDirectColor: Bool

  /// `nil` for a name that is not known.
  init?(type: String) {
    guard let row = Self.table.first(where: { $0.isMember(type) }) else { return nil }
    substitutes = row.substitutes.filter { $0 != type }
    package = row.package
    hasDirectColor = row.hasDirectColor || type.hasSuffix("-direct")
  }

  private struct Row {
    let names: [String]
    var substitutes = xterm
    var package: String? = "ncurses-term"
    var hasDirectColor = false

    /// A name, alone or followed by a variant: "screen" takes "screen-256color" and
    /// "screen.xterm-256color".
    func isMember(_ name: String) -> Bool {
      names.contains { family in
        guard name.hasPrefix(family) else { return false }
        return name.dropFirst(family.count).first.map { "-.+".contains($0) } ?? true
      }
    }
  }

  private static let xterm = ["xterm-256color", "xterm"]

  /// The first row that has the name holds. Each of these terminals documents that it follows xterm,
  /// or the terminal that its substitute is named after.
  private static let table = [
    Row(names: ["xterm-kitty"], package: "kitty-terminfo", hasDirectColor: true),
    Row(names: ["kitty", "alacritty"], hasDirectColor: true),
    Row(names: ["foot"], package: "foot-terminfo", hasDirectColor: true),
    Row(
      names: ["xterm-ghostty", "ghostty", "wezterm", "rio", "xterm-rio", "contour", "footclient"],
      package: nil, hasDirectColor: true),
    Row(
      names: ["konsole", "vte", "gnome", "iterm", "iterm2", "mintty", "ms-terminal"],
      hasDirectColor: true),
    Row(
      names: ["tmux", "screen"], substitutes: ["screen-256color", "screen"] + xterm,
      package: "ncurses-base"),
    Row(
      names: ["rxvt", "rxvt-unicode"], substitutes: ["rxvt-256color", "rxvt"] + xterm,
      package: "ncurses-base"),
    Row(names: ["linux"], substitutes: ["linux", "vt220", "vt100"], package: "ncurses-base"),
    Row(names: ["st", "mlterm", "putty", "Eterm"]),
    Row(names: ["xterm"], package: "ncurses-base"),
    Row(names: ["vt420", "vt320", "vt220"], substitutes: ["vt220", "vt100"]),
  ]

  /// Where the entry of a type comes from, to follow "Install its entry".
  func source(of type: String) -> String {
    package.map { "(Debian package \($0))" }
      ?? "with `infocmp -x \(type) | ssh HOST -- tic -x -` from the terminal's own machine"
  }
}

/// A terminal type that terminfo does not have, and the one that is used in its place.
public struct TypeSubstitution: Equatable, Sendable {
  public let type: String
  public let substitute: String
  /// Where the entry of the type comes from, to follow "Install its entry".
  let source: String

  /// What is missing, what is done about it, and what can be done.
  public var words: String {
    "the terminal type '\(type)' is missing in this system's terminfo and is driven as "
      + "\(substitute). Install its entry \(source) for all of its features."
  }
}
