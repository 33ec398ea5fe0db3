/// The file of another program, or an export of this one, that a run's first weights come from.
public struct ImportedFile: Hashable, Codable, Sendable {
  /// The absolute path of the file when it was imported.
  public var path: String
  /// The SHA-256 of the file, in hexadecimal digits.
  public var sha256: String
  /// True if the names of the classes are known; otherwise they are numbers.
  public var hasClassNames: Bool
  /// The shape of the training images before any crop; `nil` if the file does not have it.
  public var image: Shape?

  /// Creates the description of a file.
  public init(path: String, sha256: String, hasClassNames: Bool, image: Shape? = nil) {
    self.path = path
    self.sha256 = sha256
    self.hasClassNames = hasClassNames
    self.image = image
  }
}

extension RunPlan {
  /// Returns the default plan of an imported network, which continues its training.
  ///
  /// The rate is a tenth of the one for initial weights, as in Caffe's example of fine-tuning
  /// (models/finetune_flickr_style/solver.prototxt: 0.001). Without data, the interval of validations is that
  /// of 50 validation images a class, as ImageNet has.
  /// - Parameters:
  ///   - network: The network.
  ///   - file: The file of its weights.
  ///   - data: The data to continue on; `.imported` for none.
  ///   - trainImages: The number of training images; `nil` without data. A batch has no more images than these.
  ///   - validationImages: The size of the validation set; `nil` without data.
  ///   - threads: The number of compute threads, at least 1.
  public static func imported(
    _ network: NetworkSpec, from file: ImportedFile, data: DataChoice = .imported,
    trainImages: Int? = nil, validationImages: Int? = nil, threads: Int
  ) -> RunPlan {
    var plan = standard(
      network, data: data, validationImages: validationImages ?? 50 * network.classes,
      threads: threads)
    plan.knobs.rate = 0.001
    plan.imported = file
    if let trainImages { plan.limitBatch(to: trainImages) }
    return plan
  }

  /// Lowers the batch to a number of training images, since a larger one could not be filled.
  public mutating func limitBatch(to images: Int) { batch = max(1, min(batch, images)) }
}
