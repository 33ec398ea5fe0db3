/// A permutation test of the hypothesis that two groups are divided by chance (Fisher 1935): the values are
/// divided anew many times, and the test counts how often the means of the groups then differ at least as much.
/// It assumes no distribution.
///
/// With several strata, such as the kernels of several runs, the values stay in their stratum, and the
/// statistic is the sum of the differences without their signs. The same values and the same seed give the
/// same result.
public struct PermutationTest: Equatable, Sendable {
  /// Two groups of values that are divided anew together.
  public struct Stratum: Equatable, Sendable {
    /// The values of the first group, at least one.
    public var first: [Double]
    /// The values of the second group, at least one.
    public var second: [Double]

    /// Creates a stratum of two groups.
    public init(_ first: [Double], _ second: [Double]) {
      precondition(!first.isEmpty && !second.isEmpty, "a group has values")
      (self.first, self.second) = (first, second)
    }

    /// The mean of the second group minus that of the first.
    public var difference: Double { Measurements(second).mean - Measurements(first).mean }
  }

  /// The sum of the differences of all strata, without their signs.
  public let statistic: Double
  /// The mean of this sum over the divisions by chance.
  public let expected: Double
  /// The share of divisions with a sum at least as large. The observed division counts as one of them, so that
  /// p is never 0 (Phipson and Smyth 2010).
  public let p: Double

  /// Tests strata.
  /// - Parameters:
  ///   - strata: At least one stratum.
  ///   - divisions: The number of divisions by chance.
  ///   - seed: The seed of the divisions.
  public init(_ strata: [Stratum], divisions: Int = 9_999, seed: UInt64 = 1) {
    precondition(!strata.isEmpty && divisions > 0, "there are strata and divisions")
    let observed = strata.reduce(0) { $0 + abs($1.difference) }
    // The same division in another order has another rounding error and must count as equal.
    let limit = observed * (1 - 1e-12)
    var pools = strata.map { $0.first + $0.second }
    var random = SplitMix64(state: seed)
    var (sum, count) = (0.0, 1)
    for _ in 0..<divisions {
      var value = 0.0
      for index in strata.indices {
        let end = strata[index].first.count
        Self.choose(end, of: &pools[index], using: &random)
        value += abs(Self.difference(of: pools[index], at: end))
      }
      sum += value
      if value >= limit { count += 1 }
    }
    statistic = observed
    expected = sum / Double(divisions)
    p = Double(count) / Double(divisions + 1)
  }

  /// Moves values, chosen at random, to the beginning (the first steps of the shuffle by Fisher and Yates). The
  /// standard library's shuffle is not used, because its result can change with its version.
  private static func choose(_ count: Int, of pool: inout [Double], using random: inout SplitMix64)
  {
    for index in 0..<count {
      let rest = UInt64(pool.count - index)
      pool.swapAt(index, index + Int(random.next().multipliedFullWidth(by: rest).high))
    }
  }

  private static func difference(of pool: [Double], at end: Int) -> Double {
    var (first, second) = (0.0, 0.0)
    for value in pool[..<end] { first += value }
    for value in pool[end...] { second += value }
    return second / Double(pool.count - end) - first / Double(end)
  }
}

/// The generator SplitMix64 (Steele, Lea and Flood 2014), whose numbers depend on its seed alone.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
