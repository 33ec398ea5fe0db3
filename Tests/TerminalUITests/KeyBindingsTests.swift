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

  @Test func aLetterStandsForAnArrowUnlessItHasAMeaning() {
    let table = KeyBindings<Command>([
      .init([.down], .down, help: "less"), .init([.end], .log, help: "logarithmic"),
      .init([.up], .up, help: "more", only: "here"),
      .init([.character("j")], .quit, help: "leave", only: "there"),
    ])
    #expect(table.command(for: .character("j")) == .down)
    #expect(table.command(for: .character("G")) == .log)
    #expect(table.command(for: .character("j"), in: "there") == .quit)
    #expect(table.command(for: .character("k"), in: "here") == .up)
    #expect(table.command(for: .character("k")) == nil)
    for letter in "hjklgG".unicodeScalars {
      #expect(Key.character(letter).direction != nil)
    }
    #expect(Key.character("H").direction == nil && Key.down.direction == nil)
  }

  @Test func keysOfTwoFamiliesHaveTwoColours() {
    let table = KeyBindings<Command>([
      .init([.character("a")], .up, label: "more", help: "more"),
      .init([.character("B")], .down, label: "more", help: "less", family: .training),
    ])
    let appearance = Appearance(.init(depth: .direct, unicode: true))
    var frame = Frame(width: 20, height: 1)
    frame.hints(table.hints(width: 20), x: 0, y: 0, appearance: appearance)
    #expect(frame.plainText == "a more  B more")
    #expect(frame[0, 0].foreground == appearance.theme.key.foreground)
    #expect(frame[8, 0].foreground == appearance.theme.trainingKey.foreground)
    #expect(frame[0, 0].foreground != frame[8, 0].foreground)
  }

  @Test func inASCIIAnArrowDoesNotLookLikeAnotherKey() {
    let table = KeyBindings<Command>([
      .init([.left], .up, label: "choose", help: "choose"),
      .init([.right], .down, label: "choose", help: "choose"),
      .init([.up], .log, label: "run", help: "choose a run"),
      .init([.character("v")], .quit, label: "view", help: "view"),
    ])
    let appearance = Appearance(.init(depth: .mono, unicode: false))
    let hints = table.hints(width: 40, glyphs: .ascii)
    var frame = Frame(width: 40, height: 1)
    frame.hints(hints, x: 0, y: 0, appearance: appearance)
    #expect(frame.plainText == "Lt Rt choose  Up run  v view")
    #expect(KeyHint.shortcut(in: hints, atColumn: 4)?.key == .right)
    #expect(KeyHint.shortcut(in: hints, atColumn: 14)?.key == .up)
    #expect(table.hints(width: 26, glyphs: .ascii).count == 2)
    let all = KeyBindings<Command>(
      [Key.left, .right, .up, .down].map { .init([$0], .up, label: "panel", help: "choose") })
    frame = Frame(width: 40, height: 1)
    frame.hints(all.hints(width: 40, glyphs: .ascii), x: 0, y: 0, appearance: appearance)
    #expect(frame.plainText == "arrows panel")
  }

  @Test func keysHaveTheirUsualNames() {
    let keys: [Key] = [.character(" "), .control("z"), .function(1), .escape, .pageUp]
    #expect(keys.map(\.name) == ["space", "^Z", "F1", "Esc", "PgUp"])
  }
}
