/// Keys with the same label, as a footer shows them.
public struct KeyHint<Command: Hashable & Sendable>: Hashable, Sendable {
  /// The keys, each with its command.
  public internal(set) var keys: [Shortcut]
  /// The label after the keys.
  public var label: String
  /// The kind of the keys.
  public let family: KeyFamily
  /// The order of removal from a narrow footer: larger numbers are removed first.
  public let rank: Int
  /// True if the keys apply only in one scope.
  public let isScoped: Bool
  /// The state after the label, such as "on"; empty if there is none.
  public internal(set) var value = ""
  /// The style of the state.
  public internal(set) var valueStyle = Style()
  /// The characters for the names of the keys.
  var glyphs = GlyphSet.rich

  /// A key and its command.
  public struct Shortcut: Hashable, Sendable {
    /// The key.
    public var key: Key
    /// The command that the key executes.
    public var command: Command
  }

  /// Creates a hint of the first key of a binding.
  init(_ shortcut: Shortcut, _ label: String, of binding: KeyBinding<Command>) {
    keys = [shortcut]
    self.label = label
    family = binding.family
    rank = binding.rank
    isScoped = binding.scope != nil
  }

  /// The names of the keys. In ASCII, all four arrows are "arrows".
  var names: [String] {
    if !glyphs.unicode, keys.count == 4 {
      let arrows: Set<Key> = [.left, .right, .up, .down]
      if Set(keys.map { $0.key }) == arrows { return ["arrows"] }
    }
    return keys.map { $0.key.name(in: glyphs) }
  }

  /// The width of the hint in columns, with the gap of two columns after it.
  public var columns: Int {
    names.reduce(0) { $0 + $1.columns + 1 } + label.columns
      + (value.isEmpty ? 0 : 1 + value.columns) + 2
  }

  /// Returns the key at a column of a footer. A label stands for the first of its keys.
  /// - Parameters:
  ///   - hints: The hints that are shown.
  ///   - column: The column, counted from the beginning of the hints.
  /// - Returns: The key with its command, or `nil` between two hints.
  public static func shortcut(in hints: [KeyHint], atColumn column: Int) -> Shortcut? {
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

/// The hints of all bindings with a label that apply in one scope, for a footer.
public struct KeyHints<Command: Hashable & Sendable>: Sendable {
  /// The hints in the order of the bindings.
  private var hints: [KeyHint<Command>] = []

  /// Collects the hints. Neighbours with the same label and of the same kind become one.
  /// - Parameters:
  ///   - bindings: The bindings, also those of other scopes.
  ///   - scope: The scope; `nil` for the bindings that apply everywhere.
  public init(_ bindings: [KeyBinding<Command>], in scope: String?) {
    var own: Set<Key> = []
    if scope != nil {
      for binding in bindings where binding.scope == scope { own.formUnion(binding.keys) }
    }
    for binding in bindings {
      guard let label = binding.label, let key = binding.keys.first else { continue }
      if binding.scope != scope {
        // A binding is hidden if all of its keys have another meaning in this scope.
        guard binding.scope == nil, !own.isSuperset(of: binding.keys) else { continue }
      }
      let shortcut = KeyHint.Shortcut(key: key, command: binding.command)
      if let last = hints.last, last.label == label, last.family == binding.family {
        hints[hints.count - 1].keys.append(shortcut)
      } else {
        hints.append(KeyHint(shortcut, label, of: binding))
      }
    }
  }

  /// Returns the hints that fit into a width, in the order of the bindings.
  /// - Parameters:
  ///   - width: The width in columns.
  ///   - excluded: The commands whose keys are left out.
  ///   - glyphs: The characters for the names of the keys.
  ///   - value: Returns the state of a command and its style, or `nil` if the command has no state.
  public func fitting(
    width: Int, without excluded: Set<Command> = [], glyphs: GlyphSet = .rich,
    value: (Command) -> (String, Style)? = { _ in nil }
  ) -> [KeyHint<Command>] {
    var kept: [(order: Int, hint: KeyHint<Command>)] = []
    for (order, hint) in hints.enumerated() {
      if hint.keys.contains(where: { excluded.contains($0.command) }) { continue }
      var hint = hint
      hint.glyphs = glyphs
      if let command = hint.keys.first?.command, let (word, style) = value(command) {
        (hint.value, hint.valueStyle) = (word, style)
      }
      kept.append((order, hint))
    }
    guard width < .max else { return kept.map { $0.hint } }
    kept.sort { ($0.hint.rank, $0.order) < ($1.hint.rank, $1.order) }
    var left = width
    kept = kept.filter { _, hint in
      let columns = hint.columns
      guard columns <= left else { return false }
      left -= columns
      return true
    }
    return kept.sorted { $0.order < $1.order }.map { $0.hint }
  }

  /// Returns the hint of a command, without a state; `nil` if the footer does not show the command.
  public func hint(of command: Command) -> KeyHint<Command>? {
    hints.first { $0.keys.contains { $0.command == command } }
  }
}

extension Frame {
  /// Draws hints in one row and returns the column after them.
  @discardableResult
  public mutating func hints<Command>(
    _ hints: [KeyHint<Command>], x: Int, y: Int, appearance: Appearance
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
