import Testing

@testable import TerminalUI

/// Compares widgets with literal text.
@Suite struct WidgetTests {
  private let appearance = Appearance(.init(depth: .mono, unicode: true))

  private func drawn(_ width: Int, _ height: Int, _ draw: (inout Frame) -> Void) -> String {
    var frame = Frame(width: width, height: height)
    draw(&frame)
    return frame.plainText
  }

  @Test func aPanelHasATitleAKeyAndANote() {
    let text = drawn(28, 3) { frame in
      let inside = Panel("Loss", key: "3", note: "log · smooth", tint: Style())
        .draw(in: frame.bounds, on: &frame, appearance: appearance)
      #expect(inside == Rect(x: 1, y: 1, width: 26, height: 1))
    }
    #expect(
      text == """
        ╭─ 3 Loss ── log · smooth ─╮
        │                          │
        ╰──────────────────────────╯
        """)
  }

  @Test func aNoteThatDoesNotFitLosesItsLastPart() {
    let text = drawn(21, 2) { frame in
      _ = Panel("Loss", note: "log · smooth", tint: Style(), edges: .rule)
        .draw(in: frame.bounds, on: &frame, appearance: appearance)
    }
    #expect(text == "── Loss ────── log ──\n")
  }

  @Test func aMeterIsFullInProportion() {
    var frame = Frame(width: 8, height: 1)
    Meter(0.5, style: Style()).draw(
      x: 0, y: 0, width: 8, on: &frame, appearance: Appearance(.init(depth: .mono, unicode: false)))
    #expect(frame.plainText == "====....")
    Meter(.nan, style: Style()).draw(
      x: 0, y: 0, width: 8, on: &frame, appearance: Appearance(.init(depth: .mono, unicode: false)))
    #expect(frame.plainText == "........")
  }

  /// The empty part has a colour of its own, or another character where there are no colours.
  @Test(arguments: [ColorDepth.mono, .eight, .sixteen, .indexed, .direct])
  func theFilledPartOfAMeterIsSeenWithAnyNumberOfColours(depth: ColorDepth) {
    var frame = Frame(width: 8, height: 1)
    let appearance = Appearance(.init(depth: depth, unicode: true))
    Meter(0.375, style: appearance.theme.accent).draw(
      x: 0, y: 0, width: 8, on: &frame, appearance: appearance)
    if depth == .mono {
      #expect(frame.plainText == "━━━─────")
    } else {
      #expect(frame[2, 0].foreground != frame[3, 0].foreground)
    }
  }

  @Test func aHistogramStandsOnItsLastRow() {
    let counts = [100, 25, 0, 1]
    let flat = drawn(4, 1) {
      Histogram(counts).draw(in: $0.bounds, on: &$0, appearance: appearance)
    }
    #expect(flat == "▇▄ ▁")
    let tall = drawn(4, 2) {
      Histogram(counts).draw(in: $0.bounds, on: &$0, appearance: appearance)
    }
    #expect(tall == "▇\n██ ▂")
    let ascii = drawn(4, 1) {
      Histogram(counts).draw(
        in: $0.bounds, on: &$0, appearance: Appearance(.init(depth: .mono, unicode: false)))
    }
    #expect(ascii == "#- _")
    #expect(
      drawn(3, 1) { Histogram([0, 0]).draw(in: $0.bounds, on: &$0, appearance: appearance) } == "")
  }

  @Test func aSparklineShowsTheLatestValuesFromZero() {
    let text = drawn(6, 1) {
      Sparkline([9, 0, 4, .nan, 8][...], style: Style())
        .draw(x: 1, y: 0, width: 4, on: &$0, appearance: appearance)
    }
    #expect(text == " ▁▅ █")
    #expect(
      drawn(3, 1) {
        Sparkline([0], style: Style()).draw(x: 0, y: 0, width: 3, on: &$0, appearance: appearance)
      }
        == "")
  }

  @Test func thePanelWithTheFocusIsVisibleWithoutColours() {
    let text = drawn(20, 3) { frame in
      _ = Panel("Loss", key: "3", tint: Style(), hasFocus: true)
        .draw(in: frame.bounds, on: &frame, appearance: appearance)
    }
    #expect(text == "┏━ ▶ 3 Loss ━━━━━━━┓\n┃                  ┃\n┗━━━━━━━━━━━━━━━━━━┛")
    let plain = drawn(20, 2) { frame in
      _ = Panel("Loss", tint: Style(), edges: .rule, hasFocus: true)
        .draw(
          in: frame.bounds, on: &frame, appearance: Appearance(.init(depth: .mono, unicode: false)))
      frame = frame.inASCII
    }
    #expect(plain == "== > Loss ==========\n")
  }

  @Test func theNoteGivesWayToTheBadge() {
    func edge(_ width: Int) -> String {
      drawn(width, 2) { frame in
        _ = Panel("Loss", note: "at 90 · raw", badge: "log · y", tint: Style(), edges: .rule)
          .draw(in: frame.bounds, on: &frame, appearance: appearance)
      }
    }
    #expect(edge(36) == "── Loss ─── at 90 · raw ─ log · y ──\n")
    #expect(edge(30) == "── Loss ─── at 90 ─ log · y ──\n")
    #expect(edge(20) == "── Loss ─ log · y ──\n")
    #expect(edge(16) == "── Loss ─ log ──\n")
  }

  @Test func aTableLeavesOutTheHighestRank() {
    let table = Table(
      columns: [
        .init("layer", width: 5, alignment: .left),
        .init("mean", width: 5, rank: 2),
        .init("zeros", width: 5, rank: 1),
      ],
      rows: [
        [.text("conv1", Style()), .text("0.61", Style()), .meter(0.4, "40%", Style())],
        [.text("fc6", Style()), .text("—", Style()), .meter(0.9, "90%", Style())],
      ])
    let wide = drawn(17, 3) { table.draw(in: $0.bounds, on: &$0, appearance: appearance) }
    #expect(wide == "layer  mean zeros\nconv1  0.61   40%\nfc6       —   90%")
    let narrow = drawn(12, 2) { table.draw(in: $0.bounds, on: &$0, appearance: appearance) }
    #expect(narrow == "layer  zeros\nconv1    40%")
    #expect(table.widths(in: 5) == [5, nil, nil])
  }

  @Test func columnsGrowToTheirIdealWidth() {
    let table = Table(
      columns: [.init("a", width: 4), .init("b", width: 4, ideal: 10)], rows: [])
    #expect(table.widths(in: 12) == [4, 7])
    #expect(table.widths(in: 50) == [4, 10])
  }

  @Test func headingsOfTwoLinesStandOnTheRows() {
    let table = Table(
      columns: [.init("run", width: 8, alignment: .left), .init("best\ntop-1 err", width: 9)],
      rows: [[.name("no-dropout-2", Style()), .firstFitting(["33.4% @1,200", "33.4%"], Style())]])
    #expect(table.headingHeight == 2)
    let text = drawn(18, 3) { table.draw(in: $0.bounds, on: &$0, appearance: appearance) }
    #expect(text == "              best\nrun      top-1 err\nno-d…t-2     33.4%")
    let low = drawn(18, 2) { table.draw(in: $0.bounds, on: &$0, appearance: appearance) }
    #expect(low == "              best\nrun      top-1 err")
    let flat = drawn(18, 1) { table.draw(in: $0.bounds, on: &$0, appearance: appearance) }
    #expect(flat == "              best")
  }

  @Test func theFirstTextThatFitsIsShown() {
    func shown(_ width: Int) -> String {
      let item = Table.Item.firstFitting(["33.4% @1,200", "33.4%"], Style())
      let table = Table(columns: [.init("", width: width)], rows: [[item]])
      return drawn(width, 2) { table.draw(in: $0.bounds, on: &$0, appearance: appearance) }
    }
    #expect(shown(12) == "\n33.4% @1,200")
    #expect(shown(11) == "\n      33.4%")
    #expect(shown(4) == "\n33.…")
  }

  @Test func answersOfANarrowDialogContinueInTheNextRow() {
    enum Answer: Hashable { case leave, stay }
    let dialog = Dialog<Answer>(
      title: "Leave?", lines: ["Training continues in the background."],
      answers: .init([
        .init([.enter], .leave, label: "leave it", help: "", rank: 0),
        .init([.escape], .stay, label: "stay", help: "", rank: 0),
      ]), tint: Style())
    let text = drawn(24, 5) { frame in
      dialog.draw(in: frame.bounds, on: &frame, appearance: appearance)
    }
    // The text has two lines, of which one fits.
    #expect(
      text == """
        ╭─ Leave? ─────────────╮
        │  Training continues… │
        │    Enter leave it    │
        │       Esc stay       │
        ╰──────────────────────╯
        """)
    let area = Rect(x: 0, y: 0, width: 24, height: 5)
    #expect(dialog.key(atX: 5, y: 2, in: area) == .enter)
    #expect(dialog.key(atX: 8, y: 3, in: area) == .escape)
    #expect(dialog.key(atX: 5, y: 1, in: area) == nil)
  }

  @Test func aDialogIsInTheMiddle() {
    enum Answer: Hashable { case yes, no }
    let text = drawn(34, 9) { frame in
      Dialog<Answer>(
        title: "Stop?", lines: ["The checkpoint is kept."],
        answers: .init([
          .init([.enter], .yes, label: "stop", help: "", rank: 0),
          .init([.escape], .no, label: "cancel", help: "", rank: 0),
        ]), tint: Style()
      ).draw(in: frame.bounds, on: &frame, appearance: appearance)
    }
    #expect(
      text == """

          ╭─ Stop? ───────────────────╮
          │                           │
          │  The checkpoint is kept.  │
          │                           │
          │  Enter stop  Esc cancel   │
          │                           │
          ╰───────────────────────────╯

        """)
  }
}
