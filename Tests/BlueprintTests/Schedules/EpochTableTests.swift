import Blueprint
import Foundation
import Testing

@Suite struct EpochTableTests {
  private func plan(_ rows: EpochTable.Row..., batch: Int = 16) -> RunPlan {
    var plan = RunPlan.standard(
      .compact(classes: 10, side: 32), data: .scenes, validationImages: 100, threads: 1,
      batch: batch)
    plan.schedule = .epochs(EpochTable(rows: rows))
    plan.length = .epochs(90)
    return plan
  }

  private func table(_ plan: RunPlan, images: Int = 160) throws -> RateTable {
    try #require(RateTable(plan, imagesPerEpoch: images))
  }

  /// 160 images in batches of 16 are 10 steps an epoch.
  @Test func aRowHoldsFromTheFirstStepOfItsEpoch() throws {
    let table = try table(plan(.init(afterEpochs: 2, weights: 0.1)))
    #expect([1, 20, 21, 22].map(table.commonFactor(atStep:)) == [1, 1, 0.1, 0.1])
    #expect(table.begins(atStep: 21) && !table.begins(atStep: 20) && !table.begins(atStep: 22))
  }

  /// 100 images in batches of 16: the second epoch begins within step 7, so its first whole step is step 8.
  @Test func anEpochThatBeginsWithinABatchHasTheNextStep() throws {
    let table = try table(plan(.init(afterEpochs: 1, weights: 0.5)), images: 100)
    #expect([7, 8].map(table.commonFactor(atStep:)) == [1, 0.5])
    let first = try self.table(plan(.init(afterEpochs: 0, weights: 0.5)))
    #expect(first.commonFactor(atStep: 1) == 0.5)
  }

  @Test func weightsBiasesAndSingleLayersHaveRatesOfTheirOwn() throws {
    let table = try table(
      plan(
        .init(afterEpochs: 1, weights: 0.1), .init(afterEpochs: 2, layer: "conv1", weights: 0.01),
        .init(afterEpochs: 3, biases: 0.5),
        .init(afterEpochs: 4, layer: "conv1", weights: 0, biases: 0),
        .init(afterEpochs: 5, weights: 0.001, biases: 0.25)))
    func factors(_ layer: String, biases: Bool) -> [Double] {
      (0...5).map { table.factor(of: layer, biases: biases, atStep: 10 * $0 + 1) }
    }
    #expect(factors("conv1", biases: false) == [1, 0.1, 0.01, 0.01, 0, 0])
    #expect(factors("conv1", biases: true) == [1, 1, 1, 0.5, 0, 0])
    #expect(factors("fc8", biases: false) == [1, 0.1, 0.1, 0.1, 0.1, 0.001])
    #expect(factors("fc8", biases: true) == [1, 1, 1, 0.5, 0.5, 0.25])
    // The rate of the run is that of the weights without a row of their own.
    #expect(table.relativeFactor(of: "fc8", biases: false, atStep: 51) == 1)
    #expect(abs(table.relativeFactor(of: "fc8", biases: true, atStep: 51) - 250) < 1e-9)
  }

  @Test func changesAreThoseThatTheRateOfTheRunDoesNotContain() throws {
    let plan = plan(
      .init(afterEpochs: 1, weights: 0.1, biases: 0.1),
      .init(afterEpochs: 2, layer: "conv1", weights: 0.01),
      .init(afterEpochs: 3, weights: 0.01), .init(afterEpochs: 4, biases: 0.05))
    let table = try table(plan)
    func changes(_ epochs: Int) -> [RateTable.Change] {
      table.changes(atStep: 10 * epochs + 1, in: plan.network)
    }
    #expect(changes(1).isEmpty)
    #expect(changes(3).isEmpty)
    let conv1 = changes(2)
    #expect(conv1.map(\.layers) == [["conv1"]] && conv1.map(\.biases) == [false])
    #expect(conv1.allSatisfy { abs($0.factor - 0.1) < 1e-12 })
    let biases = changes(4)
    #expect(
      biases.map(\.layers) == [["conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"]])
    #expect(biases.allSatisfy { $0.biases && abs($0.factor - 5) < 1e-12 })
  }

  @Test func aShorterLengthMovesTheEpochs() throws {
    let whole = plan(.init(afterEpochs: 24, weights: 0.1), .init(afterEpochs: 78, weights: 0.01))
    let scaled = whole.scaled(toEpochs: 45)
    #expect(scaled.length == .epochs(45))
    #expect(
      scaled.schedule
        == .epochs(
          .init(rows: [.init(afterEpochs: 12, weights: 0.1), .init(afterEpochs: 39, weights: 0.01)])
        ))
    #expect(whole.scaled(toEpochs: 90) == whole)
    // 90 epochs to 1: after 4/15 and 13/15 of 30 steps.
    let one = whole.scaled(toEpochs: 1)
    let table = try table(one, images: 480)
    #expect(table.rows.map(\.firstStep) == [9, 27])
  }

  @Test func aTableOfStepsIsScaledToo() {
    var plan = plan()
    plan.schedule = .table([.init(step: 101, factor: 0.1), .init(step: 201, factor: 0.5)])
    #expect(
      plan.scaled(toEpochs: 9).schedule
        == .table([.init(step: 11, factor: 0.1), .init(step: 21, factor: 0.5)]))
    plan.schedule = .plateau(.init())
    #expect(plan.scaled(toEpochs: 9).schedule == .plateau(.init()))
    plan.schedule = .constant
    plan.length = .endless
    #expect(plan.scaled(toEpochs: 9).length == .epochs(9))
  }

  @Test func aTableSurvivesItsFile() throws {
    let plan = plan(
      .init(afterEpochs: 66, layer: "conv1", weights: 0.001),
      .init(afterEpochs: 66, colorNoise: false))
    let data = try JSONEncoder().encode(plan)
    #expect(try JSONDecoder().decode(RunPlan.self, from: data) == plan)
  }

  /// The JSON is that of the program of 2026-11-26.
  @Test func schedulesOfOlderProgramsMeanTheSame() throws {
    func read(_ text: String) throws -> Schedule {
      try JSONDecoder().decode(Schedule.self, from: Data(text.utf8))
    }
    #expect(
      try read(#"{"plateau":{"_0":{"divisor":10,"drops":3,"patience":5,"threshold":0.001}}}"#)
        == .plateau(.init(divisor: 10, patience: 5, threshold: 0.001, drops: 3)))
    #expect(
      try read(#"{"table":{"_0":[{"factor":0.1,"step":5}]}}"#)
        == .table([.init(step: 5, factor: 0.1)]))
    #expect(try read(#"{"constant":{}}"#) == .constant)
  }

  @Test(arguments: [
    [EpochTable.Row(afterEpochs: -1, weights: 1)],
    [.init(afterEpochs: 2, weights: 1), .init(afterEpochs: 1, weights: 1)],
    [.init(afterEpochs: .nan, weights: 1)], [.init(afterEpochs: 1, weights: -0.1)],
    [.init(afterEpochs: 1, biases: .infinity)], [.init(afterEpochs: 1, weights: 0)],
    [.init(afterEpochs: 1, layer: "conv9", weights: 1)],
    [.init(afterEpochs: 1, layer: "relu1", weights: 1)],
  ])
  func aTableThatCannotBeFollowedHasAReason(rows: [EpochTable.Row]) {
    #expect(EpochTable(rows: rows).problem(in: .compact(classes: 10, side: 32)) != nil)
  }

  @Test func aLayerAndAllBiasesCanBeFrozen() {
    let table = EpochTable(rows: [
      .init(afterEpochs: 0, layer: "conv1", weights: 0), .init(afterEpochs: 0, biases: 0),
    ])
    #expect(table.problem(in: .compact(classes: 10, side: 32)) == nil)
  }

  @Test func aTableHasWords() {
    let table = EpochTable(rows: [
      .init(afterEpochs: 24, weights: 0.1), .init(afterEpochs: 66, layer: "conv1", weights: 0.001),
      .init(afterEpochs: 66, colorNoise: false), .init(afterEpochs: 71.5, biases: 0),
    ])
    #expect(
      table.sentence
        == "from epoch 25: weights × 0.1; from epoch 67: conv1 weights × 0.001, colour noise off; "
        + "from epoch 72.5: biases × 0")
    var plan = plan()
    plan.schedule = .epochs(table)
    #expect(Setting.schedule.value(in: plan) == "epochs 25, 67, 72.5")
  }
}
