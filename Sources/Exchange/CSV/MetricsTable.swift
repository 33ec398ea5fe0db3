import Blueprint
import Runs

/// The steps and the validations of a run as tables of numbers, in the order of their steps.
///
/// A run that was resumed from an earlier step reports the steps after it again. Only the last report of a
/// step is in the table.
public struct MetricsTable: Equatable, Sendable {
  /// The steps.
  public private(set) var steps: [TrainingEvent.Step] = []
  /// The validations.
  public private(set) var validations: [TrainingEvent.Validation] = []
  /// False if five guesses always contain the label, so that the top-5 error is left out.
  private let hasTop5: Bool

  /// Creates the tables of a run.
  /// - Parameters:
  ///   - events: The events of the run's journal.
  ///   - classes: The number of classes.
  public init(_ events: [TrainingEvent], classes: Int) {
    hasTop5 = NetworkSpec.hasTop5(classes: classes)
    for event in events {
      switch event {
      case .step(let step):
        if step.step > steps.last?.step ?? -1 { steps.append(step) }
      case .validation(let validation):
        if validation.step > validations.last?.step ?? -1 { validations.append(validation) }
      case .resumed(let resumed):
        while let last = steps.last, last.step > resumed.step { steps.removeLast() }
        while let last = validations.last, last.step > resumed.step { validations.removeLast() }
      case .started, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning, .renamed,
        .finished, .failed:
        break
      }
    }
  }
}

// The tables as CSV (RFC 4180) with a row of names. Each line ends with a line feed.

extension MetricsTable {
  /// The name of each column of the steps.
  static let stepColumns = "step,epoch,loss,top1,top5,rate,imagesPerSecond,seconds,waited"
  /// The name of each column of the validations.
  static let validationColumns = "step,epoch,loss,top1,top5"

  /// Writes the steps, a row for each.
  /// - Throws: `ExchangeError.fileFailed`.
  public func writeSteps(to path: String) throws(ExchangeError) {
    try write(Self.stepColumns, steps, to: path) { step in
      let scores = scores(step.epoch, step.loss, step.top1, step.top5)
      let others = [step.rate, step.imagesPerSecond, step.seconds, step.waited].map(Self.text)
      return "\(step.step),\(scores),\(others.joined(separator: ","))"
    }
  }

  /// Writes the validations, a row for each.
  /// - Throws: `ExchangeError.fileFailed`.
  public func writeValidations(to path: String) throws(ExchangeError) {
    try write(Self.validationColumns, validations, to: path) { validation in
      "\(validation.step),"
        + scores(validation.epoch, validation.loss, validation.top1, validation.top5)
    }
  }

  /// Returns the path of the validations beside a file of steps: "metrics-validation.csv" for "metrics.csv".
  public static func validationPath(beside path: String) -> String {
    let stem = path.lowercased().hasSuffix(".csv") ? String(path.dropLast(4)) : path
    return "\(stem)-validation.csv"
  }

  private func scores(_ epoch: Double, _ loss: Double, _ top1: Double, _ top5: Double) -> String {
    let numbers = [epoch, loss, top1].map(Self.text) + [hasTop5 ? Self.text(top5) : ""]
    return numbers.joined(separator: ",")
  }

  /// Returns a number with the digits that the journal has: the fewest that give the same number in single
  /// precision. Others are "nan", "inf" and "-inf".
  private static func text(_ number: Double) -> String {
    number.isNaN ? "nan" : Float(number).description
  }

  private func write<Row>(
    _ columns: String, _ rows: [Row], to path: String, _ line: (Row) -> String
  ) throws(ExchangeError) {
    let file = try OutputFile(path: path)
    try file.write("\(columns)\n".utf8)
    for row in rows { try file.write("\(line(row))\n".utf8) }
    try file.finish()
  }
}
