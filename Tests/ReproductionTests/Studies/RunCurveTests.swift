import Blueprint
import Runs
import Testing

@testable import Reproduction

/// The curve of a run from its journal.
struct RunCurveTests {
  private func step(_ step: Int, _ loss: Double) -> TrainingEvent {
    .step(
      .init(
        step: step, epoch: Double(step) / 10, loss: loss, top1: loss / 4, top5: 0, rate: 0.1,
        imagesPerSecond: 100, seconds: Double(step)))
  }

  private func validation(_ step: Int, _ loss: Double) -> TrainingEvent {
    .validation(.init(step: step, epoch: Double(step) / 10, loss: loss, top1: 0.5, top5: 0.1))
  }

  private func resumed(_ step: Int) -> TrainingEvent {
    .resumed(.init(step: step, knobs: Knobs(), length: .epochs(1), time: 0))
  }

  @Test func `Training values are the means between two validations`() {
    let curve = RunCurve([
      step(1, 4), step(2, 2), validation(2, 3), step(3, 1), step(4, 2), validation(4, 2),
    ])
    #expect(curve.points.map(\.trainingLoss) == [3, 1.5])
    #expect(curve.points.map(\.trainingTop1) == [0.75, 0.375])
    #expect(curve.points.map(\.step) == [2, 4])
  }

  /// The steps after a checkpoint are repeated, with the same values, after a kill.
  @Test func `A run that was killed has the curve of one that was not`() {
    let straight = RunCurve([
      step(1, 4), step(2, 2), validation(2, 3), step(3, 1), step(4, 2), validation(4, 2),
    ])
    let killed = RunCurve([
      step(1, 4), step(2, 2), validation(2, 3), step(3, 1), resumed(1), step(2, 2),
      validation(2, 3), step(3, 1), resumed(2), step(3, 1), step(4, 2), resumed(4),
      validation(4, 2),
    ])
    #expect(killed.points == straight.points)
    #expect(killed.stepCount == 4)
  }

  @Test func `A gap in the journal is noticed`() {
    #expect(RunCurve([step(1, 4), step(3, 2)]).stepCount == 1)
  }

  @Test func `The end of a run is its last one`() {
    let finished = TrainingEvent.finished(step: 2, seconds: 1, reason: .completed)
    let steps = [step(1, 4), step(2, 2)]
    #expect(RunRecord.end(of: steps) == nil)
    #expect(RunRecord.end(of: steps + [finished])?.end == .completed)
    #expect(RunRecord.end(of: steps + [finished, resumed(1), step(2, 2)]) == nil)
    let stopped = TrainingEvent.finished(step: 2, seconds: 1, reason: .stopped)
    #expect(RunRecord.end(of: steps + [stopped]) == nil)
    let failed = TrainingEvent.failed(step: 2, message: "the disk is full")
    #expect(RunRecord.end(of: steps + [failed]) == nil)
    let diverged = [step(1, 4), step(2, .nan), failed]
    #expect(RunRecord.end(of: diverged) == .init(step: 2, end: .diverged))
  }
}
