import Testing

@testable import AlexNet

@Suite struct TextTables {
  @Test func columnsLineUpAndEndWithoutSpaces() {
    var table = TextTable([.left("name"), .right("n"), .left("note")])
    table.add(["a", "1", ""])
    table.add(["längst", "1,000", "x"])
    #expect(
      table.text == """
        name        n  note
        a           1
        längst  1,000  x
        """)
  }

  @Test func columnsLineUpByTheirWidthOnAScreen() {
    var table = TextTable([.left("class"), .right("n")])
    for name in ["猫", "犬🐕", "e\u{301}", "a\u{7}b"] { table.add([name, "1"]) }
    #expect(
      table.text == """
        class   n
        猫      1
        犬🐕    1
        e\u{301}       1
        a\\x07b  1
        """)
  }

  @Test func aTerminalGetsTheColumnsThatFit() {
    var table = TextTable([
      .left("run", least: 7), .right("best\nerror"), .right("loss", rank: 1),
      .right("speed", rank: 2),
    ])
    table.add(["first-of-all", "12.5%", "0.5", "100"])
    #expect(
      table.text == """
        run           best error  loss  speed
        first-of-all       12.5%   0.5    100
        """)
    #expect(
      table.text(width: 32) == """
                       best
        run           error  loss  speed
        first-of-all  12.5%   0.5    100
        """)
    #expect(
      table.text(width: 23) == """
                     best
        run         error  loss
        first…-all  12.5%   0.5
        Not shown at this
        width: speed.
        """)
    #expect(
      table.text(width: 10) == """
                  best
        run      error
        fir…all  12.5%
        Not shown
        at this
        width:
        loss,
        speed.
        """)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (60_965_224, "60,965,224"), (-1234, "-1,234"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func numbersAreGrouped(value: Int, text: String) {
    #expect(value.grouped == text)
  }

  @Test func memoryIsRoundedUp() {
    #expect(1.memoryText == "1 MiB")
    #expect((1 << 30).memoryText == "1,024 MiB")
  }
}
