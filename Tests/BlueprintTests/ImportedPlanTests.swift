import Blueprint
import Foundation
import Testing

@Suite struct ImportedPlanTests {
  private let file = ImportedFile(path: "/f", sha256: "00", hasClassNames: false)

  @Test func aPlanIsReadAsItWasWritten() throws {
    let plan = RunPlan.imported(.torchvision, from: file, threads: 2)
    let read = try JSONDecoder().decode(RunPlan.self, from: JSONEncoder().encode(plan))
    #expect(read == plan)
    #expect(read.imported == file && read.data == .imported)
  }

  @Test func plansOfOtherRunsDoNotNameAFile() throws {
    let plan = RunPlan.standard(.paper, data: .scenes, validationImages: 100, threads: 1)
    let text = String(decoding: try JSONEncoder().encode(plan), as: UTF8.self)
    #expect(!text.contains("imported"))
  }

  /// 90 epochs of no images are not a number of steps. Otherwise the run would be complete before its first step.
  @Test func aLengthInEpochsNeedsImages() {
    let plan = RunPlan.imported(.torchvision, from: file, threads: 1)
    #expect(plan.length == .epochs(90))
    #expect(plan.stepCount(imagesPerEpoch: 0) == nil)
    #expect(!plan.isComplete(afterStep: 0, imagesPerEpoch: 0))
    #expect(plan.stepCount(imagesPerEpoch: 128) == 90)
  }

  @Test(
    arguments: [(nil, 128), (1_000, 128), (128, 128), (54, 54), (1, 1), (0, 1)] as [(Int?, Int)])
  func aBatchHasNoMoreImagesThanTheData(images: Int?, batch: Int) {
    let plan = RunPlan.imported(
      .torchvision, from: file, data: .folder(path: "/d"), trainImages: images,
      validationImages: 10, threads: 1)
    #expect(plan.batch == batch)
  }

  /// ImageNet has 50,000 validation images: 50,000 / 3 / 128 · 10 = 1302 steps, rounded up to 1350.
  @Test func theRateIsATenthAndTheIntervalThatOfImageNet() {
    let plan = RunPlan.imported(.caffeNet, from: file, threads: 1)
    #expect(plan.knobs.rate == 0.001)
    #expect(plan.validateEvery == 1350)
    let small = RunPlan.imported(
      .caffeNet, from: file, data: .folder(path: "/d"), validationImages: 100, threads: 1)
    #expect(small.validateEvery == 50)
  }
}
