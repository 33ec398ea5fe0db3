import Blueprint
import Dashboard
import Evaluating
import Foundation
import Images
import Runs
import Testing

@testable import LiveSession

/// Evaluations that a dashboard starts, of a small run with real checkpoints and images.
@Suite struct EvaluationJobTests {
  private let trained: CheckpointedRun
  private let jobs: RunJobs
  private var run: Run { trained.run }

  init() throws {
    trained = try CheckpointedRun(validationImages: 8)
    try trained.checkpoint(5, error: 0.4)
    try trained.checkpoint(9, error: 0.6)
    jobs = RunJobs(trained.run.store) {}
  }

  /// Starts an evaluation and returns its last reply.
  private func reply(_ request: EvaluationRequest) throws -> EvaluationReply {
    jobs.evaluate(request)
    while true {
      try #require(jobs.replies.waitForMessage(timeout: .seconds(120)))
      for case .evaluation(let reply) in jobs.replies.drain() {
        if case .progress = reply { continue }
        return reply
      }
    }
  }

  private func result(
    _ checkpoint: ChosenCheckpoint = .standard, images: String? = nil, views: Int = 1
  ) throws -> EvaluationResult {
    let reply = try reply(
      EvaluationRequest(run: "first", checkpoint: checkpoint, images: images, views: views))
    guard case .finished(let result) = reply else {
      Issue.record("\(reply)")
      throw CancellationError()
    }
    return result
  }

  private func failure(_ request: EvaluationRequest) throws -> String {
    let reply = try reply(request)
    guard case .failed(let text) = reply else {
      Issue.record("\(reply)")
      throw CancellationError()
    }
    return text
  }

  /// The expected values are those of the same network on the same images with another number of threads
  /// and inputs.
  @Test func theResultIsThatOfTheCommandAndIsRecorded() throws {
    let network = try TrainedNetwork(run, at: .best)
    let wanted = try SetEvaluator(
      [network], on: EvaluationData(nil, for: network),
      settings: .init(inputsPerPass: 5, threads: 1)
    ).evaluate()
    let result = try result(.best)
    #expect(result.run == "first" && result.evaluation.step == 5 && result.count == 24)
    #expect(result.evaluation.top1 == wanted.top1)
    #expect(abs(result.evaluation.loss - wanted.loss) < 1e-4)
    #expect(!result.hasTop5, "three classes have no top-5 error")
    let errors = Int((wanted.top1 * 24).rounded())
    #expect(result.classes.reduce(0) { $0 + $1.errors } == errors)
    #expect(result.confusions.reduce(0) { $0 + $1.images } == errors)
    #expect(zip(result.classes, result.classes.dropFirst()).allSatisfy { $0.errors >= $1.errors })
    #expect(result.earlier == nil && result.problem == nil)
    let recorded = try #require(run.evaluations.first)
    #expect(recorded.top1 == wanted.top1 && recorded.step == 5)
    #expect(
      result.file.map { ($0 as NSString).expandingTildeInPath }?.hasPrefix(run.folder) == true)
  }

  @Test func itIsComparedWithAnotherEvaluationOfTheSameImages() throws {
    let first = try result(.best)
    let last = try result(.last)
    #expect(last.evaluation.step == 9 && last.earlier == first.evaluation)
    // The same checkpoint and views are not a comparison.
    #expect(try result(.last).earlier == first.evaluation)
    #expect(try result(.step(5), views: 10).earlier?.step == 9)
    let other = try trained.folder.picture("other/cat/1.png", 3)
    for name in ["dog", "wolf"] { try trained.folder.picture("other/\(name)/1.png", 4) }
    let path = ((other as NSString).deletingLastPathComponent as NSString)
      .deletingLastPathComponent
    let elsewhere = try result(images: path)
    #expect(elsewhere.earlier == nil && elsewhere.count == 3 && !elsewhere.isOwnValidation)
  }

  @Test func itIsComparedWithTheLastValidation() throws {
    let journal = try run.openJournal()
    for (step, top1) in [(5, 0.4), (9, 0.6)] {
      try journal.append(
        .validation(.init(step: step, epoch: 1, loss: 1, top1: top1, top5: 0)))
    }
    journal.release()
    let validation = try #require(try result(.best).validation)
    #expect(validation.step == 9 && validation.top1 == 0.6)
  }

  @Test func damagedImagesAreLeftOut() throws {
    try trained.folder.write("data/val/cat/3.png", [1, 2, 3])
    let result = try result()
    #expect(result.count == 23 && result.evaluation.images.damaged == 1)
  }

  // MARK: - Failures

  @Test func aFailureIsAClearSentence() throws {
    #expect(
      try failure(EvaluationRequest(run: "first", checkpoint: .step(7))).contains(
        "The checkpoint of step 7 of first does not exist any more."))
    #expect(
      try failure(EvaluationRequest(run: "first", images: "/nowhere/at/all")).contains(
        "'/nowhere/at/all' was not found"))
    #expect(try failure(EvaluationRequest(run: "second")).contains("second"))
    try FileManager.default.removeItem(atPath: "\(trained.folder.path)/data")
    #expect(try failure(EvaluationRequest(run: "first")).contains("/data' was not found"))
  }

  @Test func aDamagedCheckpointLeavesTheOthers() throws {
    let path = run.checkpoints.path(ofStep: 9)
    let bytes = try #require(FileManager.default.contents(atPath: path))
    try bytes.prefix(bytes.count - 100).write(to: URL(filePath: path))
    let text = try failure(EvaluationRequest(run: "first", checkpoint: .last))
    #expect(text.contains("damaged") && text.hasSuffix("Choose another checkpoint."))
    #expect(!text.contains("--"), "options of commands have no place on a screen")
    #expect(try result(.best).evaluation.step == 5)
  }

  @Test func aResultThatCannotBeRecordedIsShown() throws {
    try trained.folder.write("runs/first/evaluations", [0])
    let result = try result()
    #expect(result.count == 24 && result.file == nil)
    #expect(result.problem?.contains("cannot") == true)
  }

  @Test func aCancelledEvaluationRecordsNothing() throws {
    jobs.evaluate(EvaluationRequest(run: "first", views: 10))
    jobs.evaluation.cancel()
    try #require(jobs.replies.waitForMessage(timeout: .seconds(60)))
    #expect(jobs.replies.drain() == [.evaluation(.cancelled)])
    #expect(run.evaluations.isEmpty)
    #expect(try result().count == 24)
    jobs.end(within: .seconds(60))
  }

  @Test func theFilesOfARunAreRead() throws {
    let files = RunFiles(of: "first", in: run.store)
    #expect(files.steps == [5, 9] && files.bestStep == 5 && !files.isTraining)
    #expect(files.data?.contains("data") == true && files.problem == nil)
    #expect(RunFiles(of: "second", in: run.store).problem?.contains("second") == true)
    let journal = try run.openJournal()
    #expect(RunFiles(of: "first", in: run.store).isTraining)
    journal.release()
  }
}
