import DisplayText
import Testing

@Suite struct PrintableText {
  @Test(arguments: [
    ("plain", "plain"), ("naïve 猫 🐕", "naïve 猫 🐕"), ("a\u{1b}[31mb", "a\\x1b[31mb"),
    ("bell\u{7}", "bell\\x07"), ("two\nlines\r\tend", "two\\nlines\\r\\tend"), ("\0", "\\x00"),
    ("\u{7f}", "\\x7f"), ("\u{9b}31m", "\\u{9b}31m"), ("\u{85}", "\\u{85}"),
    ("gpj\u{202e}exe", "gpj\\u{202e}exe"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
    ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"), ("back\\slash", "back\\slash"), ("", ""),
  ])
  func hasAnEscapeForEachUnsafeCharacter(text: String, expected: String) {
    #expect(text.printable == expected)
  }

  @Test func hasNoCharacterThatATerminalExecutes() {
    // The sets of ECMA-48 (C0, DEL, C1) and of UAX 9, spelled out.
    let unsafe =
      Array(0...0x1f) + [0x7f] + Array(0x80...0x9f) + [0x2028, 0x2029]
      + Array(0x202a...0x202e) + Array(0x2066...0x2069)
    let scalars = unsafe.compactMap { Unicode.Scalar(UInt32($0)) }
    for scalar in scalars {
      #expect(!"a\(scalar)b".printable.unicodeScalars.contains(scalar))
      #expect(!"\"\(scalar)\"".safeJSON.unicodeScalars.contains { $0 == scalar && $0.value > 0x7e })
    }
    for value in UInt32(0)...0x3000 where !unsafe.contains(Int(value)) {
      #expect(Unicode.Scalar(value)?.isUnsafe == false)
    }
  }

  @Test func keepsTheLinesOfAMessage() {
    #expect("one\ntwo\u{1b}c\n".printableLines == "one\ntwo\\x1bc\n")
  }

  @Test func keepsTheValuesOfJSON() {
    #expect("{\"a\":\"x\u{9b}y\u{202e}\"}".safeJSON == #"{"a":"x\u009by\u202e"}"#)
    #expect("{\n  \"a\": \"猫\"\n}".safeJSON == "{\n  \"a\": \"猫\"\n}")
  }

  @Test(
    arguments: [
      (Array("naïve".utf8), "naïve"), ([0x61, 0xff, 0x62], "a\\xffb"),
      ([0xe7, 0x8c], "\\xe7\\x8c"), ([0xe7, 0x8c, 0xab], "猫"), ([0xc0, 0x80], "\\xc0\\x80"),
      ([0xf0, 0x9f, 0x90, 0x95, 0x80, 0x0a], "🐕\\x80\n"), ([], ""),
    ] as [([UInt8], String)])
  func hasAnEscapeForEachByteThatIsNotUTF8(bytes: [UInt8], expected: String) {
    #expect(String(name: bytes) == expected)
  }
}
