import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// Interrupted runs that continue on the screen that shows them.
  @Suite(.serialized, .enabled(if: Window.tmux != nil, "tmux is missing"))
  struct RestartingInPlace {
    private let runs: SmallRuns
    private let lanes = ["mine", "mine-no-dropout", "mine-no-lrn"]

    init() throws { runs = try SmallRuns() }

    private func watch() throws -> [String] {
      try runs.tiny(
        "watch", "--run", "mine", "--lane", "dropout=off", "--lane", "lrn=off",
        "--checkpoint-every", "10")
    }

    /// Kills the trainer after a step.
    /// - Returns: The step.
    private func interrupt(_ window: Window) throws -> Int {
      let step = try window.reachesStep(after: 30)
      kill(try #require(try runs.trainer(of: "mine")), SIGKILL)
      try window.shows("3 runs were interrupted")
      return step
    }

    private func expectLanesContinued() throws {
      for name in lanes {
        let recording = try runs.recording(of: name)
        #expect(recording.damage == nil)
        let resumed = recording.events.count { if case .resumed = $0 { true } else { false } }
        #expect(resumed == 1, "\(name)")
        guard case .finished(_, _, .stopped)? = recording.events.last else {
          Issue.record("\(name) was not stopped")
          continue
        }
      }
    }

    @Test func allLanesContinueWhenOneKeyIsPressed() throws {
      let window = try Window(try watch(), width: 120, height: 40)
      let step = try interrupt(window)
      try window.shows("alexnet resume mine mine-no-dropout mine-no-lrn")
      try window.press("P")
      try window.waits(for: "the end of the box") { !$0.contains("were interrupted") }
      try window.reachesStep(after: step + 30)
      try window.press("q")
      try window.shows("Leave the screen?")
      try window.press("s")
      #expect(try window.status() == 0)
      try expectLanesContinued()
    }

    @Test func aScreenThatWasOpenedAfterTheInterruptionHasAllLanesToo() throws {
      let first = try Window(try watch(), width: 120, height: 40)
      _ = try interrupt(first)
      try first.press("q")
      #expect(try first.status() == 1)
      let attach = { (name: String) in
        try Window(["attach", name, "--runs", runs.store.directory], width: 120, height: 40)
      }
      let second = try attach("mine-no-lrn")
      try second.shows("3 runs were interrupted")
      // A third screen shows the same, and continues when the second resumes the runs.
      let third = try attach("mine")
      try third.shows("3 runs were interrupted")
      try second.press("P")
      for window in [second, third] {
        try window.waits(for: "the end of the box") { !$0.contains("were interrupted") }
        try window.reachesStep(after: 50)
      }
      try second.press("q")
      try second.shows("Leave the screen?")
      try second.press("s")
      #expect(try second.status() == 0)
      try third.shows("stopped")
      try expectLanesContinued()
    }

    @Test func aFailureToResumeIsShownInTheBox() throws {
      let window = try Window(try watch(), width: 120, height: 40)
      _ = try interrupt(window)
      let plan = try runs.store.run(named: lanes[1]).planPath
      let text = try Data(contentsOf: URL(filePath: plan))
      try Data("{".utf8).write(to: URL(filePath: plan))
      try window.press("P")
      try window.shows("cannot be read")
      try text.write(to: URL(filePath: plan))
      try window.press("P")
      try window.waits(for: "the end of the box") { !$0.contains("were interrupted") }
      try window.press("q")
      try window.shows("Leave the screen?")
      try window.press("s")
      #expect(try window.status() == 0)
      try expectLanesContinued()
    }
  }
}
