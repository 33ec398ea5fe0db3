import DisplayText
import Foundation
import Runs

extension Comparison {
  /// A table. Lines below it list the changes by hand and the results of the tests over seeds.
  var text: String {
    let baselineName = rows[baseline].name
    // All errors are those of validations, as the sentence below the table states.
    var table = TextTable([
      .left("run"), .left("differs in"), .right("steps"), .right("best top-1 err"),
      .right("at step"), .right("best top-5 err"), .right("last top-1 err"),
      .right("last top-5 err"), .right("first ≤ \(NumberText.percent(level, upTo: 1)): step"),
      .right("time"), .right("val-train top-1 err"), .right("val-train loss"), .right("images/s"),
      .right("difference from \(baselineName)"),
    ])
    for row in rows {
      table.add([
        row.name,
        row.differences.isEmpty ? "—" : row.differences.map(\.description).joined(separator: " "),
        row.steps.grouped, TableText.percent(row.best?.top1), row.best?.step.grouped ?? "—",
        TableText.percent(row.hasTop5 ? row.bestTop5 : nil), TableText.percent(row.last?.top1),
        TableText.percent(row.hasTop5 ? row.last?.top5 : nil),
        row.reached?.step.grouped ?? "—", row.reached.map { TableText.duration($0.seconds) } ?? "—",
        TableText.difference(row.last?.top1Gap),
        row.last?.lossGap.map { NumberText.signed($0, 3, minus: .output) } ?? "—",
        row.imagesPerSecond.map(NumberText.perSecond) ?? "—",
        row.difference.map { "\(TableText.difference($0.top1)) at \($0.step.grouped)" } ?? "—",
      ])
    }
    let changes = rows.flatMap { row in
      row.knobChanges.map { "\(row.name): \($0.text) after step \($0.step.grouped)" }
    }
    let explanation = """
      Errors are measured on the validation set; times are training times. val-train is the \
      validation value minus the mean of the training batches since the previous validation, which \
      had dropout and augmentation.
      """
    let sentences = (changes + verdicts(minus: .output)).map(\.printable)
    return ([table.text] + sentences + [explanation]).joined(separator: "\n")
  }
}
