import Blueprint
import Exchange
import Runs
import Testing

/// The tables of steps and validations. All expected rows are written by hand.
@Suite struct MetricsTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func step(_ number: Int, loss: Double, seconds: Double) -> TrainingEvent {
    .step(
      TrainingEvent.Step(
        step: number, epoch: Double(number) / 4, loss: loss, top1: 0.75, top5: 0.25, rate: 0.02,
        imagesPerSecond: 812.5, seconds: seconds, waited: 0.125))
  }

  private func validation(_ number: Int, top1: Double) -> TrainingEvent {
    .validation(
      TrainingEvent.Validation(
        step: number, epoch: Double(number) / 4, loss: 1.5, top1: top1, top5: 0.125))
  }

  private func resumed(_ step: Int) -> TrainingEvent {
    .resumed(
      TrainingEvent.Resumed(step: step, knobs: Knobs(rate: 0.02), length: .steps(9), time: 0))
  }

  private func steps(_ table: MetricsTable) throws -> String {
    try table.writeSteps(to: folder.path("metrics.csv"))
    return try folder.text("metrics.csv")
  }

  private func validations(_ table: MetricsTable) throws -> String {
    try table.writeValidations(to: folder.path("validation.csv"))
    return try folder.text("validation.csv")
  }

  @Test func eachStepIsARow() throws {
    let table = MetricsTable(
      [step(1, loss: 3.5, seconds: 0.5), validation(1, top1: 0.5), step(2, loss: 3, seconds: 1)],
      classes: 10)
    #expect(
      try steps(table) == """
        step,epoch,loss,top1,top5,rate,imagesPerSecond,seconds,waited
        1,0.25,3.5,0.75,0.25,0.02,812.5,0.5,0.125
        2,0.5,3.0,0.75,0.25,0.02,812.5,1.0,0.125

        """)
    #expect(
      try validations(table) == """
        step,epoch,loss,top1,top5
        1,0.25,1.5,0.5,0.125

        """)
  }

  @Test func theLastReportOfAStepCounts() throws {
    let table = MetricsTable(
      [
        step(1, loss: 4, seconds: 1), step(2, loss: 5, seconds: 2), validation(2, top1: 0.75),
        resumed(1), step(2, loss: 6, seconds: 3), validation(2, top1: 0.25),
      ], classes: 10)
    #expect(table.steps.map(\.loss) == [4, 6])
    #expect(table.validations.map(\.top1) == [0.25])
  }

  @Test func aResumptionFromTheStartRemovesAll() {
    let table = MetricsTable(
      [step(1, loss: 4, seconds: 1), validation(0, top1: 0.75), resumed(0)], classes: 10)
    #expect(table.steps.isEmpty)
    #expect(table.validations.map(\.step) == [0])
  }

  @Test func withFiveClassesTheTop5ErrorIsEmpty() throws {
    let table = MetricsTable([validation(1, top1: 0.5)], classes: 5)
    #expect(try validations(table).hasSuffix("\n1,0.25,1.5,0.5,\n"))
  }

  /// Python's `float` and pandas read these words.
  @Test(arguments: [(Double.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"), (1e-7, "1e-07")])
  func numbersAreThoseOfOtherPrograms(loss: Double, text: String) throws {
    let table = MetricsTable([step(1, loss: loss, seconds: 1)], classes: 10)
    #expect(try steps(table).contains("\n1,0.25,\(text),0.75,"))
  }

  @Test func aRunWithoutStepsHasOnlyTheNames() throws {
    #expect(
      try steps(MetricsTable([], classes: 10))
        == "step,epoch,loss,top1,top5,rate,imagesPerSecond,seconds,waited\n")
  }

  @Test(arguments: [
    ("metrics.csv", "metrics-validation.csv"), ("a.b/METRICS.CSV", "a.b/METRICS-validation.csv"),
  ])
  func theValidationsAreBesideTheSteps(path: String, beside: String) {
    #expect(MetricsTable.validationPath(beside: path) == beside)
  }

  @Test func aFileIsReplacedOnlyByACompleteOne() throws {
    let table = MetricsTable([], classes: 10)
    let missing = folder.path("none/a.csv")
    // 2 is ENOENT.
    #expect(throws: ExchangeError.fileFailed(action: "create", path: missing, code: 2)) {
      try table.writeSteps(to: missing)
    }
    try table.writeSteps(to: folder.path("metrics.csv"))
    try table.writeSteps(to: folder.path("metrics.csv"))
    #expect(folder.names == ["metrics.csv"])
  }
}
