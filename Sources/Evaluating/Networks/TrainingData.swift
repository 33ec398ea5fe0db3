import Blueprint
import Images
import Runs

/// The records that a run has of its training data, and the data themselves where the records are not
/// enough.
struct TrainingData {
  private let run: Run
  private let plan: RunPlan
  /// The record `data.json`; `nil` if there is none, or if it cannot be read.
  private let record: DataFingerprint?

  init(of run: Run, _ plan: RunPlan) {
    self.run = run
    self.plan = plan
    let bytes = try? run.dataRecord()
    record = bytes.flatMap { try? DataFingerprint(json: $0) }
  }

  /// Returns the classes in the order of the labels: those of the record, or those of the journal, which has
  /// no names of folders.
  /// - Throws: `EvaluatingError.noClasses` if both are missing, and `RunsError`.
  func classes() throws -> [TrainedClass] {
    if let record { return record.classes.map { TrainedClass(id: $0.id, name: $0.name) } }
    guard let start = try run.startEvent() else { throw EvaluatingError.noClasses(run: run.name) }
    return start.classes.map { TrainedClass(id: nil, name: $0) }
  }

  /// Measures the mean that training subtracts, for checkpoints of older programs, which do not have it.
  /// - Throws: `EvaluatingError.noMean` if the data cannot be opened.
  func mean() throws(EvaluatingError) -> InputMean {
    do throws(ImagesError) {
      return try DataSources.open(plan).inputMean
    } catch {
      throw .noMean(run: run.name, data: plan.data.location, reason: error.problem)
    }
  }

  /// Returns the shape of the training images before any crop.
  /// - Parameter mean: The mean of the network, which has the shape of the images if it is an image.
  func imageShape(_ mean: InputMean) -> Shape {
    if case .image(_, let shape) = mean { return shape }
    if plan.data == .imported, let shape = plan.imported?.image { return shape }
    if plan.data == .scenes, plan.network.normalization == nil {
      return Scenes(seed: plan.seed, for: plan.network.input).imageShape
    }
    return record.flatMap(Self.shape) ?? Self.standardShape(for: plan.network.input)
  }

  /// Returns the shape of the images of a record: folders are decoded to squares of one size, and other
  /// data have the shape in the text of their variant ("3×32×32").
  private static func shape(of record: DataFingerprint) -> Shape? {
    guard let match = record.variant.firstMatch(of: /(\d+)×(\d+)×(\d+)/),
      let channels = Int(match.1), let height = Int(match.2), let width = Int(match.3)
    else {
      return ["image folder", "prepared folder"].contains(record.kind) ? folderShape : nil
    }
    return Shape(channels: channels, height: height, width: width)
  }

  private static let folderShape = Shape(
    channels: 3, height: ImageFolder.side, width: ImageFolder.side)

  /// The shape for a network without a record: 256×256 as in the paper, or the network's input if
  /// that is small, as for CIFAR.
  private static func standardShape(for input: Shape) -> Shape {
    input.height > ImageFolder.side / 2 && input.height <= ImageFolder.side ? folderShape : input
  }
}

extension DataChoice {
  /// The location of the data, for messages.
  var location: String {
    switch self {
    case .scenes: "scenes"
    case .folder(let path): path
    case .imported: "an import"
    }
  }
}
