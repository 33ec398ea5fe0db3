/// The keys of the dashboard as text, from the table that interprets them.
public struct KeyReference: Sendable {
  /// The screen, or the keys' effect on training.
  public var heading: String
  /// The names of keys, separated by spaces, with their effect.
  public var lines: [(keys: String, effect: String)]

  /// All keys: those that change training, those of every screen, and those of each screen.
  public static var all: [KeyReference] {
    HelpSection.keys.map { section in
      KeyReference(
        heading: section.heading, lines: section.lines.map { (keys: $0.name, effect: $0.text) })
    }
  }
}
