import Blueprint
import Foundation
import Images
import Runs
import Testing

@testable import Evaluating

@Suite struct TrainedNetworkTests {
  @Test func theBestCheckpointIsTheStandard() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1, error: 0.5)
    try trained.checkpoint(2, error: 0.25)
    try trained.checkpoint(3, error: 0.5)
    try trained.checkpoint(4)
    func step(_ choice: CheckpointChoice) throws -> Int {
      try TrainedNetwork(trained.run, at: choice).step
    }
    #expect(try step(.standard) == 2 && step(.best) == 2)
    #expect(try step(.last) == 4)
    #expect(try step(.step(3)) == 3)
  }

  @Test func withoutAValidationTheLastCheckpointIsTheStandard() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1)
    try trained.checkpoint(2)
    #expect(try TrainedNetwork(trained.run).step == 2)
    #expect(throws: EvaluatingError.notValidated(run: "first", steps: [1, 2])) {
      try TrainedNetwork(trained.run, at: .best)
    }
  }

  @Test func aMissingStepIsAnErrorWithTheStepsThatExist() throws {
    let trained = try TrainedRun()
    #expect(throws: EvaluatingError.noCheckpoints(run: "first", isTraining: false)) {
      try TrainedNetwork(trained.run)
    }
    try trained.checkpoint(1)
    try trained.checkpoint(2)
    #expect(throws: EvaluatingError.noSuchStep(run: "first", step: 7, steps: [1, 2])) {
      try TrainedNetwork(trained.run, at: .step(7))
    }
  }

  @Test func knobsAndMeanAreThoseOfTheStep() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1, lrn: true)
    try trained.checkpoint(2, lrn: false, mean: .color([1, 2, 3]))
    let (early, late) = (
      try TrainedNetwork(trained.run, at: .step(1)), try TrainedNetwork(trained.run, at: .step(2))
    )
    #expect(early.knobs.lrn && !late.knobs.lrn)
    #expect(early.mean == TrainedRun.mean && late.mean == .color([1, 2, 3]))
    #expect(early.imageShape == Shape(channels: 3, height: 256, width: 256))
    #expect(try early.numbers("fc3.bias", shape: [3]).count == 3)
  }

  /// The precision of the training, and what a processor with and one without bfloat16 uses.
  @Test(arguments: [
    (Precision.fp32, Precision.fp32, Precision.fp32), (.fp32Direct, .fp32Direct, .fp32Direct),
    (.bf16, .bf16, .fp32),
  ])
  func singlePrecisionReplacesOnlyWhatTheProcessorLacks(
    trained: Precision, with: Precision, without: Precision
  ) throws {
    let run = try TrainedRun(precision: trained)
    try run.checkpoint(1)
    let network = try TrainedNetwork(run.run)
    #expect(network.usablePrecision(hasBFloat16: true) == with)
    #expect(network.usablePrecision(hasBFloat16: false) == without)
  }

  /// Checkpoints of older programs do not have the mean.
  @Test func theMeanOfAnOldCheckpointIsMeasured() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1, mean: nil)
    let colors = try DataSources.open(trained.plan).meanColor
    #expect(
      try TrainedNetwork(trained.run).mean
        == .color([Float(colors.x), Float(colors.y), Float(colors.z)]))
    try FileManager.default.removeItem(atPath: "\(trained.folder.path)/pictures")
    let error = #expect(throws: EvaluatingError.self) { try TrainedNetwork(trained.run) }
    guard case .noMean(run: "first", _, _) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test func classesAreThoseOfTheRecordOrOfTheJournal() throws {
    let recorded = try TrainedRun()
    try recorded.checkpoint(1)
    #expect(
      try TrainedNetwork(recorded.run).classes
        == TrainedRun.classes.map { TrainedClass(id: $0, name: $0) })
    let old = try TrainedRun("old", in: recorded.folder, hasRecord: false)
    try old.checkpoint(1)
    #expect(throws: EvaluatingError.noClasses(run: "old")) { try TrainedNetwork(old.run) }
    try old.run.openJournal().append(
      .started(
        .init(
          run: "old", network: "tiny", parameters: 1, data: "pictures", classes: ["a", "b", "c"],
          trainImages: 9, validationImages: 6, seed: 1, plan: old.plan, time: 0)))
    #expect(
      try TrainedNetwork(old.run).classes
        == ["a", "b", "c"].map { TrainedClass(id: nil, name: $0) })
  }
}

@Suite struct LabelMapTests {
  private func classes(_ ids: [String?], _ names: [String]) -> [TrainedClass] {
    zip(ids, names).map { TrainedClass(id: $0, name: $1) }
  }

  private func named(_ names: String...) -> [TrainedClass] {
    names.map { TrainedClass(id: nil, name: $0) }
  }

  @Test func anotherOrderIsMatchedByName() {
    let map = LabelMap(of: named("cat", "dog", "wolf"), for: named("wolf", "cat", "dog"))
    #expect(map?.labels == [2, 0, 1])
    #expect(LabelMap(of: named("a", "b"), for: named("a", "b"))?.labels == [0, 1])
  }

  /// ImageNet has two classes with the name "crane".
  @Test func foldersAreMatchedBeforeNamesForPeople() {
    let network = classes(["n1", "n2", "n3"], ["crane", "crane", "cat"])
    let images = classes(["n3", "n2", "n1"], ["cat", "crane", "crane"])
    #expect(LabelMap(of: network, for: images)?.labels == [2, 1, 0])
    // Without the names of folders, equal names cannot be matched in another order.
    #expect(LabelMap(of: named("crane", "crane", "cat"), for: images) == nil)
    #expect(
      LabelMap(of: named("crane", "crane", "cat"), for: network)?.labels == [0, 1, 2])
  }

  @Test func foldersCanHaveTheNamesForPeople() {
    let network = classes(["n1", "n2"], ["cat", "dog"])
    let images = classes(["dog", "cat"], ["dog", "cat"])
    #expect(LabelMap(of: network, for: images)?.labels == [1, 0])
  }

  @Test func someOfTheClassesAreEnough() {
    let network = named("cat", "dog", "wolf")
    let some = LabelMap.completed(named("wolf", "cat"), for: network)
    #expect(some.map(\.name) == ["wolf", "cat", "dog"])
    #expect(LabelMap(of: network, for: some)?.labels == [2, 0, 1])
    // Folders that have the names for people.
    let folders = [TrainedClass(id: "dog", name: "hound")]
    let list = [TrainedClass(id: nil, name: "cat"), TrainedClass(id: nil, name: "dog")]
    #expect(
      LabelMap(of: list, for: LabelMap.completed(folders, for: list))?.labels == [1, 0])
    let others = named("wolf", "fox")
    #expect(LabelMap.completed(others, for: network) == others)
  }

  @Test func otherClassesAreNamed() {
    let (network, images) = (named("cat", "dog", "wolf"), named("cat", "fox", "wolf", "bear"))
    #expect(LabelMap(of: network, for: images) == nil)
    let (missing, extra) = LabelMap.difference(of: network, from: images)
    #expect(missing == ["dog"] && extra == ["fox", "bear"])
  }
}
