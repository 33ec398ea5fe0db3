import DisplayText
import Observing

/// The rows of one channel of a patch: its cells, the kernel, and their products.
struct PatchRows {
  let sum: PatchSum
  /// The shown channel, from 0.
  let channel: Int
  /// The name of the layer that the patch is cut out of.
  let source: String
  let width: Int

  private var shown: Int { min(max(0, channel), sum.channels - 1) }

  var rows: [FormulaRow] {
    let blocks = [patch, kernel, products]
    let across = max(1, min(3, (width + Self.gap) / (blockWidth + Self.gap)))
    var rows = [heading]
    for start in stride(from: 0, to: blocks.count, by: across) {
      if start > 0 { rows.append(.empty) }
      let part = blocks[start..<min(blocks.count, start + across)].map(\.rows)
      rows += FormulaRow.sideBySide(Array(part), gap: Self.gap)
    }
    return rows
  }

  private static let gap = 1

  /// Returns the width at which the three blocks of a patch are side by side; `nil` without a patch.
  static func widthOfThree(_ sum: PatchSum?) -> Int? {
    sum.map { 3 * $0.side * NumberGrid.leastWidth(side: $0.side) + 2 * gap }
  }

  private var numberWidth: Int {
    let least = NumberGrid.leastWidth(side: sum.side)
    let ofThree = (width - 2 * Self.gap) / (3 * sum.side)
    return min(
      NumberGrid.mostWidth, max(least, ofThree >= least ? ofThree : min(7, width / sum.side)))
  }

  private var blockWidth: Int { sum.side * numberWidth }

  private var heading: FormulaRow {
    let number = sum.firstChannel + shown
    let map = sum.input.isFlat ? "neuron" : "map"
    let name =
      source == "image"
      ? "channel \(number + 1) of the image" : "\(source) \(map) \(NumberText.grouped(number + 1))"
    var text = name
    if sum.channels > 1 {
      text +=
        " · channel \(NumberText.grouped(shown + 1)) of \(NumberText.grouped(sum.channels))"
    }
    if sum.groups > 1 {
      text += " of group \(sum.firstChannel / max(1, sum.channels) + 1) of \(sum.groups)"
    }
    if sum.isLocal { text += " · a kernel of this cell alone" }
    return FormulaRow(text, .heading)
  }

  private func grid(
    _ heading: String, _ numbers: [Double],
    _ tone: @escaping (Int, Double) -> FormulaRow.Tone?
  ) -> NumberGrid {
    return NumberGrid(
      heading: heading, columns: sum.side, numbers: numbers, width: numberWidth
    ) { tone($0, numbers[$0]) }
  }

  private var patch: NumberGrid {
    let isNarrow = blockWidth < 24
    let place = "row \(sum.top + 1), column \(sum.left + 1)"
    let numbers = sum.indices(of: shown).map { Double(sum.patch[$0]) }
    return grid(isNarrow ? "input" : "input from \(place)", numbers) { cell, _ in
      sum.isPadding(cell) ? nil : .text
    }
  }

  private var kernel: NumberGrid {
    grid("× kernel", sum.indices(of: shown).map { Double(sum.kernel[$0]) }) { _, number in
      NumberGrid.sign(number)
    }
  }

  private var products: NumberGrid {
    grid("= products", sum.indices(of: shown).map(sum.product)) { cell, number in
      sum.isPadding(cell) ? nil : NumberGrid.sign(number)
    }
  }
}

/// The rows of the largest terms of a sum.
struct TermRows {
  let sum: TermSum
  /// The name of the layer that has the inputs.
  let source: String
  let width: Int
  /// The number of rows for terms.
  let room: Int

  var rows: [FormulaRow] {
    let shown = sum.largest.prefix(room)
    var rest = sum.rest
    for term in sum.largest.dropFirst(room) { rest += term.product }
    let title =
      "the largest of \(NumberText.grouped(sum.count)) terms · "
      + "\(NumberText.grouped(sum.active)) are not 0"
    let names = min(34, max(12, width - 3 * Self.number - 4))
    var rows = [FormulaRow(title, .heading)]
    rows.append(
      FormulaRow(
        [.init(text: "input", tone: .muted, width: names)]
          + ["value", "× weight", "= product"].map {
            .init(text: $0, tone: .muted, isNumber: true, width: Self.number)
          }))
    for term in shown {
      rows.append(
        FormulaRow([
          .init(text: name(term.index, names), tone: .text, width: names),
          number(Double(term.input), .text), number(Double(term.weight), .text),
          number(term.product, NumberGrid.sign(term.product)),
        ]))
    }
    let others = sum.active - shown.count
    if others > 0 {
      rows.append(
        FormulaRow([
          .init(
            text: "\(NumberText.grouped(others)) other terms", tone: .muted,
            width: names + 2 * Self.number),
          number(rest, NumberGrid.sign(rest)),
        ]))
    }
    return rows
  }

  private static let number = 11

  private func number(_ value: Double, _ tone: FormulaRow.Tone) -> FormulaRow.Piece {
    .init(
      text: AgreedNumber.text(value, 5), tone: tone, isNumber: true,
      width: Self.number)
  }

  /// Returns the name of an input: "pool5 map 12 row 3 col 4", or "fc6 neuron 17".
  private func name(_ index: Int, _ room: Int) -> String {
    let shape = sum.input
    let area = max(1, shape.height * shape.width)
    let channel = NumberText.grouped(index / area + 1)
    guard !shape.isFlat else { return "\(source) neuron \(channel)" }
    let (row, column) = (index % area / max(1, shape.width), index % max(1, shape.width))
    let long = "\(source) map \(channel) row \(row + 1) column \(column + 1)"
    return long.columns < room ? long : "\(source) \(channel) (\(row + 1), \(column + 1))"
  }
}
