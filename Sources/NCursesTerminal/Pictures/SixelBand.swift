/// Up to six rows of pixels as runs of sixels, one colour after the other. The memory is used again for the next rows.
struct SixelBand {
  /// A run of equal sixels of one colour.
  struct Run {
    var color: UInt8
    var bits: UInt8
    /// The first column on the screen.
    var x: Int
    var count: Int
  }

  /// The runs by the numbers of their colours, and those of one colour from left to right.
  private(set) var runs: [Run] = []
  private var unsorted: [Run] = []
  /// The number of runs of each colour, then the place of the next one.
  private var places = [Int](repeating: 0, count: 256)

  /// Replaces the runs.
  /// - Parameters:
  ///   - rows: The indices of the first pixels of the rows of the picture, and the bits of those rows on the screen
  ///     that show each.
  ///   - columns: The columns of the picture, and the number of columns on the screen that show each.
  mutating func fill(
    _ rows: [(start: Int, bits: UInt8)], _ columns: [(column: Int, count: Int)],
    of table: ColorTable
  ) {
    unsorted.removeAll(keepingCapacity: true)
    for color in places.indices { places[color] = 0 }
    var x = 0
    table.indices.withUnsafeBufferPointer { indices in
      for (column, count) in columns {
        // The bits of each colour of this column.
        let first = unsorted.count
        for (start, bits) in rows {
          let color = indices[start + column]
          var index = first
          while index < unsorted.count, unsorted[index].color != color { index += 1 }
          if index == unsorted.count {
            unsorted.append(Run(color: color, bits: 0, x: x, count: count))
            places[Int(color)] += 1
          }
          unsorted[index].bits |= bits
        }
        x += count
      }
    }
    sort()
  }

  /// Sorts by counting, which keeps the order of the runs of one colour.
  private mutating func sort() {
    var next = 0
    for color in places.indices { (places[color], next) = (next, next + places[color]) }
    runs.removeAll(keepingCapacity: true)
    runs += unsorted
    for run in unsorted {
      runs[places[Int(run.color)]] = run
      places[Int(run.color)] += 1
    }
  }
}
