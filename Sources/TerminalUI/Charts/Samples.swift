/// Values in the order in which they came, with the extremes of every eight of them kept beside, of every
/// eight such blocks, and so on: of any stretch, however long, they are found by a few dozen looks.
public struct Samples: Equatable, Sendable, ExpressibleByArrayLiteral {
  /// The finite values of a stretch; lowest is above highest when there are none.
  struct Extent: Equatable, Sendable {
    var lowest = Double.infinity
    var highest = -Double.infinity
    /// What a logarithmic axis can begin with.
    var lowestPositive = Double.infinity
    /// Whether a value in it is not finite.
    var isBroken = false

    mutating func add(_ value: Double) {
      guard value.isFinite else {
        isBroken = true
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
      if other.isBroken { isBroken = true }
    }
  }

  public private(set) var values: [Double]
  /// Of every full block of eight values, of eight such blocks, and so on.
  private var levels: [[Extent]] = []
  private static let fan = 8

  public init(_ values: [Double] = []) {
    self.values = values
    var blocks = stride(from: Self.fan, through: values.count, by: Self.fan).map { end in
      var extent = Extent()
      for place in end - Self.fan..<end { extent.add(values[place]) }
      return extent
    }
    while !blocks.isEmpty {
      levels.append(blocks)
      blocks = stride(from: Self.fan, through: blocks.count, by: Self.fan).map {
        Self.sum(blocks[($0 - Self.fan)..<$0])
      }
    }
  }

  public init(arrayLiteral elements: Double...) { self.init(elements) }

  public var count: Int { values.count }
  public var last: Double? { values.last }

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

  /// The first so many.
  public func prefix(_ count: Int) -> Samples { Samples(Array(values.prefix(count))) }

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
    // What is left is whole blocks, at every level up.
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
