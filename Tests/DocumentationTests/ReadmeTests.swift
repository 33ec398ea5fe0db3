import Foundation
import Testing

/// The README is one page.
@Suite struct ReadmeTests {
  @Test func itHasAtMostEightKilobytes() throws {
    let size = try Repository.text("README.md").utf8.count
    #expect(size <= 8_192, "the README has \(size) bytes: move details to a catalogue")
  }
}
