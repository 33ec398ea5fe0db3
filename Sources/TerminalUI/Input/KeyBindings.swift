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

  /// Returns the hints that fit into a width, in the order of the table: those of ``KeyHints``.
  public func hints(
    width: Int, in scope: String? = nil, without excluded: Set<Command> = [],
    glyphs: GlyphSet = .rich, value: (Command) -> (String, Style)? = { _ in nil }
  ) -> [KeyHint<Command>] {
    KeyHints(bindings, in: scope)
      .fitting(width: width, without: excluded, glyphs: glyphs, value: value)
  }
}
