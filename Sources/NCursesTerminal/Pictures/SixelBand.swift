/// Up to six rows of pixels as runs of sixels, a list of them for each colour. The memory is used again for the next
/// rows; it has no checks of its bounds, since all pixels of a picture pass through it.
final class SixelBand {
  /// A run of equal sixels of one colour.
  struct Run {
    var bits: UInt8
    /// The first column on the screen, and the number of columns.
    var x: Int
    var count: Int
    /// The index of the next run of the colour to the right; −1 if there is none.
    var next = -1
  }

  /// The first and the last run of a colour; −1 if it has none.
  private struct Ends {
    var first = -1
    var last = -1
  }

  private let runMemory: UnsafeMutableBufferPointer<Run>
  private let colorMemory: UnsafeMutableBufferPointer<UInt8>
  private var runCount = 0
  private var colorCount = 0
  /// The ends of the list of each colour, by its number.
  private let ends: UnsafeMutableBufferPointer<Ends>

  /// - Parameter columns: The greatest number of columns of the picture.
  init(columns: Int) {
    // Each of the six pixels of a column can have its own colour.
    runMemory = .allocate(capacity: 6 * columns)
    colorMemory = .allocate(capacity: 256)
    ends = .allocate(capacity: 256)
    ends.initialize(repeating: Ends())
  }

  deinit {
    runMemory.deallocate()
    colorMemory.deallocate()
    ends.deallocate()
  }

  /// All runs.
  var runs: Slice<UnsafeMutableBufferPointer<Run>> { runMemory[..<runCount] }
  /// The colours that have runs.
  var colors: Slice<UnsafeMutableBufferPointer<UInt8>> { colorMemory[..<colorCount] }
  /// Returns the index of the leftmost run of a colour.
  func first(of color: UInt8) -> Int { ends[Int(color)].first }

  /// Replaces the runs.
  /// - Parameters:
  ///   - rows: The indices of the first pixels of the rows of the picture, and the bits of those rows on the screen
  ///     that show each.
  ///   - columns: The columns of the picture, and the number of columns on the screen that show each.
  func fill(
    _ rows: [(start: Int, bits: UInt8)], _ columns: [(column: Int, count: Int)],
    of table: ColorTable
  ) {
    for color in colors { ends[Int(color)] = Ends() }
    (runCount, colorCount) = (0, 0)
    var x = 0
    table.indices.withUnsafeBufferPointer { indices in
      for (column, count) in columns {
        for (index, row) in rows.enumerated() {
          let color = indices[row.start + column]
          // Rows of one colour are one run with the bits of them all, which the first of them adds.
          var bits = row.bits
          var isFirst = true
          for other in rows.indices
          where other != index && indices[rows[other].start + column] == color {
            bits |= rows[other].bits
            if other < index { isFirst = false }
          }
          if isFirst { add(Run(bits: bits, x: x, count: count), color) }
        }
        x += count
      }
    }
  }

  /// Adds a run to the right of those of its colour. Neighbours with the same bits become one.
  private func add(_ run: Run, _ color: UInt8) {
    let last = ends[Int(color)].last
    if last < 0 {
      colorMemory[colorCount] = color
      colorCount += 1
      ends[Int(color)].first = runCount
    } else if runMemory[last].bits == run.bits, runMemory[last].x + runMemory[last].count == run.x {
      runMemory[last].count += run.count
      return
    } else {
      runMemory[last].next = runCount
    }
    ends[Int(color)].last = runCount
    runMemory[runCount] = run
    runCount += 1
  }
}
