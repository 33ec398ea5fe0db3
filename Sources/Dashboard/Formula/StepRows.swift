import Blueprint
import DisplayText
import Observing

/// The rows of the operations after a sum, or of the operation of a layer without weights.
struct StepRows {
  let formula: CellFormula
  let className: (Int) -> String

  /// The rows of each operation.
  var sections: [[FormulaRow]] {
    formula.operations.indices.map { index in
      let operation = formula.operations[index]
      switch operation.work {
      case .patch, .terms: return []
      case .activation(let function, let input):
        return activation(function, of: input, operation, after: index)
      case .normalization(let cell): return normalization(cell, operation)
      case .pooling(let cell): return PoolingRows(cell: cell, operation: operation).rows
      case .dropout(let probability, let value): return dropout(probability, value, operation)
      case .softmax(let cell): return softmax(cell, operation)
      }
    }
  }

  /// Returns a row with a computed number and the network's own beside it.
  static func compared(
    _ name: String, _ computed: Double, own: Float?, magnitude: Double
  ) -> FormulaRow {
    guard let own else {
      return .line(name, AgreedNumber(computed, magnitude: magnitude).text, .strong)
    }
    let number = AgreedNumber(computed, own: own)
    // A difference that is the rounding of larger terms is not a fault.
    let isRounding = AgreedNumber.isRounding(computed, own: own, magnitude: magnitude)
    let tone: FormulaRow.Tone = number.agrees || isRounding ? .good : .caution
    return .line(
      name, number.text, .strong,
      remark: [
        .init(text: "network ", tone: .muted), .init(text: number.own ?? "", tone: tone),
      ])
  }

  // MARK: - Activation

  private func activation(
    _ function: Activation, of input: Float?, _ operation: CellOperation, after index: Int
  ) -> [FormulaRow] {
    var (value, magnitude) = (input.map(Double.init), input.map { abs(Double($0)) } ?? 0)
    if value == nil, index > 0 {
      (value, magnitude) = Self.computed(formula.operations[index - 1])
    }
    guard let value else { return [] }
    let name = function == .relu ? "ReLU: max(0, x)" : "tanh(x)"
    return [
      Self.compared(
        name, function.value(of: value), own: operation.result, magnitude: max(magnitude, 1e-30))
    ]
  }

  /// Returns the result of an operation by its shown numbers, and the magnitude of its terms.
  static func computed(_ operation: CellOperation) -> (value: Double?, magnitude: Double) {
    switch operation.work {
    case .patch(let sum): (sum.total, sum.magnitude)
    case .terms(let sum): (sum.total, sum.magnitude)
    case .pooling(let cell):
      if cell.windows.isEmpty {
        (nil, 0)
      } else {
        cell.value(of: cell.windows[cell.followed]).map { ($0, abs($0)) } ?? (nil, 0)
      }
    case .activation, .normalization, .dropout, .softmax:
      (operation.result.map(Double.init), operation.result.map { abs(Double($0)) } ?? 0)
    }
  }

  // MARK: - Normalisation

  private func normalization(
    _ cell: NormalizedCell, _ operation: CellOperation
  ) -> [FormulaRow] {
    var rows = [heading(operation, NormalizationText(cell).title)]
    rows += NormalizationText(cell).neighborRows
    rows.append(.line("sum of squares", AgreedNumber.text(cell.sumOfSquares, 6)))
    rows.append(
      .line(
        "k + alpha × sum", AgreedNumber.text(cell.base, 7),
        remark: [.init(text: NormalizationText(cell).base, tone: .muted)]))
    rows.append(
      .line(
        "factor", AgreedNumber.text(cell.factor, 6),
        remark: [
          .init(text: "(k + alpha × sum)^−\(NumberText.plain(cell.beta))", tone: .muted)
        ]))
    let result = cell.isOn ? cell.normalized : Double(cell.value)
    rows.append(
      Self.compared(
        cell.isOn ? "\(AgreedNumber.text(Double(cell.value), 6)) × factor" : "off: unchanged",
        result, own: operation.result, magnitude: abs(result)))
    return rows
  }

  private func heading(_ operation: CellOperation, _ text: String) -> FormulaRow {
    FormulaRow([
      .init(text: operation.layer, tone: .heading), .init(text: " · " + text, tone: .muted),
    ])
  }

  // MARK: - Dropout and softmax

  private func dropout(
    _ probability: Double, _ value: Float, _ operation: CellOperation
  ) -> [FormulaRow] {
    guard probability > 0, probability < 1 else {
      return [
        heading(operation, "dropout is off"),
        Self.compared(
          "unchanged", Double(value), own: operation.result, magnitude: abs(Double(value))),
      ]
    }
    let share = NumberText.percent(probability)
    return [
      heading(
        operation,
        "in training \(share) become 0, the others ÷ "
          + NumberText.plain(1 - probability)),
      Self.compared(
        "here: factor 1", Double(value), own: operation.result, magnitude: abs(Double(value))),
    ]
  }

  private func softmax(_ cell: SoftmaxCell, _ operation: CellOperation) -> [FormulaRow] {
    let score = AgreedNumber.text(Double(cell.score), 5)
    let largest = AgreedNumber.text(Double(cell.largest), 5)
    return [
      heading(operation, className(operation.place.channel)),
      .line(
        "exp(score − largest)", AgreedNumber.text(cell.exponential, 5),
        remark: [.init(text: "exp(\(score) − \(largest))", tone: .muted)]),
      .line("sum of \(NumberText.grouped(cell.classes)) classes", AgreedNumber.text(cell.sum, 6)),
      Self.compared(
        "= probability", cell.quotient, own: Float(cell.probability), magnitude: cell.quotient),
    ]
  }
}

/// The words of a normalisation.
struct NormalizationText {
  let cell: NormalizedCell

  init(_ cell: NormalizedCell) { self.cell = cell }

  /// The settings: "k = 2, n = 5, alpha = 1e-4, beta = 0.75".
  var title: String {
    let settings = [
      ("k", NumberText.plain(cell.k)), ("n", NumberText.grouped(cell.size)),
      ("alpha", NumberText.plain(cell.alpha)), ("beta", NumberText.plain(cell.beta)),
    ]
    return settings.map { "\($0.0) = \($0.1)" }.joined(separator: ", ")
      + (cell.isOn ? "" : " · off")
  }

  /// The base in numbers: "2 + 1e-4 × 35.1".
  var base: String {
    "\(NumberText.plain(cell.k)) + \(NumberText.plain(cell.alpha)) × "
      + AgreedNumber.text(cell.sumOfSquares, 4)
  }

  /// The activations of the sum and where they are.
  var neighborRows: [FormulaRow] {
    let width = 8
    let isAcross = cell.columns == 1 && cell.region == .acrossMaps
    let perRow = isAcross ? 7 : max(1, cell.columns)
    let numbers = cell.neighbors
    var rows: [FormulaRow] = []
    let own = cell.index
    for start in stride(from: 0, to: numbers.count, by: perRow) {
      let part = start..<min(numbers.count, start + perRow)
      if isAcross {
        rows.append(
          FormulaRow(
            [.init(text: "maps", tone: .muted, width: 8)]
              + part.map {
                .init(
                  text: NumberText.grouped(cell.first.channel + $0 + 1), tone: .muted,
                  isNumber: true, width: width)
              }))
      }
      rows.append(
        FormulaRow(
          [.init(text: isAcross ? "values" : "", tone: .muted, width: 8)]
            + part.map {
              .init(
                text: NumberText.fitting(Double(numbers[$0]), width - 1),
                tone: $0 == own ? .chosen : .text, isNumber: true, width: width)
            }))
    }
    return rows
  }
}
