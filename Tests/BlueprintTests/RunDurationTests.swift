import Blueprint
import Testing

/// The training time of plans. The numbers are calculated by hand.
@Suite struct RunDurationTests {
  private func seconds(
    _ length: RunPlan.Length, validateEvery: Int, limit: Int? = nil
  ) -> Double? {
    RunPlan(
      network: .cifar18, data: .scenes, seed: 1, batch: 64, length: length, knobs: Knobs(),
      schedule: .constant, threads: 1, limit: limit, validateEvery: validateEvery
    ).seconds(imagesPerSecond: 100, trainImages: 960, validationImages: 300)
  }

  /// 10 steps have 640 images. 3 validations, after the steps 4, 8 and 10, have 900, each at a third of the
  /// time.
  @Test func trainingAndValidationsTakeTime() {
    #expect(seconds(.steps(10), validateEvery: 4) == 9.4)
    #expect(seconds(.steps(10), validateEvery: 5) == 8.4)
    #expect(seconds(.steps(10), validateEvery: 0) == 6.4)
  }

  @Test func anEpochHasTheImagesThatAreUsed() {
    #expect(seconds(.epochs(2), validateEvery: 0) == 19.2)
    #expect(seconds(.epochs(2), validateEvery: 0, limit: 320) == 6.4)
  }

  @Test func anEndlessPlanHasNoDuration() {
    #expect(seconds(.endless, validateEvery: 4) == nil)
  }
}
