import Blueprint
import DisplayText
import Observing

/// The rows of a formula for a width, in sections: the sum of the cell, and what follows it.
struct FormulaSheet {
  let formula: CellFormula
  /// The layers of the network with their shapes, in order.
  let layout: [LayerLayout]
  /// The shown channel of the patch, from 0.
  let channel: Int
  /// True to show the largest terms of a patch instead of its channels.
  let showsTerms: Bool
  /// The comparison with a layer switched off, which is shown first; `nil` for none.
  let comparison: FormulaState.Comparison?
  /// The classes of the run.
  let className: (Int) -> String
  /// The columns of a row.
  let width: Int
  /// The rows that are shown at once.
  let height: Int

  /// The least width at which the sum and what follows it are side by side.
  private static let leastWidthOfTwo = 128

  /// All rows in one column; in two at a large width.
  var rows: [FormulaRow] {
    if let problem = formula.problem {
      return problem.wrapped(to: max(10, width)).map { FormulaRow($0, .caution) }
    }
    let compared = comparison.flatMap { comparisonRows($0) } ?? []
    guard width >= Self.leastWidthOfTwo, hasSum else { return compared + rowsInOneColumn }
    let ofThree = PatchRows.widthOfThree(firstPatch) ?? 0
    let left = ofThree <= width * 3 / 5 ? max(width / 2, ofThree) : width / 2
    let leftRows = Self.joined(sumSections(left, reserved: 0))
    let rightRows = Self.joined(stepSections)
    return compared
      + FormulaRow.sideBySide([leftRows.map { $0.widened(to: left) }, rightRows], gap: 2)
  }

  /// All rows below one another. If a patch is too high, its results come before it, so that they can be seen.
  private var rowsInOneColumn: [FormulaRow] {
    let sums = sumSections(width, reserved: stepRows.count)
    let rows = Self.joined(sums + stepSections)
    guard rows.count > height, firstPatch != nil, let totals = sums.last else { return rows }
    return Self.joined(
      [totals] + stepSections.prefix(2) + sums.dropLast() + stepSections.dropFirst(2))
  }

  private var firstPatch: PatchSum? {
    if case .patch(let sum) = formula.operations.first?.work, !showsTerms { sum } else { nil }
  }

  /// True for a cell of a layer with weights.
  private var hasSum: Bool {
    switch formula.operations.first?.work {
    case .patch, .terms: true
    case .activation, .normalization, .pooling, .dropout, .softmax, nil: false
    }
  }

  /// Returns the rows of the sum, if the cell is one.
  /// - Parameter reserved: The number of rows that follow, for which room is left where the number of rows can be
  ///   chosen.
  private func sumSections(_ width: Int, reserved: Int) -> [[FormulaRow]] {
    guard let first = formula.operations.first else { return [] }
    switch first.work {
    case .patch(let sum) where !showsTerms:
      return [
        PatchRows(sum: sum, channel: channel, source: source, width: width).rows,
        totals(sum, of: first),
      ]
    case .patch(let sum): return termSections(sum.terms, of: first, width, reserved: reserved)
    case .terms(let sum): return termSections(sum, of: first, width, reserved: reserved)
    case .activation, .normalization, .pooling, .dropout, .softmax: return []
    }
  }

  private func termSections(
    _ sum: TermSum, of operation: CellOperation, _ width: Int, reserved: Int
  ) -> [[FormulaRow]] {
    let totals = totals(sum, of: operation)
    let room = height - reserved - totals.count - 4
    return [TermRows(sum: sum, source: source, width: width, room: max(5, room)).rows, totals]
  }

  /// The name of the layer whose output the sum reads; "image" for the first layer.
  private var source: String {
    guard let index = layout.firstIndex(where: { $0.spec.name == formula.cell.layer }), index > 0
    else { return "image" }
    return layout[index - 1].displayName(in: layout)
  }

  /// The rows of the operations after the sum.
  private var stepRows: [FormulaRow] { Self.joined(stepSections) }

  private var stepSections: [[FormulaRow]] {
    StepRows(formula: formula, className: className).sections
  }

  private static func joined(_ sections: [[FormulaRow]]) -> [FormulaRow] {
    Array(sections.filter { !$0.isEmpty }.joined(separator: [.empty]))
  }
}

// MARK: - Totals

extension FormulaSheet {
  /// Returns the rows from the sum of all products to the value before the activation function.
  private func totals(_ sum: PatchSum, of operation: CellOperation) -> [FormulaRow] {
    let ownSum = sum.sum(of: min(max(0, channel), sum.channels - 1))
    let channels = NumberText.grouped(sum.channels)
    let lines: [FormulaRow] =
      sum.channels == 1
      ? []
      : [.line("sum of this channel", AgreedNumber(ownSum, magnitude: sum.magnitude).text)]
    let name = "sum of \(channels) \(sum.channels == 1 ? "channel" : "channels")"
    return lines + [.line(name, text(sum.sum, sum.magnitude))]
      + bias(sum.bias, total: sum.total, magnitude: sum.magnitude, of: operation)
  }

  private func totals(_ sum: TermSum, of operation: CellOperation) -> [FormulaRow] {
    [.line("sum of \(NumberText.grouped(sum.count)) terms", text(sum.sum, sum.magnitude))]
      + bias(sum.bias, total: sum.total, magnitude: sum.magnitude, of: operation)
  }

  private func text(_ value: Double, _ magnitude: Double) -> String {
    AgreedNumber(value, magnitude: magnitude).text
  }

  private func bias(
    _ bias: Float, total: Double, magnitude: Double, of operation: CellOperation
  ) -> [FormulaRow] {
    var name = "= \(operation.layer)"
    var own = operation.result
    if formula.operations.count > 1, case .activation(let function, _) = formula.operations[1].work,
      own == nil
    {
      name = "= before \(function.title)"
      // A positive value passes ReLU unchanged.
      if function == .relu, let result = formula.operations[1].result, result > 0 { own = result }
    }
    let biasLine = FormulaRow.line("+ bias", AgreedNumber.text(Double(bias), 6))
    guard let own, operation.result != nil else {
      let agreed = own.map { AgreedNumber(total, own: $0) }
      let isSure = agreed?.agrees == true
      return [
        biasLine, .line(name, isSure ? agreed?.text ?? "" : text(total, magnitude), .strong),
      ]
    }
    return [
      biasLine, StepRows.compared(name, total, own: own, magnitude: magnitude),
    ]
  }
}

extension Activation {
  /// The name on the screen.
  var title: String {
    switch self {
    case .relu: "ReLU"
    case .tanh: "tanh"
    }
  }
}

extension LayerLayout {
  /// The name of the layer whose maps are shown with the output of this one: an activation function after a
  /// layer with parameters is a part of that layer.
  func displayName(in layout: [LayerLayout]) -> String {
    guard case .activation = spec.kind,
      let index = layout.firstIndex(where: { $0.spec.name == spec.name }), index > 0,
      layout[index - 1].spec.hasParameters
    else { return spec.name }
    return layout[index - 1].spec.name
  }
}

extension FormulaRow {
  /// Returns the row with blanks at its end.
  func widened(to width: Int) -> FormulaRow {
    var row = self
    row.pieces.append(.init(text: "", tone: .text, width: max(0, width - columns)))
    return row
  }
}
