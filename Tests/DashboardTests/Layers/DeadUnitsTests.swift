import Blueprint
import Observing
import TerminalUI
import Testing

@testable import Dashboard

/// The list of the dead channels of the chosen layer.
@Suite struct DeadUnitsTests {
  private func dead(
    _ indices: [Int]?, count: Int?, of units: Int = 64, isFlat: Bool = false
  ) -> DeadUnits {
    var layer = Snapshot.LayerSummary(
      name: "conv1",
      output: isFlat ? Shape(channels: units) : Shape(channels: units, height: 3, width: 3),
      mean: 0, deviation: 0, minimum: 0, maximum: 0, zeros: 0, gradientNorm: 0, updateRatio: 0,
      histogram: [])
    layer.units = units
    layer.deadUnits = count
    layer.deadIndices = indices
    return DeadUnits(layer)
  }

  /// The numbers begin with 1, as on the screens of the kernels and of the images.
  @Test(arguments: [
    ([0], 1, "1"), ([2, 16, 43], 3, "3, 17, 44"), ([0, 1, 2, 3, 16], 5, "1–4, 17"),
    ([0, 1, 5], 3, "1, 2, 6"), ([], 0, "none"),
  ])
  func deadChannelsAreListedByNumber(indices: [Int], count: Int, text: String) {
    #expect(dead(indices, count: count).lines(width: 40, atMost: 1) == [text])
  }

  @Test func theRestIsCountedWhereNotAllFit() {
    let many = dead([2, 16, 43, 50, 60, 62], count: 6)
    #expect(many.lines(width: 21, atMost: 1) == ["3, 17, 44, 51, 61, 63"])
    #expect(many.lines(width: 20, atMost: 1) == ["3, 17, 44 and 3 more"])
    #expect(many.lines(width: 9, atMost: 2) == ["3, 17 and", "4 more"])
    #expect(many.lines(width: 8, atMost: 1) == ["6 of 64"])
    // A trainer sends the first numbers only.
    let few = dead([0, 1, 2], count: 300, of: 512)
    #expect(few.lines(width: 30, atMost: 1) == ["1–3 and 297 more"])
  }

  @Test func whatIsNotKnownIsSaid() {
    #expect(dead(nil, count: nil).lines(width: 40, atMost: 1) == ["not known before ten snapshots"])
    #expect(dead(nil, count: 3).lines(width: 40, atMost: 1) == ["3, not recorded which"])
    #expect(dead(nil, count: 64).lines(width: 40, atMost: 1) == ["all 64"])
    #expect(dead([], count: 0).name == "dead channels")
    #expect(dead([], count: 0, isFlat: true).name == "dead neurons")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theScreenListsThoseOfTheChosenLayer(width: Int, height: Int) {
    func text(_ keys: [Key]) -> String {
      view(
        SyntheticRun(steps: 1234).state(after: [.character("4")] + keys), width: width,
        height: height, capabilities: TerminalCapabilities(depth: .direct, unicode: true)
      ).plainText
    }
    // The synthetic dead channels are 11, 48, 85 and so on, counted from 0.
    let name = width < 100 ? "dead" : "dead channels"
    #expect(text([]).contains("\(name)  none"))
    #expect(text([.down]).contains("\(name)  12"))
    #expect(text([.down, .down, .down]).contains("\(name)  12, 49, 86"))
    // fc7 has 130 of them, for which no panel has room.
    let many = text(Array(repeating: .down, count: 6))
    #expect(many.contains(width < 100 ? "dead  " : "dead neurons  ") && many.contains(" more"))
  }
}
