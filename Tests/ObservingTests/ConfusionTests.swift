import Foundation
import Testing

@testable import Observing

@Suite struct ConfusionTests {
  @Test func eachImageIsCountedOnce() {
    let confusion = Confusion(
      step: 9, classes: 3, labels: [0, 0, 0, 1, 1, 2, -1, 2], guesses: [0, 1, 1, 1, 0, 2, -1, -1])
    #expect(confusion.images == [3, 2, 1])
    #expect(confusion.errors == [2, 1, 0])
    #expect(confusion.counts == [1, 2, 0, 1, 1, 0, 0, 0, 1])
    #expect(confusion.pairs.map { [$0.truth, $0.guess, $0.count] } == [[0, 1, 2], [1, 0, 1]])
  }

  @Test func withManyClassesOnlyTheMostFrequentErrorsAreKept() throws {
    let images = 3000
    let labels: [Int32] = (0..<images).map { Int32($0 % 1000) }
    let guesses: [Int32] = (0..<images).map { (image: Int) -> Int32 in
      let isWrong = image % 7 == 0
      return Int32((isWrong ? image + 1 : image) % 1000)
    }
    let confusion = Confusion(step: 1, classes: 1000, labels: labels, guesses: guesses)
    #expect(confusion.counts.isEmpty && confusion.count(of: 0, as: 1) == nil)
    #expect(confusion.pairs.count == 100)
    let wrong = guesses.indices.count { labels[$0] != guesses[$0] }
    #expect(confusion.errors.reduce(0, +) == wrong)
    #expect(try JSONEncoder().encode(confusion).count < 60_000)
  }

  @Test func theLargestMatrixIsSmall() throws {
    let classes = Confusion.maximumClasses
    let numbers: [Int32] = (0..<50_000).map { Int32($0 * 31 % classes) }
    let others: [Int32] = (0..<50_000).map { Int32($0 * $0 % 997 % classes) }
    let confusion = Confusion(step: 1, classes: classes, labels: numbers, guesses: others)
    #expect(confusion.counts.reduce(0, +) == 50_000)
    #expect(try JSONEncoder().encode(confusion).count < 60_000)
  }
}
