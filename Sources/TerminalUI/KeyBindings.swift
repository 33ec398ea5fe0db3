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
  /// What a footer can show in every place that has keys of its own, and elsewhere: by rank.
  private let entries: [String?: [Entry]]

  private struct Entry: Sendable {
    var order: Int
    var rank: Int
    var hint: Hint
  }

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
    entries = commands.keys.reduce(into: [:]) { entries, place in
      entries[place] = Self.entries(bindings, commands, in: place)
    }
  }

  private static func entries(
    _ bindings: [KeyBinding<Command>], _ commands: [String?: [Key: Command]], in place: String?
  ) -> [Entry] {
    let here = place.flatMap { commands[$0] } ?? [:]
    var entries: [Entry] = []
    for (order, binding) in bindings.enumerated() {
      guard let label = binding.label, let key = binding.keys.first else { continue }
      // One all of whose keys mean something else here is hidden.
      guard
        binding.place == place
          || binding.place == nil && !binding.keys.allSatisfy({ here[$0] != nil })
      else { continue }
      let choice = Hint.Choice(key: key, command: binding.command)
      if let last = entries.last, last.hint.label == label {
        entries[entries.count - 1].hint.keys.append(choice)
      } else {
        entries.append(Entry(order: order, rank: binding.rank, hint: Hint(choice, label)))
      }
    }
    return entries.sorted { ($0.rank, $0.order) < ($1.rank, $1.order) }
  }

  /// What a key means in a place, or else everywhere.
  public func command(for key: Key, in place: String? = nil) -> Command? {
    commands[place]?[key] ?? commands[nil]?[key]
  }

  /// Keys and their word, as a footer shows them.
  public struct Hint: Hashable, Sendable {
    /// Each with what it does.
    public fileprivate(set) var keys: [Choice] { didSet { key = Self.key(keys) } }
    public let label: String
    public fileprivate(set) var value = ""
    public fileprivate(set) var valueStyle = Style()
    private(set) var key: String

    public struct Choice: Hashable, Sendable {
      public var key: Key
      public var command: Command
    }

    fileprivate init(_ choice: Choice, _ label: String) {
      keys = [choice]
      self.label = label
      key = choice.key.name
    }

    private static func key(_ keys: [Choice]) -> String {
      keys.map(\.key.name).joined(separator: " ")
    }
  }

  /// What fits into so many columns, in the table's order. `value` may add a word of state.
  public func hints(
    width: Int, in place: String? = nil, value: (Command) -> (String, Style)? = { _ in nil }
  ) -> [Hint] {
    var left = width
    var kept: [(order: Int, hint: Hint)] = []
    for entry in entries[place] ?? entries[nil] ?? [] {
      var hint = entry.hint
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
}

extension KeyBindings {
  /// Which of the keys that are shown a press is on, or on whose word, where it is the first one's; nil
  /// between them.
  /// - Parameter column: from where the hints begin.
  public static func choice(of hints: [Hint], atColumn column: Int) -> Hint.Choice? {
    var start = 0
    for hint in hints {
      defer { start += hint.columns }
      guard (start..<start + hint.columns - 2).contains(column) else { continue }
      var end = start
      for choice in hint.keys {
        end += choice.key.name.columns + 1
        if column < end { return choice }
      }
      return hint.keys.first
    }
    return nil
  }
}

extension KeyBindings.Hint {
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
