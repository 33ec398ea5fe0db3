/// One entry of a key table: what some keys do and what is said about them.
public struct KeyBinding<Command: Hashable & Sendable>: Sendable {
  public var keys: [Key]
  public var command: Command
  /// A word for the footer; nil keeps it out of there.
  public var label: String?
  /// A line for the help page.
  public var help: String
  /// What stays in a narrow footer: 0 always, larger numbers go first.
  public var rank: Int
  /// Where it holds: there it goes before a binding of the same key that holds everywhere (nil).
  public var place: String?

  public init(
    _ keys: [Key], _ command: Command, label: String? = nil, help: String, rank: Int = 5,
    only place: String? = nil
  ) {
    self.keys = keys
    self.command = command
    self.label = label
    self.help = help
    self.rank = rank
    self.place = place
  }
}

/// The one table of a screen's keys: dispatch, footer and help page come from it, so they agree.
public struct KeyBindings<Command: Hashable & Sendable>: Sendable {
  public let bindings: [KeyBinding<Command>]
  private let commands: [String?: [Key: Command]]

  public init(_ bindings: [KeyBinding<Command>]) {
    self.bindings = bindings
    var commands: [String?: [Key: Command]] = [:]
    for binding in bindings {
      for key in binding.keys {
        let before = commands[binding.place, default: [:]].updateValue(binding.command, forKey: key)
        precondition(before == nil, "the key \(key.name) has two meanings")
      }
    }
    self.commands = commands
  }

  /// What a key means in a place, or else everywhere.
  public func command(for key: Key, in place: String? = nil) -> Command? {
    commands[place]?[key] ?? commands[nil]?[key]
  }

  /// Whether all its keys mean something else in this place.
  private func isHidden(_ binding: KeyBinding<Command>, in place: String?) -> Bool {
    guard let place, let here = commands[place] else { return false }
    return binding.keys.allSatisfy { here[$0] != nil }
  }

  /// Keys and their word, as a footer shows them.
  public struct Hint: Hashable, Sendable {
    /// Each with what it does.
    public var keys: [Choice]
    public var label: String
    public var value: String
    public var valueStyle: Style

    public struct Choice: Hashable, Sendable {
      public var name: String
      public var command: Command
    }
  }

  /// What fits into so many columns, in the table's order. `value` may add a word of state.
  public func hints(
    width: Int, in place: String? = nil, value: (Command) -> (String, Style)? = { _ in nil }
  ) -> [Hint] {
    var entries: [(order: Int, rank: Int, hint: Hint)] = []
    for (order, binding) in bindings.enumerated()
    where binding.place == nil && !isHidden(binding, in: place) || binding.place == place {
      guard let label = binding.label, let key = binding.keys.first else { continue }
      let choice = Hint.Choice(name: key.name, command: binding.command)
      if let last = entries.last, last.hint.label == label {
        entries[entries.count - 1].hint.keys.append(choice)
        continue
      }
      let state = value(binding.command)
      entries.append(
        (
          order, binding.rank,
          Hint(
            keys: [choice], label: label, value: state?.0 ?? "", valueStyle: state?.1 ?? Style())
        ))
    }
    var left = width
    var kept: [(order: Int, hint: Hint)] = []
    for entry in entries.sorted(by: { ($0.rank, $0.order) < ($1.rank, $1.order) }) {
      guard entry.hint.columns <= left else { continue }
      left -= entry.hint.columns
      kept.append((entry.order, entry.hint))
    }
    return kept.sorted { $0.order < $1.order }.map(\.hint)
  }
}

extension KeyBindings {
  /// What a press on a footer asks for: on a key what it does, on its word what the first one does; nil
  /// between them.
  /// - Parameter column: from where the footer begins.
  public static func command(of hints: [Hint], atColumn column: Int) -> Command? {
    var start = 0
    for hint in hints {
      defer { start += hint.columns }
      guard (start..<start + hint.columns - 2).contains(column) else { continue }
      var end = start
      for choice in hint.keys {
        end += choice.name.columns + 1
        if column < end { return choice.command }
      }
      return hint.keys.first?.command
    }
    return nil
  }
}

extension KeyBindings.Hint {
  var key: String { keys.map(\.name).joined(separator: " ") }

  /// With the gap after it.
  var columns: Int {
    key.columns + 1 + label.columns + (value.isEmpty ? 0 : 1 + value.columns) + 2
  }
}

extension Frame {
  /// Draws a footer and returns the column after it.
  @discardableResult
  public mutating func hints<Command>(
    _ hints: [KeyBindings<Command>.Hint], x: Int, y: Int, look: Look
  ) -> Int {
    var column = x
    for hint in hints {
      column = text(hint.key, x: column, y: y, style: look.theme.key) + 1
      column = text(hint.label, x: column, y: y, style: look.theme.muted)
      if !hint.value.isEmpty {
        column = text(hint.value, x: column + 1, y: y, style: hint.valueStyle)
      }
      column += 2
    }
    return column
  }
}

extension Key {
  /// As a footer or a help page writes it.
  public var name: String {
    switch self {
    case .character(" "): "space"
    case .character(let scalar): String(Character(scalar))
    case .control(let scalar): "^" + String(Character(scalar)).uppercased()
    case .function(let number): "F\(number)"
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    }
  }
}
