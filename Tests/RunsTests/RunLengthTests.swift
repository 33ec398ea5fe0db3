import Blueprint
import Testing

@testable import Runs

@Suite struct RunLengths {
  private func plan(_ length: RunPlan.Length, limit: Int? = nil) -> RunPlan {
    var plan = RunPlan(
      network: .compact(classes: 6, side: 32), data: .scenes, seed: 1, batch: 8, length: length,
      knobs: Knobs(), schedule: .constant, threads: 1, validateEvery: 50)
    plan.limit = limit
    return plan
  }

  private func started(_ plan: RunPlan, images: Int) -> TrainingEvent {
    .started(
      .init(
        run: "a", network: "compact", parameters: 1, data: "scenes", classes: [],
        trainImages: images, validationImages: 1, seed: 1, plan: plan, time: 0))
  }

  private func resumed(
    _ step: Int, _ length: RunPlan.Length, trainImages: Int? = nil
  ) -> TrainingEvent {
    .resumed(.init(step: step, knobs: Knobs(), length: length, time: 0, trainImages: trainImages))
  }

  @Test func withoutAResumptionItIsThatOfThePlan() {
    let steps = plan(.steps(100))
    #expect(RunLength(steps, []).plannedSteps == 100)
    #expect(RunLength(plan(.endless), []).plannedSteps == nil)
    // 3 epochs of 100 images in batches of 8 are 37.5 steps.
    let epochs = plan(.epochs(3))
    #expect(RunLength(epochs, []).plannedSteps == nil)
    #expect(RunLength(epochs, [started(epochs, images: 100)]).plannedSteps == 38)
    let limited = plan(.epochs(3), limit: 16)
    #expect(RunLength(limited, [started(limited, images: 100)]).plannedSteps == 6)
  }

  @Test func theLatestResumptionDecides() {
    let plan = plan(.steps(100))
    let length = RunLength(
      plan,
      [
        started(plan, images: 100), resumed(100, .steps(200)),
        resumed(150, .epochs(2), trainImages: 80),
      ])
    #expect(length.current == .epochs(2))
    #expect(length.plannedSteps == 20)
    #expect(length.resumedAfter == [100, 150])
  }
}
