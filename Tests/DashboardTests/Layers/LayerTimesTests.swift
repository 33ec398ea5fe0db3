import Observing
import TerminalUI
import Testing

@testable import Dashboard

/// The times of the layers, whose rows add up to the sums.
@Suite struct LayerTimesTests {
  private func time(
    _ name: String, _ forward: Double, _ back: Double, _ update: Double
  ) -> Snapshot.LayerTime {
    .init(
      name: name, forwardSeconds: forward / 1000, backwardSeconds: back / 1000,
      updateSeconds: update / 1000)
  }

  /// 1.26 + 2.26 + 0.06 is 3.58, but the numbers that are shown have the sum 1.3 + 2.3 + 0.1.
  @Test func aSumIsThatOfTheShownNumbers() {
    let times = LayerTimes([
      time("conv1", 1.26, 60, 0.4), time("pool1", 2.26, 50, 0), time("softmax", 0.06, 7, 0),
    ])
    #expect(times.text(.forward, of: ["conv1"]) == "1.3")
    #expect(times.text(.forward, of: ["pool1", "softmax"]) == "2.4")
    #expect(times.text(.forward) == "3.7" && times.text(.back) == "117.0")
    #expect(times.text(.update) == "0.4" && times.total == "121.1")
  }

  @Test func allColumnsHaveOneNumberOfDecimals() {
    let times = LayerTimes([time("conv1", 0.2, 0.5, 0.012), time("fc8", 0.01, 0.05, 0.001)])
    #expect(times.text(.forward, of: ["fc8"]) == "0.010" && times.text(.update) == "0.013")
    #expect(times.total == "0.773")
    #expect(times.text(.back, of: ["conv9"]) == nil && LayerTimes([]).text(.back) == nil)
  }

  /// The numbers below "forward" and "back" have the sums of the whole step at every size.
  @Test(arguments: 40...200) func theRowsAddUp(width: Int) throws {
    let state = SyntheticRun(steps: 1234).state(after: [.character("4")])
    let times = LayerTimes(try #require(state.shownLayers?.times))
    for height in [24, 40, 60] {
      let rows = view(
        state, width: width, height: height,
        capabilities: TerminalCapabilities(depth: .direct, unicode: true)
      ).plainText.split(separator: "\n").map(Array.init)
      let heading = try #require(rows.firstIndex { String($0).contains(" layer  ") })
      guard String(rows[heading]).contains("forward") else { continue }
      for (name, part) in [("forward", LayerTimes.Part.forward), ("back", .back)] {
        let end = try #require(self.end(of: name, in: rows[heading]))
        let numbers = rows[(heading + 1)...].prefix { !$0.contains("╰") && !$0.contains("──") }
          .map { row in Double(String(row.prefix(end).suffix(7)).filter { $0 != " " }) }
        let sum = numbers.compactMap(\.self).reduce(0, +)
        let total = try #require(times.text(part).flatMap(Double.init))
        #expect(abs(sum - total) < 1e-6, "\(width)×\(height) \(name)")
      }
    }
  }

  /// Returns the column after a word of a row.
  private func end(of word: String, in row: [Character]) -> Int? {
    let letters = Array(word)
    return (0...(row.count - letters.count)).first {
      Array(row[$0..<$0 + letters.count]) == letters
    }
    .map { $0 + letters.count }
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func whatHasNoRowIsNamed(width: Int, height: Int) {
    let text = view(
      SyntheticRun(steps: 1234).state(after: [.character("4")]), width: width, height: height,
      capabilities: TerminalCapabilities(depth: .direct, unicode: true)
    ).plainText
    #expect(text.contains(height < 30 ? "LRN, dropout, softmax" : "softmax"))
    #expect(!text.contains("all layers"))
  }
}
