import DisplayText
import Observing

extension FormulaSheet {
  /// Returns the rows that compare the cell with and without a layer; `nil` if the formula has no such layer.
  func comparisonRows(_ comparison: FormulaState.Comparison) -> [FormulaRow]? {
    for operation in formula.operations {
      switch (comparison, operation.work) {
      case (.lrn, .normalization(let cell)): return rows(cell, operation)
      case (.dropout, .dropout(let probability, let value)):
        return rows(probability, value, operation)
      default: continue
      }
    }
    return nil
  }

  /// One of the cases that are compared, as a column.
  private struct Case {
    var title: String
    var lines: [String]
    /// True for the case of the shown numbers.
    var isPresent: Bool
  }

  private func rows(_ cell: NormalizedCell, _ operation: CellOperation) -> [FormulaRow] {
    let value = AgreedNumber.text(Double(cell.value), 6)
    return table(
      "\(operation.layer): this cell with and without normalisation",
      [
        Case(
          title: "on",
          lines: [
            value, "× \(AgreedNumber.text(cell.factor, 6))",
            "= \(AgreedNumber.text(cell.normalized, 6))",
          ], isPresent: cell.isOn),
        Case(title: "off", lines: [value, "× 1", "= \(value)"], isPresent: !cell.isOn),
      ])
  }

  private func rows(
    _ probability: Double, _ value: Float, _ operation: CellOperation
  ) -> [FormulaRow] {
    let text = AgreedNumber.text(Double(value), 6)
    guard probability > 0, probability < 1 else {
      return table(
        "\(operation.layer): dropout is off, so training and evaluation are the same",
        [
          Case(title: "in training", lines: [text], isPresent: false),
          Case(title: "in evaluation", lines: [text], isPresent: true),
        ])
    }
    let (kept, dropped) = (
      NumberText.percent(1 - probability), NumberText.percent(probability)
    )
    return table(
      "\(operation.layer): this cell with and without dropout",
      [
        Case(
          title: "kept (\(kept))",
          lines: [
            text, "÷ \(NumberText.plain(1 - probability))",
            "= \(AgreedNumber.text(Double(value) / (1 - probability), 6))",
          ], isPresent: false),
        Case(title: "dropped (\(dropped))", lines: [text, "× 0", "= 0"], isPresent: false),
        Case(title: "in evaluation", lines: [text, "× 1", "= \(text)"], isPresent: true),
      ])
  }

  private func table(_ title: String, _ cases: [Case]) -> [FormulaRow] {
    let room = min(24, max(14, width / cases.count))
    let height = cases.map(\.lines.count).max() ?? 0
    var rows = title.wrapped(to: max(10, width)).map { FormulaRow($0, .heading) }
    rows.append(
      FormulaRow(
        cases.map {
          .init(
            text: $0.title, tone: $0.isPresent ? .strong : .muted, isNumber: true, width: room)
        }))
    for line in 0..<height {
      rows.append(
        FormulaRow(
          cases.map {
            .init(
              text: line < $0.lines.count ? $0.lines[line] : "",
              tone: line == height - 1 ? .strong : .text, isNumber: true, width: room)
          }))
    }
    rows.append(
      FormulaRow(
        cases.map {
          .init(text: $0.isPresent ? "this image" : "", tone: .good, isNumber: true, width: room)
        }))
    return rows + [.empty]
  }
}
