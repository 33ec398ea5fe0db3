/// The two kinds of keys, which footers and help pages draw in different colours.
public enum KeyFamily: Hashable, Sendable {
  /// Keys that change only what is shown.
  case viewing
  /// Keys that send a command to a trainer: the capital letters, and `u`.
  case training
}

/// Some keys, the command that they execute, and their description.
public struct KeyBinding<Command: Hashable & Sendable>: Sendable {
  /// The keys, at least one; the footer shows the first.
  public var keys: [Key]
  /// The command that the keys execute.
  public var command: Command
  /// The label in the footer; `nil` if the footer does not show the binding.
  public var label: String?
  /// The description on the help page.
  public var help: String
  /// The order of removal from a narrow footer: larger numbers are removed first.
  public var rank: Int
  /// The scope, such as a screen, in which the binding applies; `nil` for everywhere. In its scope
  /// it has precedence over a binding of the same key for everywhere.
  public var scope: String?
  /// The kind of the keys.
  public var family: KeyFamily

  /// Creates a binding.
  public init(
    _ keys: [Key], _ command: Command, label: String? = nil, help: String, rank: Int = 5,
    only scope: String? = nil, family: KeyFamily = .viewing
  ) {
    self.keys = keys
    self.command = command
    self.label = label
    self.help = help
    self.rank = rank
    self.scope = scope
    self.family = family
  }
}

/// All key bindings of a screen or a dialog. Dispatch, footer and help page use the same table, so
/// they are consistent.
public struct KeyBindings<Command: Hashable & Sendable>: Sendable {
  /// The bindings in the order of the help page.
  public let bindings: [KeyBinding<Command>]
  private let commands: [String?: [Key: Command]]
  /// The entries of the footer in each scope that has bindings of its own, and elsewhere (`nil`),
  /// by rank.
  private let footerEntries: [String?: [FooterEntry]]

  private struct FooterEntry: Sendable {
    /// The position in the table.
    var order: Int
    var rank: Int
    var hint: Hint
  }

  /// Creates a table.
  /// - Precondition: No key has two bindings in one scope.
  public init(_ bindings: [KeyBinding<Command>]) {
    self.bindings = bindings
    var commands: [String?: [Key: Command]] = [:]
    for binding in bindings {
      for key in binding.keys {
        let before = commands[binding.scope, default: [:]].updateValue(binding.command, forKey: key)
        precondition(before == nil, "the key \(key.name) has two meanings")
      }
    }
    self.commands = commands
    footerEntries = commands.keys.reduce(into: [:]) { footerEntries, scope in
      footerEntries[scope] = Self.footerEntries(bindings, commands, in: scope)
    }
  }

  private static func footerEntries(
    _ bindings: [KeyBinding<Command>], _ commands: [String?: [Key: Command]], in scope: String?
  ) -> [FooterEntry] {
    let here = scope.flatMap { commands[$0] } ?? [:]
    var footerEntries: [FooterEntry] = []
    for (order, binding) in bindings.enumerated() {
      guard let label = binding.label, let key = binding.keys.first else { continue }
      // A binding is hidden if all of its keys have another meaning in this scope.
      guard
        binding.scope == scope
          || binding.scope == nil && !binding.keys.allSatisfy({ here[$0] != nil })
      else { continue }
      let shortcut = Hint.Shortcut(key: key, command: binding.command)
      if let last = footerEntries.last, last.hint.label == label,
        last.hint.family == binding.family
      {
        footerEntries[footerEntries.count - 1].hint.keys.append(shortcut)
      } else {
        footerEntries.append(
          FooterEntry(order: order, rank: binding.rank, hint: Hint(shortcut, label, binding.family))
        )
      }
    }
    return footerEntries.sorted { ($0.rank, $0.order) < ($1.rank, $1.order) }
  }

  /// Returns the command of a key in a scope, or otherwise everywhere; `nil` if the key has none. A
  /// letter without a command has that of the key that it stands for, `Key.direction`.
  public func command(for key: Key, in scope: String? = nil) -> Command? {
    exactCommand(for: key, in: scope) ?? key.direction.flatMap { exactCommand(for: $0, in: scope) }
  }

  /// Returns the family of the keys of a command; `nil` if it has none.
  public func family(of command: Command) -> KeyFamily? {
    bindings.first { $0.command == command }?.family
  }

  private func exactCommand(for key: Key, in scope: String?) -> Command? {
    commands[scope]?[key] ?? commands[nil]?[key]
  }

  /// Keys with the same label, as a footer shows them.
  public struct Hint: Hashable, Sendable {
    /// The keys, each with its command.
    public fileprivate(set) var keys: [Shortcut]
    /// The label after the keys.
    public let label: String
    /// The kind of the keys.
    public let family: KeyFamily
    /// The state after the label, such as "on"; empty if there is none.
    public fileprivate(set) var value = ""
    /// The style of the state.
    public fileprivate(set) var valueStyle = Style()
    /// The characters for the names of the keys.
    fileprivate(set) var glyphs = GlyphSet.rich

    /// A key and its command.
    public struct Shortcut: Hashable, Sendable {
      /// The key.
      public var key: Key
      /// The command that the key executes.
      public var command: Command
    }

    fileprivate init(_ shortcut: Shortcut, _ label: String, _ family: KeyFamily) {
      keys = [shortcut]
      self.label = label
      self.family = family
    }

    /// The names of the keys. In ASCII, all four arrows are "arrows".
    var names: [String] {
      let arrows: Set<Key> = [.left, .right, .up, .down]
      guard glyphs.unicode || Set(keys.map(\.key)) != arrows else { return ["arrows"] }
      return keys.map { $0.key.name(in: glyphs) }
    }
  }

  /// Returns the hints that fit into a width, in the order of the table.
  /// - Parameters:
  ///   - width: The width in columns.
  ///   - scope: The scope of the bindings; `nil` for those that apply everywhere.
  ///   - excluded: The commands whose keys are left out.
  ///   - glyphs: The characters for the names of the keys.
  ///   - value: Returns the state of a command and its style, or `nil` if the command has no state.
  public func hints(
    width: Int, in scope: String? = nil, without excluded: Set<Command> = [],
    glyphs: GlyphSet = .rich, value: (Command) -> (String, Style)? = { _ in nil }
  ) -> [Hint] {
    var left = width
    var kept: [(order: Int, hint: Hint)] = []
    for entry in footerEntries[scope] ?? footerEntries[nil] ?? [] {
      if entry.hint.keys.contains(where: { excluded.contains($0.command) }) { continue }
      var hint = entry.hint
      hint.glyphs = glyphs
      if let command = hint.keys.first?.command, let (word, style) = value(command) {
        (hint.value, hint.valueStyle) = (word, style)
      }
      let columns = hint.columns
      guard columns <= left else { continue }
      left -= columns
      kept.append((entry.order, hint))
    }
    return kept.sorted { $0.order < $1.order }.map(\.hint)
  }

  /// Returns the hint of a command, without a state; `nil` if the footer does not show the command.
  public func hint(of command: Command, in scope: String? = nil) -> Hint? {
    (footerEntries[scope] ?? footerEntries[nil] ?? []).first {
      $0.hint.keys.contains { $0.command == command }
    }?.hint
  }
}

extension KeyBindings {
  /// Returns the key at a column of a footer. A label stands for the first of its keys.
  /// - Parameters:
  ///   - hints: The hints that are shown.
  ///   - column: The column, counted from the beginning of the hints.
  /// - Returns: The key with its command, or `nil` between two hints.
  public static func shortcut(in hints: [Hint], atColumn column: Int) -> Hint.Shortcut? {
    var start = 0
    for hint in hints {
      defer { start += hint.columns }
      guard (start..<start + hint.columns - 2).contains(column) else { continue }
      var end = start
      for (shortcut, name) in zip(hint.keys, hint.names) {
        end += name.columns + 1
        if column < end { return shortcut }
      }
      return hint.keys.first
    }
    return nil
  }
}

extension KeyBindings.Hint {
  /// The width of the hint in columns, with the gap of two columns after it.
  public var columns: Int {
    names.reduce(0) { $0 + $1.columns + 1 } + label.columns
      + (value.isEmpty ? 0 : 1 + value.columns) + 2
  }
}

extension Frame {
  /// Draws hints in one row and returns the column after them.
  @discardableResult
  public mutating func hints<Command>(
    _ hints: [KeyBindings<Command>.Hint], x: Int, y: Int, appearance: Appearance
  ) -> Int {
    var column = x
    for hint in hints {
      let style = appearance.theme.key(of: hint.family)
      column = text(hint.names.joined(separator: " "), x: column, y: y, style: style) + 1
      column = text(hint.label, x: column, y: y, style: appearance.theme.muted)
      if !hint.value.isEmpty {
        column = text(hint.value, x: column + 1, y: y, style: hint.valueStyle)
      }
      column += 2
    }
    return column
  }
}
