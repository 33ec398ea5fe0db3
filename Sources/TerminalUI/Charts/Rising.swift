/// Numbers that rise: places in a run.
extension [Double] {
  /// The first place, or else the end, whose number is not below a value: sought from a guess outwards,
  /// for who asks for one after the other finds the next close by.
  public func firstPlace(notBelow value: Double, near guess: Int) -> Int {
    withUnsafeBufferPointer { $0.firstPlace(notBelow: value, near: guess, in: 0..<count) }
  }
}

extension UnsafeBufferPointer<Double> {
  func firstPlace(notBelow value: Double, near guess: Int, in range: Range<Int>) -> Int {
    // Steps follow one another: where they do, the first look is right.
    let offset = range.isEmpty ? 0 : value - self[range.lowerBound]
    if offset > 0, offset < Double(range.count) {
      var place = range.lowerBound + Int(offset)
      if self[place] < value { place += 1 }
      if self[place - 1] < value, place == range.upperBound || self[place] >= value { return place }
    }
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
