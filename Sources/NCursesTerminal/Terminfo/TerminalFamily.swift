/// The terminals that a terminfo entry can stand in for, found by their names. It is for systems
/// whose terminfo has no entry for `TERM`: a login over ssh transfers the variable but not the
/// entry.
struct TerminalFamily: Equatable {
  /// The types whose entries suit the terminal, the most capable first.
  let substitutes: [String]
  /// The Debian 12 package that contains the entry; `nil` if there is none.
  let package: String?
  /// True for terminals that show 24-bit colour even if the substitute does not.
  let hasDirectColor: Bool

  /// Finds the family of a terminal type; `nil` if the type is not in the table.
  init?(type: String) {
    guard let row = Self.table.first(where: { $0.isMember(type) }) else { return nil }
    substitutes = row.substitutes.filter { $0 != type }
    package = row.package
    hasDirectColor = row.hasDirectColor || type.hasSuffix("-direct")
  }

  /// The names of a family and its properties.
  private struct FamilyRow {
    let names: [String]
    var substitutes = xterm
    var package: String? = "ncurses-term"
    var hasDirectColor = false

    /// Returns true if a type is one of the names, alone or followed by a variant: "screen" matches
    /// "screen-256color" and "screen.xterm-256color".
    func isMember(_ name: String) -> Bool {
      names.contains { family in
        guard name.hasPrefix(family) else { return false }
        return name.dropFirst(family.count).first.map { "-.+".contains($0) } ?? true
      }
    }
  }

  private static let xterm = ["xterm-256color", "xterm"]

  /// The families; the first row that matches is used. Each of these terminals documents that it
  /// follows xterm or the terminal of its substitute.
  private static let table = [
    FamilyRow(names: ["xterm-kitty"], package: "kitty-terminfo", hasDirectColor: true),
    FamilyRow(names: ["kitty", "alacritty"], hasDirectColor: true),
    FamilyRow(names: ["foot"], package: "foot-terminfo", hasDirectColor: true),
    FamilyRow(
      names: ["xterm-ghostty", "ghostty", "wezterm", "rio", "xterm-rio", "contour", "footclient"],
      package: nil, hasDirectColor: true),
    FamilyRow(
      names: ["konsole", "vte", "gnome", "iterm", "iterm2", "mintty", "ms-terminal"],
      hasDirectColor: true),
    FamilyRow(
      names: ["tmux", "screen"], substitutes: ["screen-256color", "screen"] + xterm,
      package: "ncurses-base"),
    FamilyRow(
      names: ["rxvt", "rxvt-unicode"], substitutes: ["rxvt-256color", "rxvt"] + xterm,
      package: "ncurses-base"),
    FamilyRow(names: ["linux"], substitutes: ["linux", "vt220", "vt100"], package: "ncurses-base"),
    FamilyRow(names: ["st", "mlterm", "putty", "Eterm"]),
    FamilyRow(names: ["xterm"], package: "ncurses-base"),
    FamilyRow(names: ["vt420", "vt320", "vt220"], substitutes: ["vt220", "vt100"]),
  ]

  /// Returns the source of the entry of a type, to follow the words "Install its entry".
  func source(of type: String) -> String {
    package.map { "(Debian package \($0))" }
      ?? "with `infocmp -x \(type) | ssh HOST -- tic -x -` from the terminal's own machine"
  }
}

/// A terminal type without an entry in terminfo, and the type whose entry is used instead.
public struct TypeSubstitution: Equatable, Sendable {
  /// The type in the environment.
  public let type: String
  /// The type whose entry is used.
  public let substitute: String
  /// The source of the missing entry, to follow the words "Install its entry".
  let source: String

  /// The message for the user: the problem, the substitute, and a remedy.
  public var message: String {
    "the terminal type '\(type)' is missing in this system's terminfo and is driven as "
      + "\(substitute). \(remedy)"
  }

  /// The remedy, as a sentence.
  public var remedy: String { "Install its entry \(source) for all of its features." }
}
