import Blueprint
import Foundation
import Testing

@testable import Observing

@Suite struct LookTests {
  @Test func whatIsConfusedIsCountedOnceAnImage() {
    let confusion = Confusion(
      step: 9, classes: 3, labels: [0, 0, 0, 1, 1, 2, -1, 2], guesses: [0, 1, 1, 1, 0, 2, -1, -1])
    #expect(confusion.images == [3, 2, 1])
    #expect(confusion.errors == [2, 1, 0])
    #expect(confusion.counts == [1, 2, 0, 1, 1, 0, 0, 0, 1])
    #expect(confusion.pairs.map { [$0.truth, $0.guess, $0.count] } == [[0, 1, 2], [1, 0, 1]])
  }

  @Test func manyClassesHaveTheirWorstPairsAlone() throws {
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

  @Test func theLargestWholeTableIsSmall() throws {
    let numbers: [Int32] = (0..<50_000).map { Int32($0 * 31 % 40) }
    let others: [Int32] = (0..<50_000).map { Int32($0 * $0 % 40) }
    let confusion = Confusion(step: 1, classes: 40, labels: numbers, guesses: others)
    #expect(confusion.counts.reduce(0, +) == 50_000)
    #expect(try JSONEncoder().encode(confusion).count < 60_000)
  }

  @Test func smallMapsAreSentAsTheyAre() {
    let shape = Shape(channels: 2, height: 3, width: 2)
    let values = (0..<12).map(Float.init)
    let maps = FeatureMaps(layer: "conv1", shape: shape, values: values)
    #expect(maps.side == shape && maps.values == values)
  }

  @Test func largeMapsAreSentAsMeans() {
    let shape = Shape(channels: 2, height: 4, width: 4)
    let values = (0..<32).map { Float($0) }
    let maps = FeatureMaps(layer: "conv1", shape: shape, values: values, most: 8)
    #expect(maps.shape == shape)
    #expect(maps.side == Shape(channels: 2, height: 2, width: 2))
    #expect(maps.values == [2.5, 4.5, 10.5, 12.5, 18.5, 20.5, 26.5, 28.5])
  }

  @Test(arguments: [Shape(channels: 96, height: 55, width: 55), Shape(channels: 100_000)])
  func mapsNeverAreTooMany(shape: Shape) {
    let maps = FeatureMaps(
      layer: "x", shape: shape, values: Array(repeating: 1, count: shape.count))
    #expect(maps.values.count == maps.side.count)
    #expect(maps.side.count <= FeatureMaps.most && maps.side.count > FeatureMaps.most * 9 / 10)
    #expect(maps.values.allSatisfy { $0 == 1 })
  }

  @Test func everyLookCrossesAsJSON() throws {
    var interest = Interest(layers: true)
    interest.image = .validation(.init(from: 3, isBackward: true, errorsOnly: true, label: 2))
    interest.featureMaps = "conv1"
    let data = try JSONEncoder().encode(interest)
    #expect(try JSONDecoder().decode(Interest.self, from: data) == interest)
    var look = ImageAnalysis(.file(path: "a \"b\".jpg"), problem: "It is not there.")
    look.guesses = [.init(label: 1, probability: 0.5)]
    look.maps = FeatureMaps(layer: "fc", shape: Shape(channels: 2), values: [1, -1])
    var snapshot = Snapshot(run: "amber", step: 3, layers: [], kernels: nil)
    snapshot.image = look
    snapshot.times = [
      .init(name: "conv1", forwardSeconds: 1, backwardSeconds: 2, updateSeconds: 0.5)
    ]
    snapshot.confusion = Confusion(step: 1, classes: 2, labels: [0, 1], guesses: [1, 1])
    let sent = try JSONEncoder().encode(snapshot)
    #expect(try JSONDecoder().decode(Snapshot.self, from: sent) == snapshot)
  }
}
