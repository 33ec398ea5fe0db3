import TerminalUI

/// One line of the help page: keys or a word, and their meaning.
struct HelpLine: Equatable {
  /// The names of the keys, or a word that stands on a screen.
  var name: String
  var text: String
  /// Words that a search finds although the line does not contain them.
  var aliases = ""
  /// The kind of the keys; `nil` for a word.
  var family: KeyFamily?

  /// Returns true if the line contains the text of a search.
  /// - Parameter query: The text in small letters.
  func matches(_ query: String) -> Bool {
    [name, text, aliases].contains { $0.lowercased().contains(query) }
  }
}

/// Some lines of the help page under a heading.
struct HelpSection: Equatable {
  var heading: String
  var lines: [HelpLine]

  /// Returns the section with the lines that match a search; `nil` if none does.
  func matching(_ query: String) -> HelpSection? {
    let lines = lines.filter { $0.matches(query) }
    return lines.isEmpty ? nil : HelpSection(heading: heading, lines: lines)
  }
}

extension HelpSection {
  /// All keys, from the table that interprets them: those that change training, those of every
  /// screen, and those of each screen.
  static let keys: [HelpSection] =
    [
      section(trainingHeading) { $0.family == .training },
      everywhere,
    ] + Screen.allCases.flatMap(keys(of:))

  static let trainingHeading = "These keys change training"

  /// The keys that have one meaning on every screen, and the letters that stand for other keys.
  static let everywhere: HelpSection = {
    var everywhere = section("On every screen") { $0.scope == nil && $0.family == .viewing }
    everywhere.lines += [
      HelpLine(name: "h j k l", text: "as ← ↓ ↑ →", family: .viewing),
      HelpLine(name: "g G", text: "as Home and End", family: .viewing),
    ]
    return everywhere
  }()

  /// The keys of a screen, and of the parts of it that have keys of their own.
  static func keys(of screen: Screen) -> [HelpSection] {
    let parts =
      switch screen {
      case .live: [RanksKeys.scope]
      case .images: [FormulaKeys.scope, ImagesKeys.confusionScope]
      case .kernels, .charts, .layers, .compare, .runList: [String]()
      }
    let scopes = [screen.scope] + parts
    return scopes.map { scope in
      section(scope) { $0.scope == scope && $0.family == .viewing }
    }
  }

  private static func section(
    _ heading: String, _ isIncluded: (KeyBinding<DashboardCommand>) -> Bool
  ) -> HelpSection {
    HelpSection(
      heading: heading, lines: lines(of: KeyBindings.dashboard.bindings.filter(isIncluded)))
  }

  /// Returns the lines of some keys. Neighbouring keys with the same meaning share a line.
  static func lines(of bindings: [KeyBinding<DashboardCommand>]) -> [HelpLine] {
    var lines: [HelpLine] = []
    for binding in bindings {
      let names = binding.keys.map(\.name).joined(separator: " ")
      if lines.last?.text == binding.help {
        lines[lines.count - 1].name += " " + names
      } else {
        // A search finds the key by its label in the footer too.
        lines.append(
          HelpLine(
            name: names, text: binding.help, aliases: binding.label ?? "", family: binding.family))
      }
    }
    return lines
  }

  static let mouse = HelpSection(
    heading: "With the mouse (--no-mouse leaves it to the terminal)",
    lines: [
      HelpLine(
        name: "click",
        text: "choose a screen, a panel (again: enlarge), a row, a step; press a key of the footer "
          + "that changes no training"),
      HelpLine(name: "wheel", text: "scroll what is below the pointer; zoom a chart"),
      HelpLine(name: "drag", text: "pan the charts"),
    ])

  /// The words that stand on a screen; on several screens for `nil`.
  static func words(of screen: Screen?) -> HelpSection {
    HelpSection(
      heading: screen.map { "Words on screen \($0.key.name), \($0.title)" }
        ?? "Words on several screens",
      lines: ScreenTerm.all.filter { $0.screen == screen }.map {
        HelpLine(name: $0.term, text: $0.meaning, aliases: $0.aliases)
      })
  }

  /// Returns all sections in the order in which they are most useful on a screen.
  /// - Parameters:
  ///   - screen: The shown screen.
  ///   - box: The keys of the box over the screen; `nil` without one.
  static func all(on screen: Screen, box: BoxKeys? = nil) -> [HelpSection] {
    let others = Screen.allCases.filter { $0 != screen }
    let keys =
      [box?.section].compactMap(\.self)
      + [section(trainingHeading) { $0.family == .training }] + keys(of: screen) + [everywhere]
    return
      (keys + [mouse, words(of: nil), words(of: screen)]
      + others.flatMap { self.keys(of: $0) + [words(of: $0)] }).filter { !$0.lines.isEmpty }
  }
}
