import Testing

@testable import Images

@Suite struct RandomGeneratorTests {
  private func draws(_ random: RandomGenerator) -> [UInt64] {
    var random = random
    return (0..<8).map { _ in random.next() }
  }

  @Test func theSameKeyGivesTheSameNumbers() {
    #expect(
      draws(RandomGenerator(seed: 3, .order, 4, 5)) == draws(RandomGenerator(seed: 3, .order, 4, 5))
    )
  }

  @Test func everyPartOfTheKeyMatters() {
    let streams = [
      draws(RandomGenerator(seed: 3, .order, 4, 5)), draws(RandomGenerator(seed: 4, .order, 4, 5)),
      draws(RandomGenerator(seed: 3, .augmentation, 4, 5)),
      draws(RandomGenerator(seed: 3, .order, 5, 4)),
      draws(RandomGenerator(seed: 3, .order, 4, 6)),
    ]
    #expect(Set(streams.joined()).count == 40)
  }

  /// The expected values are the published first values of SplitMix64 from the state 1234567.
  @Test func numbersAreThoseOfSplitMix64() {
    var random = RandomGenerator(state: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
    #expect(random.next() == 9_817_491_932_198_370_423)
  }

  @Test func uniformNumbersFillTheirRange() {
    var random = RandomGenerator(seed: 1, .order, 0)
    let values = (0..<10_000).map { _ in random.uniform(-2, 6) }
    #expect(values.allSatisfy { $0 >= -2 && $0 < 6 })
    let mean = values.reduce(0, +) / 10_000
    // The tolerance is five standard errors of 8 / √12 / 100.
    #expect(abs(mean - 2) < 0.116)
  }

  @Test func everyNumberBelowTheBoundIsDrawnEquallyOften() {
    var random = RandomGenerator(seed: 1, .order, 0)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<7_000 { counts[random.below(7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 1_000) < 150 })
  }

  @Test func everyEpochHasAnotherPermutation() {
    var order = EpochOrder(count: 101, seed: 9)
    let epochs = (0..<3).map { epoch in
      (0..<101).map { order.image(at: epoch * 101 + $0).index }
    }
    for epoch in epochs { #expect(epoch.sorted() == Array(0..<101)) }
    #expect(Set(epochs).count == 3)
    var other = EpochOrder(count: 101, seed: 10)
    #expect((0..<101).map { other.image(at: $0).index } != epochs[0])
  }

  @Test func anOrderCanStartAtAnyPosition() {
    var sequential = EpochOrder(count: 11, seed: 9)
    let all = (0..<44).map { sequential.image(at: $0).index }
    var started = EpochOrder(count: 11, seed: 9)
    let jump = started.image(at: 37)
    #expect(jump.index == all[37])
    #expect(jump.epoch == 3)
  }
}
