import DisplayText
import Testing

/// The widths are written by hand after EastAsianWidth.txt (W and F are two columns).
@Suite struct Glyphs {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("猫", 2), ("犬🐕", 4), ("ＡＢ", 4), ("ｱ", 1),
    ("한국", 4), ("\u{1112}\u{1161}\u{11ab}", 2), ("か\u{3099}", 2), ("العربية", 7),
    ("─│·…×", 5), ("👨\u{200d}👩\u{200d}👧", 2), ("👍🏽", 2), ("🇫🇷", 2), ("❤\u{fe0f}", 1),
    ("a\u{200b}b", 2), ("x\u{1b}y", 6), ("\n", 2), ("क\u{94d}\u{200d}ष", 2), ("⌚", 2), ("☃", 1),
  ])
  func haveTheirWidthInColumns(text: String, columns: Int) {
    #expect(text.columns == columns)
    #expect(text.glyphs.reduce(0) { $0 + $1.columns } == columns)
  }

  @Test(arguments: [
    ("e\u{301}", "é"), ("e\u{302}\u{301}", "ế"), ("か\u{3099}", "が"),
    ("\u{1112}\u{1161}\u{11ab}", "한"), ("q\u{301}", "q"), ("👨\u{200d}👩\u{200d}👧", "👨"),
    ("👍🏽!", "👍!"), ("🇫🇷", "FR"), ("❤\u{fe0f}a", "❤a"), ("🐻\u{200d}❄\u{fe0f}x", "🐻x"),
    ("\u{301}a", "a"), ("a\u{ad}b", "a-b"), ("x\u{202e}", "x\\u{202e}"),
    ("🏽", "🏽"),
  ])
  func areTheSimplestThatAllTerminalsDrawAlike(text: String, shown: String) {
    var scalars = String.UnicodeScalarView()
    for glyph in text.glyphs { scalars.append(glyph.scalar) }
    #expect(Array(String(scalars).unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test(arguments: [
    ("猫猫猫", 0, ""), ("猫猫猫", 1, ""), ("猫猫猫", 2, "猫"), ("猫猫猫", 5, "猫猫"), ("a猫b", 3, "a猫"),
    ("abc", 9, "abc"),
  ])
  func areNotSplit(text: String, columns: Int, beginning: String) {
    #expect(text.prefix(columns: columns) == beginning)
  }
}
