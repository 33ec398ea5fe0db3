import Foundation
import Runs
import Testing

extension ForReal {
  /// The screens of a run that is over, with the real program.
  @Suite(.serialized, .enabled(if: Window.tmux != nil, "tmux is missing"))
  struct Replaying {
    private let runs: SmallRuns

    init() throws { runs = try SmallRuns() }

    private func finishedRun() throws -> Run {
      let options = try runs.tiny("train", "--steps", "60", "--run", "over", "--quiet")
      #expect(try Program.run(options).status == 0)
      return try runs.store.run(named: "over")
    }

    private func window(width: Int, height: Int) throws -> Window {
      try Window(
        ["attach", "over", "--runs", runs.store.directory], width: width, height: height)
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func layersAndKernelsAreReplayedTogether(width: Int, height: Int) throws {
      let run = try finishedRun()
      let timeline = try #require(try LayerTimeline(path: run.layersPath))
      #expect(timeline.steps.first == 1 && timeline.steps.last == 60)
      let window = try window(width: width, height: height)
      try window.press("4")
      try window.shows("statistics of step 60")
      try window.press("Home")
      try window.shows("earlier: step 1 ")
      try window.shows("step 1 of 60")
      // The kernels have a record before the first step, and can lack one of step 1.
      try window.press("2")
      try window.waits(for: "a past step of the kernels") {
        $0.contains("End: last") && $0.contains("conv1 kernels")
      }
      try window.press("End")
      try window.press("4")
      try window.shows("statistics of step 60")
      try window.press("q")
      #expect(try window.status() == 0)
    }

    @Test func aRunOfAnEarlierVersionSaysWhyThereIsNothing() throws {
      try FileManager.default.removeItem(atPath: finishedRun().layersPath)
      let window = try window(width: 120, height: 40)
      try window.press("4")
      try window.shows("it was trained by an earlier")
      try window.press("q")
      #expect(try window.status() == 0)
    }
  }
}
