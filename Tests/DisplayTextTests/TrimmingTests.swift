import DisplayText
import Testing

@Suite struct TrimmingTests {
  @Test(arguments: [
    ("", ""), (" \t\r\n", ""), ("a", "a"), ("  great white\tshark \r\n", "great white\tshark"),
    ("\u{a0}a\u{3000}", "a"),
  ])
  func whiteSpaceAroundATextIsRemoved(text: String, trimmed: String) {
    #expect(text.trimmed == trimmed)
    #expect("x\(text)".dropFirst().trimmed == trimmed)
  }
}
