import DisplayText
import Runs
import TerminalUI

extension Comparison {
  /// A table. Lines below it list the changes by hand, and the results of the tests over seeds and images.
  /// - Parameter width: The columns of the terminal; `nil` for a file or a pipe, which has no limit.
  func text(width: Int?) -> String {
    let changes = rows.flatMap { row in
      row.knobChanges.map { "\(row.name): \($0.text) after step \($0.step.grouped)" }
    }
    let explanation = """
      Errors are measured on the validation set; times are training times. val-train is the \
      validation value minus the mean of the training batches since the previous validation, which \
      had dropout and augmentation.
      """
    let verdicts = verdicts(minus: .output) + imageVerdicts(minus: .output)
    let sentences = (changes + verdicts + [explanation]).map(\.printable)
    let lines = width.map { width in sentences.flatMap { $0.wrapped(to: width) } } ?? sentences
    return ([table.text(width: width)] + lines).joined(separator: "\n")
  }

  /// All errors are those of validations, as the sentence below the table states.
  private var table: TextTable {
    let columns = rows.map(columns(of:))
    var table = TextTable(columns[0].map(\.column))
    for row in columns { table.add(row.map(\.cell)) }
    return table
  }

  private func columns(of row: Row) -> [(column: TextTable.Column, cell: String)] {
    var columns: [(column: TextTable.Column, cell: String)] = []
    func add(_ column: TextTable.Column, _ cell: String?) { columns.append((column, cell ?? "—")) }
    let differences = row.differences.map(\.description).joined(separator: " ")
    add(.left("run", least: 20), row.name)
    add(.left("differs in", rank: 1, least: 14), differences.isEmpty ? nil : differences)
    add(.right("steps", rank: 3), row.steps.grouped)
    add(.right("best\ntop-1 err"), TableText.percent(row.best?.top1))
    add(.right("at step", rank: 2), row.best?.step.grouped)
    add(.right("best\ntop-5 err", rank: 8), TableText.percent(row.hasTop5 ? row.bestTop5 : nil))
    add(.right("last\ntop-1 err"), TableText.percent(row.last?.top1))
    add(.right("last\ntop-5 err", rank: 9), TableText.percent(row.hasTop5 ? row.last?.top5 : nil))
    if hasTarget {
      let level = NumberText.percent(level, upTo: 1)
      add(.right("first ≤ \(level):\nstep", rank: 4), row.reached?.step.grouped)
      add(.right("time", rank: 4), row.reached.map { TableText.duration($0.seconds) })
    }
    add(.right("val-train\ntop-1 err", rank: 5), TableText.difference(row.last?.top1Gap))
    let lossGap = row.last?.lossGap.map { NumberText.signed($0, 3, minus: .output) }
    add(.right("val-train\nloss", rank: 6), lossGap)
    add(.right("mean\nimages/s", rank: 7), row.imagesPerSecond.map(NumberText.perSecond))
    let difference = row.difference.map { difference in
      "\(TableText.difference(difference.shownTop1)) at \(difference.step.grouped)"
    }
    add(.right("difference from\n\(rows[baseline].name)", least: 19), difference)
    return columns
  }
}
