/// Values in the order in which they came, with the extremes of every block of them kept beside:
/// a chart of a hundred thousand values looks at a few thousand.
public struct Samples: Equatable, Sendable, ExpressibleByArrayLiteral {
  /// The finite values of a stretch; lowest is above highest when there are none.
  struct Extent: Equatable, Sendable {
    var lowest = Double.infinity
    var highest = -Double.infinity
    /// Whether a value in it is not finite.
    var isBroken = false

    mutating func add(_ value: Double) {
      guard value.isFinite else {
        isBroken = true
        return
      }
      if value < lowest { lowest = value }
      if value > highest { highest = value }
    }

    mutating func add(_ other: Extent) {
      lowest = min(lowest, other.lowest)
      highest = max(highest, other.highest)
      isBroken = isBroken || other.isBroken
    }
  }

  public private(set) var values: [Double] = []
  private var blocks: [Extent] = []
  private var largeBlocks: [Extent] = []
  private static let blockLength = 16
  private static let largeLength = 512

  public init(_ values: [Double] = []) {
    self.values.reserveCapacity(values.count)
    for value in values { append(value) }
  }

  public init(arrayLiteral elements: Double...) { self.init(elements) }

  public var count: Int { values.count }
  public var last: Double? { values.last }

  public mutating func append(_ value: Double) {
    if values.count % Self.blockLength == 0 { blocks.append(Extent()) }
    if values.count % Self.largeLength == 0 { largeBlocks.append(Extent()) }
    values.append(value)
    blocks[blocks.count - 1].add(value)
    largeBlocks[largeBlocks.count - 1].add(value)
  }

  /// The first so many.
  public func prefix(_ count: Int) -> Samples { Samples(Array(values.prefix(count))) }

  func extent(of range: Range<Int>) -> Extent {
    var extent = Extent()
    var index = range.lowerBound
    while index < range.upperBound {
      if index % Self.largeLength == 0, index + Self.largeLength <= range.upperBound {
        extent.add(largeBlocks[index / Self.largeLength])
        index += Self.largeLength
      } else if index % Self.blockLength == 0, index + Self.blockLength <= range.upperBound {
        extent.add(blocks[index / Self.blockLength])
        index += Self.blockLength
      } else {
        extent.add(values[index])
        index += 1
      }
    }
    return extent
  }
}
