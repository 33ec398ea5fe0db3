/// Numbers that rise: places in a run.
extension [Double] {
  /// The first place, or else the end, whose number is not below a value: sought from a guess outwards,
  /// for who asks for one after the other finds the next close by.
  public func firstPlace(notBelow value: Double, near guess: Int) -> Int {
    withUnsafeBufferPointer {
      $0.consecutivePlace(notBelow: value, in: 0..<count)
        ?? $0.firstPlace(notBelow: value, near: guess, in: 0..<count)
    }
  }
}

extension UnsafeBufferPointer<Double> {
  /// The same where numbers follow one another as steps do, by a single look; nil where they do not.
  @inline(__always)
  func consecutivePlace(notBelow value: Double, in range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return range.lowerBound }
    let offset = value - self[range.lowerBound]
    if offset <= 0 { return range.lowerBound }
    if value > self[range.upperBound - 1] { return range.upperBound }
    guard offset < Double(range.count) else { return nil }
    var place = range.lowerBound + Int(offset)
    if self[place] < value { place += 1 }
    let isFirst =
      self[place - 1] < value && (place == range.upperBound || self[place] >= value)
    return isFirst ? place : nil
  }

  func firstPlace(notBelow value: Double, near guess: Int, in range: Range<Int>) -> Int {
    var (low, high, leap) = (range.lowerBound, range.upperBound, 1)
    let guess = Swift.min(Swift.max(low, guess), high)
    if guess < high, self[guess] < value {
      low = guess + 1
      while low + leap < high, self[low + leap] < value {
        low += leap + 1
        leap *= 2
      }
      high = Swift.min(high, low + leap)
    } else {
      let start = low
      high = guess
      while high - leap >= start, self[high - leap] >= value {
        high -= leap
        leap *= 2
      }
      low = Swift.max(start, high - leap + 1)
    }
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
