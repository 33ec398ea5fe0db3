import DisplayText
import Observing

/// The dead units of a layer in words: how many, and which.
struct DeadUnits: Equatable {
  /// The name of the units: "dead channels" or "dead neurons".
  let name: String
  /// The numbers of the dead units, from 1 on as on the other screens; `nil` if they are not known.
  private let numbers: [Int]?
  /// The number of dead units; `nil` before it is known.
  private let count: Int?
  private let units: Int

  init(_ layer: Snapshot.LayerSummary) {
    name = layer.output.isFlat ? "dead neurons" : "dead channels"
    count = layer.deadUnits
    units = layer.units
    numbers = layer.deadIndices.map { indices in indices.map { $0 + 1 } }
  }

  /// Returns the list in lines, with as many numbers as fit: "1–4, 17 and 12 more".
  /// - Parameters:
  ///   - width: The greatest number of columns of a line.
  ///   - rows: The greatest number of lines.
  func lines(width: Int, atMost rows: Int) -> [String] {
    guard width > 0, rows > 0 else { return [] }
    guard let count else { return ["not known before ten snapshots"] }
    guard count > 0 else { return ["none"] }
    guard count < units else { return ["all \(NumberText.grouped(units))"] }
    guard let numbers, !numbers.isEmpty else {
      return ["\(NumberText.grouped(count)), not recorded which"]
    }
    let ranges = Self.ranges(numbers)
    var best = ["\(NumberText.grouped(count)) of \(NumberText.grouped(units))"]
    for shown in 1...ranges.count {
      let listed = ranges[..<shown].reduce(0) { $0 + $1.count }
      let more = count > listed ? " and \(NumberText.grouped(count - listed)) more" : ""
      let text = ranges[..<shown].map(Self.text).joined(separator: ", ") + more
      let lines = text.wrapped(to: width)
      if lines.count <= rows {
        best = lines
      } else if more.isEmpty || lines.count > rows + 1 {
        break
      }
    }
    return best
  }

  /// Returns the numbers with three or more neighbours joined.
  private static func ranges(_ numbers: [Int]) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.flatMap { run in run.count > 2 ? [run] : run.map { $0...$0 } }
  }

  private static func text(_ range: ClosedRange<Int>) -> String {
    let first = NumberText.grouped(range.lowerBound)
    return range.count > 1 ? "\(first)–\(NumberText.grouped(range.upperBound))" : first
  }
}
