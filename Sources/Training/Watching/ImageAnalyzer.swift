import Blueprint
import Compute
import DisplayText
import FoundationEssentials
import Images
import Machine
import Observing
import Runs

/// Evaluates a network on one image that the user has chosen. It must be used on the thread that created
/// the evaluator's engine.
public final class ImageAnalyzer {
  private let evaluator: SingleImageEvaluator
  private lazy var mapper = AttributionMapper(evaluator)
  private let images: SingleImages
  /// The network's label for each label of the images; `nil` if they are the same.
  private let labels: [Int]?
  /// A sentence with the reason for which there are no validation images.
  private let absence: String
  /// Receives the input before it is evaluated; `nil` without a receiver.
  private var onInput: (([Float]) -> Void)?
  /// The latest image, which is not decoded again while the choice stays the same.
  private var latest: (choice: ImageChoice, number: Int?, label: Int?, image: InputImage)?

  init(_ network: Network, data: any DataSource) throws {
    evaluator = try SingleImageEvaluator(network)
    images = try SingleImages(source: data, input: InputFormat(of: network.spec))
    labels = nil
    absence = Self.noImages
  }

  /// Creates an analyzer from its parts.
  /// - Parameters:
  ///   - evaluator: The network.
  ///   - images: The validation images, and the conversion of image files.
  ///   - labels: The network's label for each label of the images; `nil` if they are the same.
  ///   - absence: A sentence with the reason for which there are no validation images; `nil` if there are
  ///     some, or without a reason.
  public init(
    _ evaluator: SingleImageEvaluator, _ images: SingleImages, labels: [Int]? = nil,
    absence: String? = nil
  ) {
    self.evaluator = evaluator
    self.images = images
    self.labels = labels
    self.absence = absence ?? Self.noImages
  }

  private static let noImages = "There are no validation images."

  /// Returns the image with the network's predictions, or with the problem that prevents them.
  /// - Parameters:
  ///   - choice: The image.
  ///   - layer: The layer whose feature maps are included; `nil` includes none.
  ///   - cell: The cell whose computation is included; `nil` includes none.
  ///   - knobs: The values at the step of the parameters; dropout is off.
  ///   - outcome: The validation whose errors and classes are searched; `nil` before the first.
  public func analyze(
    _ choice: ImageChoice, maps layer: String?, cell: CellChoice? = nil, knobs: Knobs,
    outcome: ValidationOutcome?
  ) -> ImageAnalysis {
    do {
      let number = try find(choice, outcome)
      if latest?.choice != choice || latest?.number != number {
        latest = nil
        latest = try open(choice, number)
      }
      guard let latest else { return ImageAnalysis(choice) }
      var analysis = try evaluate(
        latest.image, number, latest.label, choice, maps: layer, cell: cell, knobs)
      if case .validation(let search) = choice, !search.findsAll, let number {
        analysis.match = outcome?.match(search, image: number)
      }
      return analysis
    } catch let problem as Problem {
      return ImageAnalysis(choice, problem: problem.message)
    } catch let error as ImagesError {
      return ImageAnalysis(choice, problem: Self.explanation(of: error))
    } catch {
      return ImageAnalysis(choice, problem: "\(error)".asSentence)
    }
  }

  /// Adds the map of the regions that the network looks at to the analysis of the latest image, which must
  /// have been made with the same parameters. Without an image the analysis stays as it is.
  /// - Parameters:
  ///   - request: The map.
  ///   - analysis: The latest analysis of this analyzer.
  ///   - knobs: The values at the step of the parameters; dropout is off.
  ///   - step: The step of the parameters.
  ///   - limit: The time of this thread after which no further pass begins. A map that needs more is continued
  ///     by the next call.
  /// - Precondition: The network is not divided among processes.
  public func attribute(
    _ request: AttributionRequest, to analysis: inout ImageAnalysis, knobs: Knobs, step: Int,
    within limit: Duration
  ) {
    guard analysis.problem == nil, let latest, latest.choice == analysis.choice,
      latest.number == analysis.number
    else { return }
    analysis.attribution = mapper.map(
      request, of: latest.image.input, analysis, knobs, step: step, within: limit)
  }

  /// Analyzes an image together with the ranks that have the other parts of the network. Only rank 0 opens the image;
  /// the others receive the input, and their results do not count.
  func analyze(
    _ choice: ImageChoice, maps layer: String?, cell: CellChoice? = nil, knobs: Knobs,
    outcome: ValidationOutcome?, in job: TrainingJob
  ) -> ImageAnalysis {
    guard job.isFirst else {
      evaluatePart(maps: layer, knobs, in: job)
      return ImageAnalysis(choice)
    }
    var isSent = false
    onInput = { input in
      isSent = true
      _ = try? job.exchangeWithPartners(input.withUnsafeBytes { Array($0) })
    }
    defer {
      onInput = nil
      // Without an input, the other ranks have nothing to evaluate.
      if !isSent { _ = try? job.exchangeWithPartners([]) }
    }
    return analyze(choice, maps: layer, cell: cell, knobs: knobs, outcome: outcome)
  }

  private func evaluatePart(maps layer: String?, _ knobs: Knobs, in job: TrainingJob) {
    guard let message = try? job.exchangeWithPartners([])[0], !message.isEmpty else { return }
    let input = message.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: MemoryLayout<Float>.stride).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: Float.self)
      }
    }
    _ = evaluator.probabilities(of: input, knobs)
    if let layer { _ = try? evaluator.maps(of: layer) }
  }

  /// Returns what is wrong with an image, and what to do.
  private static func explanation(of error: ImagesError) -> String {
    guard case .damagedImage(let path, let damage) = error else {
      return error.sentences.asSentence
    }
    var remedy = damage.remedy
    if case .unreadable = damage {
      // The trainer can have been started in another folder than the dashboard.
      let isWhole = path.hasPrefix("/") || path.hasPrefix("~")
      remedy = isWhole ? "check the path" : "give the whole path, from '/' or '~'"
    }
    return damage.reason.asSentence + " " + remedy.asSentence
  }

  /// A reason why there is no image to evaluate.
  private enum Problem: Error {
    case noImages(String)
    case noValidation
    case noMatch(ImageChoice.Search, step: Int)

    var message: String {
      switch self {
      case .noImages(let absence): return absence
      case .noValidation: return "Errors and classes are known after the first validation."
      case .noMatch(let search, let step):
        let step = NumberText.grouped(step)
        if search.guess != nil { return "The validation at step \(step) has no such image." }
        return search.errorsOnly
          ? "All of these images were right in the validation at step \(step)."
          : "There is no validation image of this class."
      }
    }
  }

  /// Returns the number of the chosen validation image, or `nil` for a file.
  private func find(_ choice: ImageChoice, _ outcome: ValidationOutcome?) throws -> Int? {
    guard case .validation(let search) = choice else { return nil }
    guard images.count > 0 else { throw Problem.noImages(absence) }
    guard !search.findsAll else {
      return (search.from % images.count + images.count) % images.count
    }
    guard let outcome else { throw Problem.noValidation }
    guard let number = outcome.find(search) else {
      throw Problem.noMatch(search, step: outcome.step)
    }
    return number
  }

  private func open(_ choice: ImageChoice, _ number: Int?) throws -> (
    choice: ImageChoice, number: Int?, label: Int?, image: InputImage
  ) {
    switch choice {
    case .file(let path):
      return (choice, nil, nil, try images.file(path.withoutTilde))
    case .validation:
      let (image, label) = try images.validation(number ?? 0)
      return (choice, number, labels?[label] ?? label, image)
    }
  }

  private func evaluate(
    _ image: InputImage, _ number: Int?, _ label: Int?, _ choice: ImageChoice,
    maps layer: String?, cell: CellChoice?, _ knobs: Knobs
  ) throws(ComputeError) -> ImageAnalysis {
    var analysis = ImageAnalysis(choice)
    analysis.number = number
    analysis.width = image.shape.width
    analysis.height = image.shape.height
    analysis.pixels = image.pixels
    analysis.label = label
    onInput?(image.input)
    let probabilities = evaluator.probabilities(of: image.input, knobs)
    analysis.guesses = probabilities.indices
      .sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }.prefix(5)
      .map { .init(label: $0, probability: probabilities[$0]) }
    if let layer, let maps = try evaluator.maps(of: layer) {
      analysis.maps = FeatureMaps(layer: layer, shape: maps.shape, values: maps.values)
    }
    if let cell {
      analysis.formula = try CellFormulas(evaluator, knobs, probabilities: probabilities)
        .formula(of: cell)
    }
    return analysis
  }
}

extension String {
  /// The text with a capital letter at the beginning and a full stop at the end.
  fileprivate var asSentence: String {
    let capitalized = prefix(1).uppercased() + dropFirst()
    return hasSuffix(".") ? capitalized : capitalized + "."
  }
}
