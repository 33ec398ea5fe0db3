import Blueprint
import Channels
import Dashboard
import Machine
import Observing
import Runs

/// A request about images of a run, on its way to the thread that answers it.
struct ImageJob: Sendable {
  /// The run.
  var run: Run
  /// The name of the run in the answer; `nil` for the only run.
  var name: String?
  /// The request.
  var request: ImageRequest
}

/// The work of an `ImageWorker` on its thread: one request, whose answer can need many batches.
final class ImageSession {
  /// The shortest time between two answers to one request.
  private static let interval = Duration.milliseconds(200)
  /// The time after which an answer begins no further pass for a map, so that a new request does not wait.
  private static let mapTime = Duration.milliseconds(150)

  /// The properties of a job that need another network when they change.
  private struct Source: Equatable {
    var folder: String
    var steps: [Int]
    var checkpoint: ImageRequest.Checkpoint
    var threads: Int
  }

  private let post: (ImageAnswer) -> Void
  private var job: ImageJob?
  private var loaded: (source: Source, images: CheckpointImages)?
  /// The image that a search has found. It stays while the evaluation continues.
  private var found: ImageAnalysis?
  private var postedAt = ContinuousClock.now
  /// True if the answer to the present request is not complete.
  private(set) var hasWork = false

  /// Creates a session.
  /// - Parameter post: Called with each answer.
  init(_ post: @escaping (ImageAnswer) -> Void) { self.post = post }

  /// Answers a request as far as it is possible at once, instead of the one before.
  func begin(_ job: ImageJob) {
    self.job = job
    found = nil
    hasWork = false
    do {
      try load(job)
      try answer()
    } catch {
      fail(error)
    }
  }

  /// Ends the work on the present request. The network and the evaluation are kept.
  func rest() {
    job = nil
    hasWork = false
  }

  /// Releases the memory of the network. The evaluation of the validation images is lost.
  func unload() { loaded = nil }

  /// Evaluates one batch of validation images for the present request, and continues its map.
  func work() {
    guard hasWork, let images = loaded?.images else {
      hasWork = false
      return
    }
    do {
      if let evaluation = try unfinishedEvaluation(images) {
        try evaluation.evaluateNextBatch()
        guard evaluation.isComplete || ContinuousClock.now - postedAt >= Self.interval else {
          return
        }
      }
      try answer()
    } catch {
      fail(error)
    }
  }

  /// The evaluation of the validation images, if the present request needs more of it.
  private func unfinishedEvaluation(
    _ images: CheckpointImages
  ) throws(CheckpointImages.Absence) -> CheckpointValidation? {
    guard job?.request.needsValidation == true else { return nil }
    let evaluation = try images.evaluation()
    return evaluation.isComplete ? nil : evaluation
  }

  private func load(_ job: ImageJob) throws {
    let threads = job.request.isAlone ? ProcessorAllowance.current.threads : 1
    let source = Source(
      folder: job.run.folder, steps: job.run.checkpoints.steps, checkpoint: job.request.checkpoint,
      threads: threads)
    guard loaded?.source != source else { return }
    // Two networks at once could need more memory than there is.
    loaded = nil
    loaded = (
      source, try CheckpointImages(job.run, job.request.checkpoint, threads: threads)
    )
  }

  private func answer() throws {
    guard let job, let images = loaded?.images else { return }
    var answer = ImageAnswer(run: job.name, job.request)
    answer.checkpoint = images.checkpoint
    hasWork = false
    do {
      if job.request.needsValidation {
        let evaluation = try images.evaluation()
        hasWork = !evaluation.isComplete
        answer.progress = evaluation.progress
        if job.request.image == nil { answer.confusion = evaluation.outcome.confusion }
      }
      if let choice = job.request.image {
        answer.image = try analyze(choice, job.request, images)
        if answer.image?.attribution?.isComplete == false { hasWork = true }
      }
    } catch let absence as CheckpointImages.Absence {
      answer.absence = absence.text
      hasWork = false
      if let choice = job.request.image {
        answer.image = ImageAnalysis(choice, problem: absence.text)
      }
    }
    postedAt = .now
    post(answer)
  }

  /// Returns the image of the request; `nil` while it is searched.
  private func analyze(
    _ choice: ImageChoice, _ request: ImageRequest, _ images: CheckpointImages
  ) throws -> ImageAnalysis? {
    var analysis: ImageAnalysis
    if let found {
      analysis = found
      if case .validation(let search) = choice, !search.findsAll, let number = found.number {
        analysis.match = try images.evaluation().outcome.match(search, image: number)
      }
    } else {
      analysis = try images.analyze(choice, maps: request.featureMaps, cell: request.cell)
    }
    guard analysis.problem == nil else { return hasWork ? nil : analysis }
    if let map = request.attribution {
      try images.attribute(map, to: &analysis, within: Self.mapTime)
    }
    found = analysis
    return analysis
  }

  private func fail(_ error: any Error) {
    hasWork = false
    guard let job else { return }
    var answer = ImageAnswer(run: job.name, job.request)
    answer.checkpoint = loaded?.images.checkpoint
    if case .file = job.request.image, loaded != nil, let choice = job.request.image {
      // Images of another kind, such as those of the validation set, can still be analysed.
      answer.image = ImageAnalysis(choice, problem: "\(error)".asSentence)
    } else {
      answer.problem = "\(error)".asSentence
    }
    post(answer)
  }
}

extension String {
  /// The text with a capital letter at its beginning.
  fileprivate var asSentence: String { prefix(1).uppercased() + dropFirst() }
}
