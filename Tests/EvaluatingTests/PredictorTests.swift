import Foundation
import Images
import Testing

@testable import Evaluating

@Suite struct PredictorTests {
  @Test func aDamagedImageInTheMiddleDoesNotEndTheWork() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1, seed: 5)
    let paths = [
      try trained.folder.picture("a.png", 3), try trained.folder.write("b.png", [1, 2, 3]),
      try trained.folder.picture("c.png", 9),
    ]
    let predictor = try Predictor(TrainedNetwork(trained.run), images: 3, threads: 1)
    var found: [Prediction?] = []
    try predictor.predict(paths.map { ImageFile(path: $0) }, top: 2) { number, result in
      #expect(number == found.count)
      found.append(try? result.get())
    }
    #expect(found.map { $0?.image } == [paths[0], nil, paths[2]])
    #expect(found.allSatisfy { $0 == nil || $0?.guesses.count == 2 })
  }

  @Test(arguments: [EvaluationViews.one, .ten])
  func probabilitiesEqualThoseOfANaiveEvaluation(views: EvaluationViews) throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1, seed: 5)
    let images = try NaiveEvaluation.images(.validation, of: DataSources.open(trained.plan))
    let naive = try NaiveEvaluation(seed: 5)
    let source = try #require(try DataSources.open(trained.plan) as? ImageFolder)
    let files = (0..<6).map { ImageFile(path: source.path(of: $0, in: .validation)) }
    let predictor = try Predictor(
      TrainedNetwork(trained.run), views: views, images: 6, threads: 2)
    try predictor.predict(files, top: 3) { number, result in
      let prediction = try result.get()
      let expected = naive.probabilities(images[number].pixels, hasTenViews: views == .ten)
      #expect(
        prediction.guesses.map(\.probability).sorted(by: >) == prediction.guesses.map(\.probability)
      )
      for guess in prediction.guesses {
        #expect(abs(guess.probability - expected[guess.label]) < 1e-5)
        #expect(guess.name == TrainedRun.classes[guess.label])
      }
    }
  }

  @Test func bytesArePredictedLikeAFile() throws {
    let trained = try TrainedRun()
    try trained.checkpoint(1)
    let path = try trained.folder.picture("a.png", 3)
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    let predictor = try Predictor(TrainedNetwork(trained.run), images: 2, threads: 1)
    var found: [Prediction] = []
    let files = [ImageFile(path: path), ImageFile(bytes: bytes, name: "standard input")]
    try predictor.predict(files) { found.append(try $1.get()) }
    #expect(found.map(\.image) == [path, "standard input"])
    #expect(found[0].guesses == found[1].guesses)
  }
}
