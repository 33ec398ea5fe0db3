import COneDNN

/// The sums from which the statistics of numbers follow. Those of several parts can be merged exactly.
struct Moments {
  var count = 0.0
  private(set) var sum = 0.0
  private(set) var squares = 0.0
  private(set) var zeros = 0.0
  private(set) var minimum = Float.infinity
  private(set) var maximum = -Float.infinity

  /// The mean of the numbers.
  var mean: Double { sum / count }
  /// The standard deviation of the numbers.
  var deviation: Double { max(0, squares / count - mean * mean).squareRoot() }

  /// Adds numbers.
  mutating func add(_ numbers: UnsafeBufferPointer<Float>) {
    let summary = od_summarize(numbers.baseAddress, numbers.count)
    merge(
      [
        Double(numbers.count), summary.sum, summary.squares, Double(summary.zeros),
        Double(summary.minimum), Double(summary.maximum),
      ])
  }

  /// Returns the moments of the numbers of all parts; those of this part alone if a rank fails.
  func merged(among part: NetworkPart) -> Moments {
    let own = [count, sum, squares, zeros, Double(minimum), Double(maximum)]
    guard let messages = part.exchange(own) else { return self }
    var all = Moments()
    for message in messages { all.merge(message) }
    return all
  }

  private mutating func merge(_ other: [Double]) {
    count += other[0]
    sum += other[1]
    squares += other[2]
    zeros += other[3]
    minimum = min(minimum, Float(other[4]))
    maximum = max(maximum, Float(other[5]))
  }
}

extension NetworkPart {
  /// Returns the sum of each number over all parts; the numbers of this part if a rank fails.
  func sums<Number: BitwiseCopyable & AdditiveArithmetic>(of numbers: [Number]) -> [Number] {
    guard let messages = exchange(numbers) else { return numbers }
    return numbers.indices.map { index in
      messages.reduce(.zero) { $0 + $1[index] }
    }
  }

  /// Returns the indices of units of all parts among the units of the whole layer; those of this part if a rank
  /// fails.
  ///
  /// - Parameters:
  ///   - indices: Indices of units of this part.
  ///   - units: The number of units of the whole layer.
  func joined(_ indices: [Int], units: Int) -> [Int] {
    let first = parts(of: units)[number].lowerBound
    let own = indices.map { first + $0 }
    return exchange(own)?.flatMap { $0 } ?? own
  }
}
