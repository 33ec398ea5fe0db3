import TerminalUI
import Testing

@testable import Dashboard

/// The positions of steps on the bar of the timeline. Expected values are computed by hand.
@Suite struct TimelineScaleTests {
  @Test func equalDistancesAreEqualNumbersOfSteps() throws {
    // The records are close to each other at the beginning, as those of a run are.
    let scale = try #require(
      TimelineScale(records: [0, 1, 2, 4, 8, 500, 1000], current: nil, width: 101))
    #expect(scale.column(of: 0) == 0)
    #expect(scale.column(of: 8) == 1)
    #expect(scale.column(of: 250) == 25)
    #expect(scale.column(of: 500) == 50)
    #expect(scale.column(of: 1000) == 100)
    #expect(scale.column(of: 1001) == nil)
  }

  @Test func theCurrentKernelsAreAtTheRightEnd() throws {
    let scale = try #require(TimelineScale(records: [100, 300], current: 500, width: 41))
    #expect(scale.column(of: 500) == 40)
    #expect(scale.column(of: 300) == 20)
    // A record can be later than the latest snapshot.
    #expect(TimelineScale(records: [100, 300], current: 250, width: 41)?.last == 300)
    #expect(TimelineScale(records: [], current: 500, width: 41) == nil)
    #expect(TimelineScale(records: [7], current: 7, width: 9)?.column(of: 7) == 8)
  }

  @Test(arguments: [1, 2, 9, 73, 200]) func aColumnIsReadAsItsStep(width: Int) throws {
    let scale = try #require(TimelineScale(records: [20, 12_345], current: nil, width: width))
    for column in 0..<width where width > 1 {
      #expect(scale.column(of: scale.step(at: column)) == column)
    }
    #expect(scale.step(at: -5) >= 20 && scale.step(at: width + 5) == 12_345)
  }

  @Test func ticksAreRoundStepsBetweenTheEnds() throws {
    func ticks(_ last: Int, _ count: Int) throws -> [Int] {
      try #require(TimelineScale(records: [0, last], current: nil, width: 100))
        .ticks(atMost: count)
    }
    #expect(try ticks(1234, 6) == [200, 400, 600, 800, 1000, 1200])
    #expect(try ticks(1234, 5) == [500, 1000])
    #expect(try ticks(3, 5) == [1, 2])
    #expect(try ticks(1, 5) == [])
    #expect(try ticks(90_000, 4) == [20_000, 40_000, 60_000, 80_000])
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func aClickOnTheTimelineShowsTheNearestRecord(width: Int, height: Int) throws {
    var state = SyntheticRun.atKernels(width: width, height: height)
    let rows = view(
      state, width: width, height: height, capabilities: state.surface.capabilities
    ).plainText.split(separator: "\n", omittingEmptySubsequences: false)
    let y = try #require(rows.firstIndex { $0.contains("┿") })
    let bar = Array(rows[y])
    let start = try #require(bar.firstIndex(of: "┿"))
    let end = try #require(bar.lastIndex(of: "●"))
    func click(_ x: Int) {
      for effect in update(&state, .terminal(.click(x: x, y: y))) { state.answer(effect) }
    }
    click(start)
    #expect(state.kernels.past?.step == 0)
    // Step 617 is in the middle of 1,234. A column of the shortest bar has some 40 steps.
    click((start + end) / 2)
    #expect([588, 600, 630].contains(state.kernels.past?.step))
    click(end)
    #expect(state.kernels.past == nil)
  }
}
