import Dashboard
import Evaluating
import Foundation
import Images
import Observing
import Runs
import Testing

@testable import LiveSession

/// The answers about images of a run that is over. They are compared with those of the commands `evaluate` and
/// `predict`, which read the same checkpoint in another way.
@Suite struct ImageWorkerTests {
  /// Returns the answers to a request, up to the last one.
  private func answers(
    _ worker: ImageWorker, _ run: Run, _ request: ImageRequest
  ) throws -> [ImageAnswer] {
    worker.begin(ImageJob(run: run, name: nil, request: request))
    var answers: [ImageAnswer] = []
    while answers.last.map({ $0.progress != nil }) ?? true {
      try #require(worker.replies.waitForMessage(timeout: .seconds(60)))
      answers += worker.replies.drain().filter { $0.request == request }
    }
    return answers
  }

  private func request(
    _ image: ImageChoice?, maps: String? = nil, _ checkpoint: ImageRequest.Checkpoint = .best
  ) -> ImageRequest {
    ImageRequest(checkpoint: checkpoint, image: image, featureMaps: maps, isAlone: false)
  }

  private func prediction(
    _ run: Run, _ path: String, at choice: CheckpointChoice
  ) throws -> Prediction {
    var found: Prediction?
    let predictor = try Predictor(TrainedNetwork(run, at: choice), images: 1, threads: 1)
    try predictor.predict([ImageFile(path: path)]) { found = try $1.get() }
    return try #require(found)
  }

  @Test func anOwnImageHasTheGuessesOfPredict() throws {
    let trained = try CheckpointedRun()
    try trained.checkpoint(5, error: 0.4)
    try trained.checkpoint(9, error: 0.6)
    let path = try trained.folder.picture("own.png", 77)
    let worker = ImageWorker {}
    for (checkpoint, step) in [(ImageRequest.Checkpoint.best, 5), (.last, 9)] {
      let answer = try #require(
        answers(worker, trained.run, request(.file(path: path), maps: "conv1", checkpoint)).last)
      #expect(
        answer.checkpoint == .init(step: step, isBest: step == 5, isLast: step == 9))
      let image = try #require(answer.image)
      let prediction = try prediction(trained.run, path, at: .step(step))
      #expect(image.guesses.map(\.label) == prediction.guesses.map(\.label))
      for (guess, wanted) in zip(image.guesses, prediction.guesses) {
        #expect(abs(guess.probability - wanted.probability) < 1e-6)
      }
      #expect(image.maps?.layer == "conv1" && image.maps?.shape.channels == 4)
      #expect(image.width == 240 && image.pixels.count == 3 * 240 * 240)
    }
  }

  @Test func bothMapsOfAnImageAreCompleted() throws {
    let trained = try CheckpointedRun()
    try trained.checkpoint(5)
    let worker = ImageWorker {}
    for method in AttributionRequest.Method.allCases {
      var wanted = request(.validation(.init(from: 30)))
      wanted.attribution = .init(method)
      worker.begin(ImageJob(run: trained.run, name: nil, request: wanted))
      var maps: [AttributionMap] = []
      while maps.last?.isComplete != true {
        try #require(worker.replies.waitForMessage(timeout: .seconds(60)))
        maps += worker.replies.drain().filter { $0.request == wanted }
          .compactMap { $0.image?.attribution }
      }
      let map = try #require(maps.last)
      #expect(map.problem == nil && map.label == 1)
      #expect(map.firstStep == 5 && map.lastStep == 5)
      #expect(map.positions == (method == .occlusion ? 121 : 400))
    }
  }

  /// The 75 validation images need three passes.
  @Test func theConfusionIsThatOfEvaluate() throws {
    let trained = try CheckpointedRun()
    try trained.checkpoint(5)
    let answer = try #require(answers(ImageWorker {}, trained.run, request(nil)).last)
    let network = try TrainedNetwork(trained.run)
    let result = try SetEvaluator(
      [network], on: EvaluationData(nil, for: network), settings: .init(threads: 1)
    ).evaluate()
    let confusion = try #require(answer.confusion)
    #expect(confusion.step == 5 && confusion.images == [25, 25, 25])
    let top1 = Double(confusion.errors.reduce(0, +)) / 75
    #expect(abs(top1 - result.top1) < 1e-12 && top1 > 0)
    #expect(answer.checkpoint == .init(step: 5, isBest: false, isLast: true))
  }

  @Test func wrongImagesAreFoundByTheGuessesOfTheCheckpoint() throws {
    let trained = try CheckpointedRun()
    try trained.checkpoint(5)
    let worker = ImageWorker {}
    let confusion = try #require(answers(worker, trained.run, request(nil)).last?.confusion)
    let errors = confusion.errors.reduce(0, +)
    var number = -1
    for place in 1...min(3, errors) {
      let choice = ImageChoice.validation(.init(from: number + 1, errorsOnly: true))
      let image = try #require(answers(worker, trained.run, request(choice)).last?.image)
      #expect(image.match == SearchMatch(step: 5, count: errors, images: 75, place: place))
      #expect(image.label != image.guesses.first?.label)
      number = try #require(image.number)
    }
    number = -1
    for _ in 0..<3 {
      let ofClass = ImageChoice.validation(.init(from: number + 1, label: 2))
      let image = try #require(answers(worker, trained.run, request(ofClass)).last?.image)
      #expect(image.label == 2)
      #expect(try #require(image.number) > number)
      number = try #require(image.number)
    }
  }

  @Test func aRequestEndsTheOneBefore() throws {
    let trained = try CheckpointedRun()
    try trained.checkpoint(5)
    let worker = ImageWorker {}
    worker.begin(ImageJob(run: trained.run, name: nil, request: request(nil)))
    worker.end()
    let image = ImageChoice.validation(.init(from: 4))
    let answer = try #require(answers(worker, trained.run, request(image)).last)
    #expect(answer.image?.number == 4 && answer.progress == nil)
    // The evaluation continues where it was left.
    #expect(try answers(worker, trained.run, request(nil)).last?.confusion?.images == [25, 25, 25])
  }

  @Test func withoutDataOwnImagesAreStillAnalysed() throws {
    let trained = try CheckpointedRun()
    try trained.checkpoint(5)
    let path = try trained.folder.picture("own.png", 77)
    try FileManager.default.removeItem(atPath: "\(trained.folder.path)/data")
    let worker = ImageWorker {}
    for request in [request(.validation(.init())), request(nil)] {
      let answer = try #require(answers(worker, trained.run, request).last)
      #expect(answer.absence?.contains("/data") == true, "\(answer.absence ?? "")")
      #expect(answer.confusion == nil && answer.problem == nil)
    }
    let answer = try #require(answers(worker, trained.run, request(.file(path: path))).last)
    #expect(answer.image?.guesses.count == 3 && answer.image?.problem == nil)
  }

  @Test func withoutACheckpointTheProblemIsExplained() throws {
    let trained = try CheckpointedRun()
    let answer = try #require(
      answers(ImageWorker {}, trained.run, request(.validation(.init()))).last)
    #expect(answer.problem?.contains("has no checkpoint") == true && answer.image == nil)
  }

  @Test func aDamagedOwnImageIsExplainedAndOthersFollow() throws {
    let trained = try CheckpointedRun()
    try trained.checkpoint(5)
    let worker = ImageWorker {}
    let damaged = try trained.folder.write("damaged.png", [1, 2, 3])
    let answer = try #require(answers(worker, trained.run, request(.file(path: damaged))).last)
    #expect(answer.image?.problem != nil && answer.problem == nil)
    let path = try trained.folder.picture("own.png", 77)
    #expect(
      try answers(worker, trained.run, request(.file(path: path))).last?.image?.problem == nil)
  }
}
