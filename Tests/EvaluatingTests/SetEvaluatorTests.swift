import Blueprint
import Foundation
import Images
import Runs
import Testing

@testable import Evaluating

@Suite struct SetEvaluatorTests {
  private func evaluate(
    _ networks: [TrainedNetwork], views: EvaluationViews = .one, data: DataChoice? = nil,
    splits: [Split]? = nil, inputsPerPass: Int? = 4
  ) throws -> SetResult {
    try SetEvaluator(
      networks, on: EvaluationData(data, splits: splits, for: networks[0]),
      settings: .init(views: views, inputsPerPass: inputsPerPass, threads: 1)
    ).evaluate()
  }

  /// Returns the loss and the guesses of naive probabilities.
  private func score(
    _ labels: [Int], _ probabilities: [[Double]]
  ) -> (loss: Double, guesses: [Int32]) {
    let losses = zip(labels, probabilities).map { -log($1[$0]) }
    let guesses = probabilities.map { row in
      Int32(row.indices.max { row[$0] < row[$1] } ?? 0)
    }
    return (losses.reduce(0, +) / Double(labels.count), guesses)
  }

  @Test(arguments: [EvaluationViews.one, .ten])
  func viewsAreAveragedAsInANaiveEvaluation(views: EvaluationViews) throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1, seed: 5)
    let result = try evaluate([TrainedNetwork(trained.run)], views: views)
    let images = try NaiveEvaluation.images(.validation, of: DataSources.open(trained.plan))
    let naive = try NaiveEvaluation(seed: 5)
    let expected = score(
      images.map(\.label),
      images.map { naive.probabilities($0.pixels, hasTenViews: views == .ten) })
    #expect(result.count == 6 && result.views == views.count)
    #expect(abs(result.loss - expected.loss) < 1e-5)
    #expect(result.guesses == expected.guesses)
    #expect(result.labels == images.map { Int32($0.label) })
    let errors = zip(images, expected.guesses).count { Int32($0.label) != $1 }
    #expect(result.top1 == Double(errors) / 6)
    #expect(result.confusion.errors.reduce(0, +) == errors)
  }

  @Test func normalizationIsOffAsAtTheStep() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1, lrn: false, seed: 5)
    let result = try evaluate([TrainedNetwork(trained.run)])
    let images = try NaiveEvaluation.images(.validation, of: DataSources.open(trained.plan))
    let naive = try NaiveEvaluation(seed: 5, lrn: false)
    let expected = score(
      images.map(\.label), images.map { naive.probabilities($0.pixels, hasTenViews: false) })
    #expect(abs(result.loss - expected.loss) < 1e-5)
  }

  /// Each network has its own mean, as it has in its run.
  @Test func severalNetworksAreAveraged() throws {
    let first = try TrainedRun()
    let second = try TrainedRun("second", in: first.folder)
    let otherMean = InputMean.color([90, 100, 80])
    try first.checkpoint(1, seed: 5)
    try second.checkpoint(2, seed: 6, mean: otherMean)
    let result = try evaluate([TrainedNetwork(first.run), TrainedNetwork(second.run)])
    let images = try NaiveEvaluation.images(.validation, of: DataSources.open(first.plan))
    let naive = [
      try NaiveEvaluation(seed: 5), try NaiveEvaluation(seed: 6, mean: otherMean),
    ]
    let means = images.map { image in
      let both = naive.map { $0.probabilities(image.pixels, hasTenViews: false) }
      return zip(both[0], both[1]).map { ($0 + $1) / 2 }
    }
    let expected = score(images.map(\.label), means)
    #expect(abs(result.loss - expected.loss) < 1e-5)
    #expect(result.guesses == expected.guesses)
    #expect(
      result.networks == [.init(run: "first", step: 1), .init(run: "second", step: 2)])
    #expect(result.evaluation(at: 9).others == [.init(run: "second", step: 2)])
  }

  @Test func classesInAnotherOrderAreMatchedByName() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1, seed: 5)
    let network = try TrainedNetwork(trained.run)
    let own = try evaluate([network])
    // The journal has the classes of the network; the folders are in alphabetical order.
    let other = try TrainedRun("other", in: trained.folder, hasRecord: false)
    try other.checkpoint(1, seed: 5)
    try other.run.openJournal().append(
      .started(
        .init(
          run: "other", network: "tiny", parameters: 1, data: "pictures",
          classes: ["wolf", "cat", "dog"], trainImages: 9, validationImages: 6, seed: 1,
          plan: other.plan, time: 0)))
    let result = try evaluate([TrainedNetwork(other.run)])
    // The same outputs have other names, so that the guesses move by one class.
    #expect(result.guesses == own.guesses.map { ($0 + 2) % 3 })
    #expect(result.labels == own.labels)
  }

  @Test func otherClassesAreRefused() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1)
    try trained.folder.pictures("others", ["cat", "fox", "wolf"], count: 2)
    let path = "\(trained.folder.path)/others"
    #expect(
      throws: EvaluatingError.otherClasses(
        run: "first", data: path, missing: ["dog"], extra: ["fox"])
    ) {
      try evaluate([TrainedNetwork(trained.run)], data: .folder(path: path))
    }
  }

  @Test func aFolderWithoutAValidationSetIsEvaluatedAsAWhole() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1)
    try trained.folder.pictures("others", TrainedRun.classes, count: 4)
    let network = try TrainedNetwork(trained.run)
    let path = "\(trained.folder.path)/others"
    #expect(try evaluate([network], data: .folder(path: path)).count == 12)
    #expect(try evaluate([network], data: .folder(path: path), splits: [.validation]).count == 3)
    #expect(try evaluate([network], splits: [.train]).count == 9)
  }

  @Test func damagedImagesAreLeftOut() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1)
    let path = try trained.folder.write("pictures/val/dog/0.png", Array("no picture".utf8))
    let result = try evaluate([TrainedNetwork(trained.run)])
    #expect(result.count == 5 && result.damaged.count == 1)
    guard case .damagedImage(path, _)? = result.damaged.first else {
      Issue.record("\(result.damaged) is not the damaged image")
      return
    }
    let evaluation = result.evaluation(at: 1)
    #expect(evaluation.images.count == 6 && evaluation.images.damaged == 1)
    #expect((0..<6).count { evaluation.decoded[$0] } == 5)
    #expect((0..<6).allSatisfy { !evaluation.right[$0] || evaluation.decoded[$0] })
  }

  @Test func onlyDamagedImagesAreAnError() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1)
    for name in TrainedRun.classes {
      for number in 0..<2 { try trained.folder.write("pictures/val/\(name)/\(number).png", [0]) }
    }
    let error = #expect(throws: EvaluatingError.self) {
      try evaluate([TrainedNetwork(trained.run)])
    }
    guard case .allDamaged(_, 6, _) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test func progressRisesToTheEndAndWorkCanBeCancelled() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1)
    let network = try TrainedNetwork(trained.run)
    let evaluator = try SetEvaluator(
      [network], on: EvaluationData(nil, for: network),
      settings: .init(inputsPerPass: 2, threads: 1))
    var seen: [Int] = []
    _ = try evaluator.evaluate(onProgress: { seen.append($0.done) })
    #expect(seen == [2, 4, 6])
    seen = []
    #expect(throws: EvaluatingError.cancelled) {
      try evaluator.evaluate(
        isCancelled: { seen.count == 2 }, onProgress: { seen.append($0.done) })
    }
    #expect(seen == [2, 4])
  }
}

@Suite struct ImageOutcomesTests {
  /// The first of several equal probabilities counts as the greatest, as in the loss of training.
  @Test func equalProbabilitiesAreRankedByTheirOrder() {
    var outcomes = ImageOutcomes(images: 3)
    outcomes.add(0, label: 1, [0.25, 0.25, 0.25, 0.25, 0, 0])
    outcomes.add(2, label: 5, [0.2, 0.2, 0.2, 0.2, 0.1, 0.1])
    #expect(outcomes.labels == [1, -1, 5] && outcomes.guesses == [0, -1, 0])
    #expect(outcomes.top1Errors == 2 && outcomes.top5Errors == 1 && outcomes.count == 2)
    #expect(abs(outcomes.loss - (-log(0.25) - log(0.1))) < 1e-14)
  }

  @Test func aProbabilityThatIsNotANumberIsAnError() {
    var outcomes = ImageOutcomes(images: 1)
    outcomes.add(0, label: 0, [.nan, .nan, .nan, .nan, .nan, .nan])
    #expect(outcomes.top5Errors == 1)
  }
}

@Suite struct ImageSetIdentityTests {
  private let division = ImageSetIdentity.Division(seed: 1, validationShare: 0.1)

  private func data(_ validation: [UInt64], kind: String = "image folder") -> DataFingerprint {
    DataFingerprint(
      kind: kind,
      classes: [
        .init(
          id: "cat", train: [.init(key: 1, mark: 1)],
          validation: validation.map { .init(key: $0, mark: 7) })
      ])
  }

  @Test func equalImagesHaveEqualIdentities() {
    let one = ImageSetIdentity(data([1, 2]), [.validation], division)
    #expect(one == ImageSetIdentity(data([2, 1]), [.validation], division))
    #expect(one.digits.count == 32)
    for other in [
      ImageSetIdentity(data([1, 3]), [.validation], division),
      ImageSetIdentity(data([1, 2]), [.train], division),
      ImageSetIdentity(data([1, 2], kind: "prepared folder"), [.validation], division),
    ] {
      #expect(one != other)
    }
  }

  /// Images of a folder without a validation set, and scenes, depend on the seed of the plan.
  @Test func theSeedCountsOnlyWithoutAValidationSet() {
    let other = ImageSetIdentity.Division(seed: 2, validationShare: 0.1)
    #expect(
      ImageSetIdentity(data([1]), [.validation], division)
        == ImageSetIdentity(data([1]), [.validation], other))
    #expect(
      ImageSetIdentity(data([]), [.validation], division)
        != ImageSetIdentity(data([]), [.validation], other))
  }
}
