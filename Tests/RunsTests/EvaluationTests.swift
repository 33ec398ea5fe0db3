import Foundation
import Testing

@testable import Runs

@Suite struct EvaluationTests {
  private let folder: TemporaryFolder
  private let run: Run

  init() throws {
    folder = try TemporaryFolder()
    run = try folder.store.create(.example(), name: "first", data: "scenes")
  }

  /// An evaluation of images of which some are right and all but some are decoded.
  static func evaluation(
    step: Int = 100, right: Set<Int>, damaged: Set<Int> = [], of count: Int = 12, views: Int = 1,
    fingerprint: String = "00112233aabbccdd", split: String = "validation", time: Double = 0,
    weights: String? = nil
  ) -> Evaluation {
    var numbers = ImageNumbers(count: count)
    var decoded = numbers
    for image in right { numbers[image] = true }
    for image in 0..<count where !damaged.contains(image) { decoded[image] = true }
    return Evaluation(
      step: step, weights: weights, time: time,
      images: .init(
        data: "CIFAR-10", split: split, fingerprint: fingerprint, count: count,
        damaged: damaged.count),
      views: views, loss: 1.5, top1: 1 - Double(right.count) / Double(count), top5: 0.25,
      right: numbers, decoded: decoded)
  }

  @Test func aRecordedEvaluationIsReadAgain() throws {
    let evaluation = Self.evaluation(right: [0, 3, 11])
    try run.record(evaluation)
    #expect(run.evaluations == [evaluation])
    #expect(
      evaluation.right[0] && !evaluation.right[1] && evaluation.right[11] && !evaluation.right[99])
  }

  @Test func oneEvaluationOfEachStepImagesAndViewsIsKept() throws {
    try run.record(Self.evaluation(right: [0], time: 1))
    try run.record(Self.evaluation(right: [1], time: 2))
    try run.record(Self.evaluation(right: [2], views: 10, time: 3))
    try run.record(Self.evaluation(step: 200, right: [3], time: 4))
    try run.record(Self.evaluation(right: [4], fingerprint: "ffeeddccbbaa0099", time: 5))
    #expect(run.evaluations.map(\.time) == [5, 4, 3, 2])
  }

  @Test func aListShowsEvaluationsThatWereAddedAndRemovedSinceTheLast() throws {
    func list(after earlier: RunStore.Listing?) throws -> RunStore.Listing {
      try folder.store.list(after: earlier)
    }
    var listing = try list(after: nil)
    #expect(listing.runs.first?.evaluations == [])
    try run.record(Self.evaluation(right: [0], time: 1))
    listing = try list(after: listing)
    #expect(listing.runs.first?.evaluations.map(\.time) == [1])
    // Without a change, the list is the same.
    #expect(try list(after: listing) == listing)
    let path = try run.record(Self.evaluation(step: 200, right: [1], time: 2))
    listing = try list(after: listing)
    #expect(listing.runs.first?.evaluations.map(\.time) == [2, 1])
    try FileManager.default.removeItem(atPath: path)
    #expect(try list(after: listing).runs.first?.evaluations.map(\.time) == [1])
  }

  @Test func filesThatCannotBeReadAreLeftOut() throws {
    try run.record(Self.evaluation(right: [0]))
    var newer = Self.evaluation(right: [0], fingerprint: "ffeeddccbbaa0099")
    newer.version = Evaluation.currentVersion + 1
    try run.record(newer)
    try Data("{".utf8).write(to: URL(filePath: "\(run.evaluationsPath)/step-1.json"))
    #expect(run.evaluations.count == 1)
  }

  /// A run that went back to an earlier step can have other weights at the same step.
  @Test func evaluationsOfOtherWeightsAreLeftOut() throws {
    let state = TrainingState(
      plan: .example(), knobs: .init(), step: 100, seconds: 1, waited: 0, imagesPerEpoch: 9,
      validationImages: 3)
    _ = try [Float(1)].withUnsafeBytes {
      try run.checkpoints.write(state, [.init("conv1.bias", shape: [1])], data: $0)
    }
    let checksum = try run.checkpoints.checkpoint(ofStep: 100).checksum
    #expect(checksum?.count == 8)
    try run.record(Self.evaluation(right: [0], weights: checksum))
    try run.record(
      Self.evaluation(right: [1], fingerprint: "ffeeddccbbaa0099", weights: "00000001"))
    // The checkpoint of this step was deleted, and its weights are not known any more.
    try run.record(Self.evaluation(step: 50, right: [2], weights: "00000002"))
    #expect(Set(run.evaluations.map(\.step)) == [50, 100] && run.evaluations.count == 2)
  }
}

@Suite struct ImageTestTests {
  private func subject(_ name: String, _ evaluations: Evaluation...) -> Comparison.Subject {
    Comparison.Subject(
      name: name, plan: .example(), history: ValidationHistory(), evaluations: evaluations)
  }

  private typealias Example = EvaluationTests

  /// The counts were made by hand: of the ten images that both decoded, only a is right on 1, 2, 3 and 4, and
  /// only b on 8. McNemar's probability of 1 of 5 is 2 · (1 + 5) / 32.
  @Test func imagesThatOnlyOneGetsRightAreCounted() throws {
    let comparison = Comparison([
      subject("a", Example.evaluation(right: [0, 1, 2, 3, 4, 11], damaged: [10])),
      subject("b", Example.evaluation(step: 200, right: [0, 8, 10], damaged: [11])),
    ])
    let test = try #require(comparison.imageTests.first)
    #expect(test.run == "b" && test.baseline == "a" && test.images == 10)
    #expect(test.test.onlyFirst == 4 && test.test.onlySecond == 1)
    #expect(abs(test.test.p - 0.375) < 1e-14)
    #expect(abs(test.difference - 0.3) < 1e-14)
  }

  @Test func onlyEqualImagesAndViewsAreCompared() {
    let base = subject("a", Example.evaluation(right: [0]))
    for other in [
      Example.evaluation(right: [0], fingerprint: "ffeeddccbbaa0099"),
      Example.evaluation(right: [0], views: 10),
    ] {
      #expect(Comparison([base, subject("b", other)]).imageTests.isEmpty)
    }
    var ensemble = Example.evaluation(right: [0])
    ensemble.others = [.init(run: "c", step: 100)]
    #expect(Comparison([base, subject("b", ensemble)]).imageTests.isEmpty)
  }

  @Test func theLatestEvaluationOfEachRunIsUsed() {
    let early = Example.evaluation(step: 100, right: [0], time: 1)
    let late = Example.evaluation(step: 200, right: [0], time: 2)
    let other = Example.evaluation(
      step: 300, right: [0], fingerprint: "ffeeddccbbaa0099", time: 9)
    let tests = Comparison([subject("a", early, late, other), subject("b", late, early)]).imageTests
    #expect(tests.count == 1)
    #expect(tests.first?.evaluation.step == 200 && tests.first?.baselineEvaluation.step == 200)
  }

  /// The order in which the sets were evaluated does not decide which of them is compared.
  @Test(arguments: [[1.0, 2, 3], [3, 2, 1]])
  func everySetThatBothHaveIsComparedTheValidationSetFirst(times: [Double]) {
    let all = Example.evaluation(
      right: [0, 1], fingerprint: "ffeeddccbbaa0099", split: "all", time: times[0])
    let validation = Example.evaluation(right: [0], time: times[1])
    let views = Example.evaluation(right: [0, 2], views: 10, time: times[2])
    let other = Example.evaluation(right: [], fingerprint: "0123456789abcdef")
    let tests = Comparison([
      subject("a", all, validation, views), subject("b", views, other, validation, all),
    ]).imageTests
    #expect(tests.map(\.evaluation.images.split) == ["validation", "validation", "all"])
    #expect(Set(tests.prefix(2).map(\.evaluation.views)) == [1, 10])
  }

  @Test(arguments: [
    (-0.032, "−3.2 points of top-1 error (better)"), (0.002, "+0.2 points of top-1 error (worse)"),
    (0.0004, "+0.0 points of top-1 error"), (0, "+0.0 points of top-1 error"),
  ])
  func aDifferenceSaysWhatItMeans(difference: Double, text: String) {
    let judged = Comparison.judged(difference, "top-1 error", minus: .screen)
    #expect(judged == text || judged == text.replacing("+0.0", with: "0.0"))
  }

  /// Every run can be evaluated on the same scenes; of other data the user must name some.
  @Test func theCommandsForATestAreNamed() throws {
    let scenes = Comparison([subject("a"), subject("b")]).imageVerdicts()
    #expect(scenes.count == 1)
    #expect(
      scenes[0].contains("`alexnet evaluate a --data scenes`")
        && scenes[0].contains("`alexnet evaluate b --data scenes`"))
    var other = subject("b")
    other.plan.data = .folder(path: "/d")
    let folder = Comparison([subject("a"), other]).imageVerdicts()
    #expect(folder.count == 1)
    #expect(
      folder[0].contains("`alexnet evaluate a`") && folder[0].contains("`alexnet evaluate b`"))
    #expect(Comparison([subject("a")]).imageVerdicts().isEmpty)
  }

  @Test func aRunWithoutATestIsNamedBesideTheTestsOfOthers() {
    let evaluation = Example.evaluation(right: [0])
    let texts = Comparison([
      subject("a", evaluation), subject("b", evaluation), subject("c"),
    ]).imageVerdicts()
    #expect(
      texts.contains { $0.hasPrefix("b against a on the same 12 validation images of CIFAR-10") })
    #expect(texts.last?.contains("`alexnet evaluate c --data scenes`") == true)
    // No run has several seeds here.
    #expect(!texts.contains { $0.contains("Welch") })
  }
}
