import Foundation
import Testing

@testable import Blueprint

@Suite struct JSONSyntaxTests {
  @Test(arguments: [
    "{}", "[]", "0", "-1.5e+3", "\"\"", "true", "null", " [ 1 , {\"a\" : [ ] } ]\n",
    #"{"a": "\"}\\", "b": {"c": [false, -0.0]}}"#,
  ])
  func aValidTextHasNoErrorLine(text: String) throws {
    _ = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    #expect(JSONSyntax.errorLine(in: text.utf8) == nil)
  }

  // The lines were counted by hand.
  @Test(arguments: [
    ("", 1), ("{\n  \"a\": 1,\n}", 3), ("{\n\"a\": 1\n\"b\": 2\n}", 3), ("[1,\n2", 2),
    ("{\"a\": 01}", 1), ("[\n\n'a']", 3), ("{}\n{}", 2), ("{\n\"a\n\": 1}", 2), ("[nul]", 1),
    ("{\n1: 2}", 2), ("[1\n 2]", 2), ("\"a\\", 1), ("[.5]", 1), ("[1.]", 1),
  ])
  func theErrorIsInTheLine(text: String, line: Int) {
    #expect(JSONSyntax.errorLine(in: text.utf8) == line, "\(text)")
  }

  @Test func deepNestingIsAnErrorAndNoCrash() {
    #expect(JSONSyntax.errorLine(in: String(repeating: "[", count: 1_000_000).utf8) == 1)
  }
}
