import Blueprint
import Foundation
import Observing
import Testing

@Suite struct SnapshotCodingTests {
  @Test func interestsAndSnapshotsSurviveJSON() throws {
    var interest = Interest(layers: true)
    interest.image = .validation(
      .init(from: 3, isBackward: true, errorsOnly: true, label: 2, guess: 1))
    interest.featureMaps = "conv1"
    interest.ranks = true
    let data = try JSONEncoder().encode(interest)
    #expect(try JSONDecoder().decode(Interest.self, from: data) == interest)
    var analysis = ImageAnalysis(.file(path: "a \"b\".jpg"), problem: "The file was not found.")
    analysis.guesses = [.init(label: 1, probability: 0.5)]
    analysis.match = SearchMatch(step: 1, count: 7, images: 50, place: 3)
    analysis.maps = FeatureMaps(layer: "fc", shape: Shape(channels: 2), values: [1, -1])
    var snapshot = Snapshot(run: "amber", step: 3, layers: [], kernels: nil)
    snapshot.image = analysis
    snapshot.times = [
      .init(name: "conv1", forwardSeconds: 1, backwardSeconds: 2, updateSeconds: 0.5)
    ]
    snapshot.confusion = Confusion(step: 1, classes: 2, labels: [0, 1], guesses: [1, 1])
    snapshot.ranks = [
      .init(
        rank: 1, host: "amber", process: 7, column: 1, images: 64, step: 3, stepSeconds: 0.5,
        waitingSeconds: 0.25, transferSeconds: 0.125, residentBytes: 1 << 30, silentSeconds: 2.5)
    ]
    let sent = try JSONEncoder().encode(snapshot)
    #expect(try JSONDecoder().decode(Snapshot.self, from: sent) == snapshot)
  }
}
