import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct LayersScreenTests {
  private static let sizes: [(Int, Int)] = [(80, 24), (120, 40), (200, 60)]

  private func rows(_ state: DashboardState, _ width: Int, _ height: Int) -> [String] {
    view(
      state, width: width, height: height,
      capabilities: TerminalCapabilities(depth: .direct, unicode: true)
    ).plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private let measured = SyntheticRun(steps: 1234).state(after: [.character("4")])

  /// A run that was recorded and is shown afterwards.
  private var recorded: DashboardState {
    var state = DashboardState(plan: SyntheticRun(steps: 0).plan)
    _ = update(&state, .trainer(SyntheticRun(steps: 0).started))
    _ = update(&state, .trainer(.step(SyntheticRun(steps: 9).step(9))))
    _ = update(&state, .trainer(.finished(step: 9, seconds: 1, reason: .completed)))
    _ = update(&state, .terminal(.key(.character("4"))))
    _ = update(&state, .layers(RecordedLayers(steps: [], records: [])))
    return state
  }

  @Test(arguments: 40...200) func headingsAreTwoCellsApart(width: Int) throws {
    for height in [24, 40] {
      let rows = rows(measured, width, height)
      let heading = try #require(rows.first { $0.contains(" layer  ") })
      // "dead units" is the only heading of two words.
      let words = heading.filter { $0 != "│" }.replacing("dead units", with: "dead-units")
        .reversed().drop { $0 == " " }.reversed()
      let gaps = words.split(whereSeparator: { $0 != " " })
      #expect(gaps.allSatisfy { $0.count >= 2 }, "\(heading)")
    }
  }

  @Test(arguments: sizes) func theTableKeepsItsHeightWhenTimesArrive(width: Int, height: Int) {
    var early = measured
    early.snapshot?.times = nil
    early.snapshot?.weights = nil
    func place(_ state: DashboardState) -> Int? {
      rows(state, width, height).firstIndex { $0.contains("activations over time") }
    }
    #expect(place(early) == place(measured) && place(early) != nil)
    let row = rows(early, width, height).first { $0.contains("conv2 ") }
    #expect(row?.contains("—") == true)
  }

  @Test(arguments: sizes) func aRunWithoutRecordsOfItsLayersSaysSo(width: Int, height: Int) {
    let text = rows(recorded, width, height).joined(separator: "\n")
    #expect(text.contains("not recorded"))
    #expect(recorded.layersAbsence.sentence.contains("trained by an earlier version"))
    #expect(text.contains("fc8") && text.contains("—"))
    var live = recorded
    live.screen = .live
    #expect(rows(live, width, height).joined().contains("not recorded"))
  }

  @Test func deadUnitsAreNeutralOrCautionOrDanger() {
    #expect(Health.dead(0, of: 4096) == .neutral)
    #expect(Health.dead(1, of: 4096) == .high)
    #expect(Health.dead(819, of: 4096) == .high)
    #expect(Health.dead(820, of: 4096) == .tooHigh)
    #expect(Health.dead(64, of: 64) == .tooHigh)
    // Signs that differ without colours.
    #expect(Set([Health.neutral, .high, .tooHigh].map(\.glyph)) == ["", "↑", "↑↑"])
    let theme = Theme(depth: .direct)
    #expect(Health.neutral.style(theme) != theme.good)
    #expect(Health.high.style(theme) == theme.caution)
    #expect(Health.tooHigh.style(theme) == theme.danger)
    #expect(rows(measured, 120, 40).contains { $0.contains("↑↑130/512") })
    #expect(rows(measured, 80, 24).contains { $0.contains(" 0/64") })
  }

  // The first and the last layer have updates of 1% to 3% in the first steps of the presets.
  @Test(arguments: [
    (5e-8, Health.tooLow), (5e-7, .low), (1e-5, .good), (1e-3, .good), (0.029, .good),
    (0.06, .high), (0.2, .tooHigh), (.infinity, .tooHigh),
  ])
  func onlyHarmfulUpdatesAreMarked(ratio: Double, health: Health) {
    #expect(Health.update(ratio) == health)
  }

  @Test func theNumbersOfAColumnHaveOneFormat() {
    func texts(_ values: [Double]) -> [String] { values.map(LayerNumbers(values).text) }
    #expect(texts([0.5, 0.0312, 1.25]) == ["0.500", "0.031", "1.250"])
    #expect(texts([41.731, 6.2312, 0.046]) == ["41.73", "6.23", "0.05"])
    #expect(texts([123.45, -0.6]) == ["123.5", "−0.6"])
    #expect(texts([4.2e-4, 9.9]) == ["4.2e-4", "9.900"])
    #expect(texts([0, .nan, .infinity]) == ["0", "NaN", "∞"])
    #expect(LayerNumbers.update(0.0021) == "0.21%")
    #expect(LayerNumbers.update(0.000_049) == "<0.01%")
    #expect(LayerNumbers.parameters(23_296, largest: 221_376) == "23.3k")
    #expect(LayerNumbers.parameters(34_944, largest: 37_752_832) == "35k")
    #expect(LayerNumbers.parameters(37_752_832, largest: 37_752_832) == "37,753k")
  }

  @Test(arguments: sizes) func theStepOfTheStatisticsIsShown(width: Int, height: Int) {
    var state = measured
    _ = update(&state, .trainer(.step(SyntheticRun(steps: 0).step(1300))))
    #expect(rows(state, width, height).joined().contains("statistics of step 1,234"))
  }
}
