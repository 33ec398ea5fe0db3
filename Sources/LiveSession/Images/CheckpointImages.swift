import Blueprint
import Compute
import Dashboard
import Evaluating
import Images
import Observing
import Runs
import Training

/// The network of a checkpoint of a run that is over, with the run's validation images. It must be used on
/// the thread that created it.
final class CheckpointImages {
  /// The largest number of images in a pass over the validation images. A larger pass is not much faster, and
  /// a new request waits for its end.
  private static let imagesPerPass = 32

  /// The checkpoint.
  let checkpoint: ImageAnswer.Checkpoint
  private let network: TrainedNetwork
  private let executable: EvaluatingNetwork
  private let evaluator: SingleImageEvaluator
  private let threads: Int
  private var ownImages: ImageAnalyzer?
  private var validation: Result<ValidationImages, Absence>?

  /// The validation images and their evaluation.
  private struct ValidationImages {
    let analyzer: ImageAnalyzer
    let evaluation: CheckpointValidation
  }

  /// The reason for which there are no validation images.
  struct Absence: Error {
    /// A sentence with the reason.
    let text: String
  }

  /// Reads the network of a checkpoint.
  /// - Parameters:
  ///   - run: The run.
  ///   - choice: The checkpoint.
  ///   - threads: The number of threads that compute.
  /// - Throws: `EvaluatingError` without a checkpoint, `RunsError` if its file cannot be read, `ComputeError`
  ///   if memory is missing, and `ImagesError`.
  init(_ run: Run, _ choice: ImageRequest.Checkpoint, threads: Int) throws {
    network = try TrainedNetwork(run, at: choice == .best ? .standard : .last)
    let (best, last) = (run.checkpoints.bestStep, run.checkpoints.steps.last)
    checkpoint = .init(
      step: network.step, isBest: network.step == best, isLast: network.step == last)
    self.threads = threads
    let (layout, precision) = (try network.spec.layout(), network.usablePrecision)
    try EvaluatingNetwork.check(
      layout, batch: Self.imagesPerPass, precision: precision, batchesAhead: threads + 1)
    let engine = try Engine(threads: threads)
    executable = try EvaluatingNetwork(
      network.spec, layout: layout, batch: Self.imagesPerPass, precision: precision, on: engine)
    try executable.setParameters { [network] in try network.numbers($0, shape: $1) }
    evaluator = try SingleImageEvaluator(executable)
  }

  /// Returns an image with the guesses of the network, or with the problem that prevents them.
  /// - Parameters:
  ///   - choice: The image.
  ///   - layer: The layer whose feature maps are included; `nil` includes none.
  ///   - cell: The cell whose computation is included; `nil` includes none.
  /// - Throws: `Absence` for a validation image if there are none.
  func analyze(
    _ choice: ImageChoice, maps layer: String?, cell: CellChoice?
  ) throws -> ImageAnalysis {
    switch choice {
    case .file:
      return try analyzerOfFiles().analyze(
        choice, maps: layer, cell: cell, knobs: network.knobs, outcome: nil)
    case .validation:
      let images = try validationImages()
      return images.analyzer.analyze(
        choice, maps: layer, cell: cell, knobs: network.knobs, outcome: images.evaluation.outcome)
    }
  }

  /// Adds as much of a map of the regions that the network looks at as fits into some time of this thread.
  /// - Parameter analysis: The latest analysis without a problem.
  func attribute(
    _ request: AttributionRequest, to analysis: inout ImageAnalysis, within limit: Duration
  ) throws {
    let analyzer =
      switch analysis.choice {
      case .file: try analyzerOfFiles()
      case .validation: try validationImages().analyzer
      }
    analyzer.attribute(
      request, to: &analysis, knobs: network.knobs, step: checkpoint.step, within: limit)
  }

  /// Returns the evaluation of the validation images, as far as it is complete.
  /// - Throws: `Absence` if there are none.
  func evaluation() throws(Absence) -> CheckpointValidation { try validationImages().evaluation }

  private func analyzerOfFiles() throws -> ImageAnalyzer {
    if let ownImages { return ownImages }
    try network.checkReadsFiles()
    let analyzer = ImageAnalyzer(
      evaluator, try SingleImages(imageShape: network.imageShape, input: input))
    ownImages = analyzer
    return analyzer
  }

  private var input: InputFormat { InputFormat(of: network.spec, mean: network.mean) }

  /// Opens the validation images when they are first needed: a large folder takes some time.
  private func validationImages() throws(Absence) -> ValidationImages {
    if let validation { return try validation.get() }
    let opened: Result<ValidationImages, Absence>
    do {
      opened = .success(try openValidationImages())
    } catch let absence as Absence {
      opened = .failure(absence)
    } catch EvaluatingError.noOwnImages {
      opened = .failure(
        Absence(text: "This run was imported, so it has no validation images of its own."))
    } catch {
      opened = .failure(Absence(text: "There are no validation images: \(error)"))
    }
    validation = opened
    return try opened.get()
  }

  private func openValidationImages() throws -> ValidationImages {
    let data = try EvaluationData(nil, for: network)
    let labels = try data.labels(for: network)
    guard data.source.count(.validation) > 0 else {
      throw Absence(text: "This run has no validation images.")
    }
    return ValidationImages(
      analyzer: ImageAnalyzer(
        evaluator, try SingleImages(source: data.source, input: input), labels: labels),
      evaluation: try CheckpointValidation(
        executable, of: data.source, input: input, labels: labels, lrn: network.knobs.lrn,
        step: network.step, threads: threads))
  }
}
