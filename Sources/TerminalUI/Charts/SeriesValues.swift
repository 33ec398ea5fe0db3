/// The values of a series in order, with the extremes of each block of eight values, of each eight
/// such blocks, and so on. The extremes of any range are found in logarithmic time.
public struct SeriesValues: Equatable, Sendable, ExpressibleByArrayLiteral {
  /// The extremes of the finite values in a range. `lowest` is above `highest` if there are none.
  struct Extent: Equatable, Sendable {
    var lowest = Double.infinity
    var highest = -Double.infinity
    /// The lowest value above 0, for a logarithmic axis.
    var lowestPositive = Double.infinity
    /// True if a value in the range is not finite.
    var hasNonFinite = false

    mutating func add(_ value: Double) {
      guard value.isFinite else {
        hasNonFinite = true
        return
      }
      if value < lowest { lowest = value }
      if value > highest { highest = value }
      if value > 0, value < lowestPositive { lowestPositive = value }
    }

    mutating func add(_ other: Extent) {
      if other.lowest < lowest { lowest = other.lowest }
      if other.highest > highest { highest = other.highest }
      if other.lowestPositive < lowestPositive { lowestPositive = other.lowestPositive }
      if other.hasNonFinite { hasNonFinite = true }
    }
  }

  /// The values, in the order of the steps.
  public private(set) var values: [Double]
  /// The extremes of every full block of eight values, then of every eight such blocks, and so on.
  private var levels: [[Extent]] = []
  private static let fan = 8

  /// Creates a series from its values.
  public init(_ values: [Double] = []) {
    self.values = values
    var blocks = stride(from: Self.fan, through: values.count, by: Self.fan).map { end in
      var extent = Extent()
      for index in end - Self.fan..<end { extent.add(values[index]) }
      return extent
    }
    while !blocks.isEmpty {
      levels.append(blocks)
      blocks = stride(from: Self.fan, through: blocks.count, by: Self.fan).map {
        Self.sum(blocks[($0 - Self.fan)..<$0])
      }
    }
  }

  /// Creates a series from its values.
  public init(arrayLiteral elements: Double...) { self.init(elements) }

  /// The number of values.
  public var count: Int { values.count }
  /// The last value; `nil` if there is none.
  public var last: Double? { values.last }

  /// Adds a value at the end.
  public mutating func append(_ value: Double) {
    values.append(value)
    var (count, level) = (values.count, 0)
    while count % Self.fan == 0 {
      var extent = Extent()
      if level == 0 {
        for value in values.suffix(Self.fan) { extent.add(value) }
      } else {
        extent = Self.sum(levels[level - 1].suffix(Self.fan))
      }
      if level == levels.count { levels.append([]) }
      levels[level].append(extent)
      count /= Self.fan
      level += 1
    }
  }

  /// Returns the first `count` values, or all if there are fewer.
  public func prefix(_ count: Int) -> SeriesValues { SeriesValues(Array(values.prefix(count))) }

  /// Returns the extremes of the values in a range of indices.
  func extent(of range: Range<Int>) -> Extent {
    var extent = Extent()
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, low % Self.fan != 0 {
      extent.add(values[low])
      low += 1
    }
    while low < high, high % Self.fan != 0 {
      high -= 1
      extent.add(values[high])
    }
    // The rest consists of full blocks of the level; at its ends they are counted singly.
    for level in levels.indices where low < high {
      (low, high) = (low / Self.fan, high / Self.fan)
      while low < high, low % Self.fan != 0 {
        extent.add(levels[level][low])
        low += 1
      }
      while low < high, high % Self.fan != 0 {
        high -= 1
        extent.add(levels[level][high])
      }
    }
    return extent
  }

  private static func sum(_ extents: ArraySlice<Extent>) -> Extent {
    extents.reduce(into: Extent()) { $0.add($1) }
  }
}
