import Blueprint
import Testing

/// The length of plans whose batches divide epochs, and of plans whose batches do not. The numbers are
/// calculated by hand.
@Suite struct StepCountTests {
  private func plan(_ length: RunPlan.Length, batch: Int, limit: Int? = nil) -> RunPlan {
    RunPlan(
      network: .cifar18, data: .scenes, seed: 1, batch: batch, length: length, knobs: Knobs(),
      schedule: .constant, threads: 1, limit: limit, validateEvery: 0)
  }

  /// The cases: 140 × 50,000 ÷ 128 = 54,687.5; 90 × 1,281,167 ÷ 128 = 900,820.5…; 3 × 100 ÷ 30 = 10.
  @Test(arguments: [
    (140, 50_000, 128, 54_688), (90, 1_281_167, 128, 900_821), (3, 100, 30, 10), (1, 100, 30, 4),
    (10, 7, 7, 10), (1, 8, 16, 1),
  ])
  func theStepCountIsRoundedUpOnceAfterAllEpochs(epochs: Int, images: Int, batch: Int, steps: Int) {
    let plan = plan(.epochs(epochs), batch: batch)
    #expect(plan.stepCount(imagesPerEpoch: images) == steps)
    #expect(plan.isComplete(afterStep: steps, imagesPerEpoch: images))
    #expect(!plan.isComplete(afterStep: steps - 1, imagesPerEpoch: images))
    // The last step is the first after which all epochs are over.
    #expect(plan.epoch(afterStep: steps, imagesPerEpoch: images) >= Double(epochs))
    #expect(plan.epoch(afterStep: steps - 1, imagesPerEpoch: images) < Double(epochs))
  }

  @Test func aLengthInStepsDoesNotDependOnTheData() {
    let plan = plan(.steps(77), batch: 30)
    #expect(plan.stepCount(imagesPerEpoch: 100) == 77)
    #expect(plan.isComplete(afterStep: 77, imagesPerEpoch: 100))
    #expect(!plan.isComplete(afterStep: 76, imagesPerEpoch: 100))
  }

  @Test func anEndlessPlanHasNoStepCount() {
    let plan = plan(.endless, batch: 30)
    #expect(plan.stepCount(imagesPerEpoch: 100) == nil)
    #expect(!plan.isComplete(afterStep: .max, imagesPerEpoch: 100))
  }

  @Test func theLimitOfImagesShortensAnEpoch() {
    #expect(plan(.endless, batch: 1).imagesPerEpoch(of: 500) == 500)
    #expect(plan(.endless, batch: 1, limit: 64).imagesPerEpoch(of: 500) == 64)
    #expect(plan(.endless, batch: 1, limit: 900).imagesPerEpoch(of: 500) == 500)
  }
}
