import Testing

@testable import TerminalUI

@Suite struct KeyBindingsTests {
  private enum Command: Hashable, Sendable { case down, up, quit, log }

  private let table = KeyBindings<Command>([
    .init([.character("["), .left], .down, label: "rate", help: "less", rank: 1),
    .init([.character("]")], .up, label: "rate", help: "more", rank: 1),
    .init([.character("y")], .log, label: "log", help: "logarithmic", rank: 4),
    .init([.character("q"), .control("c")], .quit, label: "quit", help: "leave", rank: 0),
  ])

  @Test func everyKeyOfABindingHasItsCommand() {
    #expect(table.command(for: .left) == .down)
    #expect(table.command(for: .control("c")) == .quit)
    #expect(table.command(for: .character("x")) == nil)
  }

  @Test func aBindingOfAScopeHasPrecedence() {
    let table = KeyBindings<Command>([
      .init([.up], .up, label: "up", help: "more"),
      .init([.up], .log, label: "log", help: "logarithmic", only: "here"),
      .init([.down], .down, label: "down", help: "less", only: "here"),
    ])
    #expect(table.command(for: .up) == .up)
    #expect(table.command(for: .up, in: "here") == .log)
    #expect(table.command(for: .up, in: "there") == .up)
    #expect(table.command(for: .down) == nil)
    #expect(table.hints(width: 80).map(\.label) == ["up"])
    #expect(table.hints(width: 80, in: "here").map(\.label) == ["log", "down"])
  }

  @Test func aFooterJoinsKeysOfOneLabelAndShowsState() {
    let hints = table.hints(width: 80) { $0 == .log ? ("on", Style()) : nil }
    var frame = Frame(width: 40, height: 1)
    frame.hints(
      hints, x: 0, y: 0, appearance: Appearance(.init(depth: .mono, unicode: true)))
    #expect(frame.plainText == "[ ] rate  y log on  q quit")
  }

  @Test func aNarrowFooterKeepsTheImportantKeys() {
    #expect(table.hints(width: 20).map(\.label) == ["rate", "quit"])
    #expect(table.hints(width: 9).map(\.label) == ["quit"])
    #expect(table.hints(width: 0).isEmpty)
  }

  @Test func keysHaveTheirUsualNames() {
    let keys: [Key] = [.character(" "), .control("z"), .function(1), .escape, .pageUp]
    #expect(keys.map(\.name) == ["space", "^Z", "F1", "Esc", "PgUp"])
  }
}
