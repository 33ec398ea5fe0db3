import DisplayText

/// Numbers in rows and columns, with a heading.
struct NumberGrid {
  var heading: String
  var columns: Int
  var numbers: [Double]
  /// The columns of a number with the gap before it.
  var width: Int
  /// Returns the tone of a number; `nil` for a number outside of the input, which is not written.
  var tone: (Int) -> FormulaRow.Tone?

  /// The largest width of a number with its gap.
  static let mostWidth = 8

  /// Returns the smallest width of a number with its gap. Large kernels have less room.
  static func leastWidth(side: Int) -> Int { side > 7 ? 5 : 6 }

  var rows: [FormulaRow] {
    let columns = max(1, columns)
    let body = stride(from: 0, to: numbers.count, by: columns).map { start in
      FormulaRow(
        (start..<min(numbers.count, start + columns)).map { index in
          let tone = tone(index)
          let number = numbers[index]
          let isZero = number == 0 && tone == .text
          return .init(
            text: tone == nil ? "·" : NumberText.fitting(number, width - 1),
            tone: isZero ? .muted : tone ?? .muted, isNumber: true, width: width)
        })
    }
    return [FormulaRow([.init(text: " " + heading, tone: .muted, width: columns * width)])] + body
  }

  /// Returns a tone by the sign of a number.
  static func sign(_ number: Double) -> FormulaRow.Tone {
    number == 0 ? .muted : number < 0 ? .negative : .positive
  }
}
