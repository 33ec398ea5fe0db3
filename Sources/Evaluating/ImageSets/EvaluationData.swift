import Blueprint
import Images

/// The images on which networks are evaluated, with their classes.
public struct EvaluationData: Sendable {
  /// The images.
  public let source: any DataSource
  /// The splits that are evaluated, in the order of the images' numbers.
  public let splits: [Split]
  /// The path of the folder, or "scenes".
  public let location: String
  /// The identity of the images.
  public let identity: ImageSetIdentity
  /// The classes in the order of the images' labels. After them stand the classes of the network that the
  /// images lack.
  let classes: [TrainedClass]

  /// Opens images.
  ///
  /// A folder without a validation set is used as a whole, unless its images are those that the run was
  /// trained on: then the run's own held-out images are the validation set. Scenes that are named are those of
  /// seed 1, so that runs of all seeds can be evaluated on the same images; without a name they are those of
  /// the run.
  /// - Parameters:
  ///   - choice: The images; `nil` for the data of the run.
  ///   - splits: The splits to evaluate; `nil` for the validation set, or for all images of a folder without
  ///     one.
  ///   - network: The network of the run. Its plan has the data and their division.
  /// - Throws: `ImagesError` if the images cannot be opened, and `EvaluatingError.noOwnImages` for an
  ///   imported run without a choice.
  public init(
    _ choice: DataChoice?, splits: [Split]? = nil, for network: TrainedNetwork
  ) throws {
    let plan = network.plan
    guard choice ?? plan.data != .imported else {
      throw EvaluatingError.noOwnImages(run: network.run.name)
    }
    let own = ImageSetIdentity.Division(
      seed: plan.seed,
      validationShare: plan.validationShare ?? ImageFolder.standardValidationShare)
    let shared = ImageSetIdentity.Division(
      seed: 1, validationShare: ImageFolder.standardValidationShare)
    var division = choice == nil ? own : shared
    var source = try Self.open(choice ?? plan.data, division, for: network)
    let fingerprint = try source.fingerprint()
    var isWhole = false
    if choice != nil, let folder = source as? ImageFolder, folder.holdsOutValidation {
      if network.isTrained(on: fingerprint) {
        division = own
        source = try Self.open(choice ?? plan.data, division, for: network)
      } else {
        isWhole = true
      }
    }
    self.source = source
    self.splits = splits ?? (isWhole ? [.train, .validation] : [.validation])
    location = (choice ?? plan.data).location
    identity = ImageSetIdentity(fingerprint, self.splits, division)
    classes = LabelMap.completed(fingerprint.trainedClasses, for: network.classes)
  }

  private static func open(
    _ choice: DataChoice, _ division: ImageSetIdentity.Division, for network: TrainedNetwork
  ) throws(ImagesError) -> any DataSource {
    try DataSources.open(
      choice, seed: division.seed, validationShare: division.validationShare,
      allowsEmptyClasses: true, for: network.spec.input)
  }

  /// The number of images.
  public var count: Int { splits.reduce(0) { $0 + source.count($1) } }

  /// The name of the splits: "validation", "train" or "all".
  public var splitName: String { splits.count > 1 ? "all" : splits.first?.rawValue ?? "" }

  /// Returns the label of a network for each label of the images, whose classes can be in another order.
  /// - Throws: `EvaluatingError.otherClasses`, and `.otherImages` if the network cannot read the images.
  public func labels(for network: TrainedNetwork) throws(EvaluatingError) -> [Int] {
    let map = try labelMap(for: network)
    guard network.imageShape == source.imageShape else {
      throw .otherImages(
        run: network.run.name, trained: network.imageShape, data: location,
        found: source.imageShape)
    }
    return map.labels
  }

  /// Returns the labels of a network for the labels of the images.
  /// - Throws: `EvaluatingError.otherClasses`.
  func labelMap(for network: TrainedNetwork) throws(EvaluatingError) -> LabelMap {
    if let map = LabelMap(of: network.classes, for: classes) { return map }
    let (missing, extra) = LabelMap.difference(of: network.classes, from: classes)
    throw .otherClasses(
      run: network.run.name, data: location, missing: missing, extra: extra)
  }
}

extension TrainedNetwork {
  /// Returns true if images are those of the record of the run's data.
  func isTrained(on images: DataFingerprint) -> Bool {
    guard let bytes = try? run.dataRecord(), let record = try? DataFingerprint(json: bytes) else {
      return false
    }
    return images.difference(from: record) == nil
  }
}
