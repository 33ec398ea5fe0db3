/// Searches in rising numbers, such as the steps of a series.
extension [Double] {
  /// Returns the index of the first number that is not below a value; the end index if there is
  /// none. The search starts at a guess, because successive searches usually have results close
  /// together.
  /// - Precondition: The numbers rise.
  public func firstIndex(notBelow value: Double, near guess: Int) -> Int {
    withUnsafeBufferPointer {
      $0.consecutiveIndex(notBelow: value, in: 0..<count)
        ?? $0.firstIndex(notBelow: value, near: guess, in: 0..<count)
    }
  }
}

extension UnsafeBufferPointer<Double> {
  /// Returns the index of the first number in a range that is not below a value, if the numbers are
  /// consecutive like steps; it is then computed directly. `nil` if they are not consecutive.
  @inline(__always)
  func consecutiveIndex(notBelow value: Double, in range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return range.lowerBound }
    let offset = value - self[range.lowerBound]
    if offset <= 0 { return range.lowerBound }
    if value > self[range.upperBound - 1] { return range.upperBound }
    guard offset < Double(range.count) else { return nil }
    var index = range.lowerBound + Int(offset)
    if self[index] < value { index += 1 }
    let isFirst =
      self[index - 1] < value && (index == range.upperBound || self[index] >= value)
    return isFirst ? index : nil
  }

  /// Returns the index of the first number in a range that is not below a value; the end of the
  /// range if there is none. It is found by exponential and binary search from a guess.
  func firstIndex(notBelow value: Double, near guess: Int, in range: Range<Int>) -> Int {
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
