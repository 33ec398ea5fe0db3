import Blueprint
import FoundationEssentials
import Observing
import Runs

/// The run that an imported network becomes: a plan, a checkpoint of step 0 without momentum, the kernels of
/// the first layer, and a journal that begins and ends with the import.
public struct ImportedRun {
  /// The data on which the run can continue.
  public struct Data {
    /// The location, for the plan.
    public var choice: DataChoice
    /// The name of the images: "CIFAR-10".
    public var name: String
    /// The number of training images.
    public var trainImages: Int
    /// The number of validation images.
    public var validationImages: Int

    /// Creates the data of a run.
    public init(choice: DataChoice, name: String, trainImages: Int, validationImages: Int) {
      self.choice = choice
      self.name = name
      self.trainImages = trainImages
      self.validationImages = validationImages
    }
  }

  private let network: NetworkImport
  private let data: Data?
  private let classes: [String]
  private let hasClassNames: Bool
  private let classRecord: [UInt8]?
  private let threads: Int

  /// Creates the run of a network.
  /// - Parameters:
  ///   - network: The network.
  ///   - classes: The names of the classes in the order of the outputs; `nil` for those of the file, or for
  ///     numbers from 0 if it has none.
  ///   - classRecord: The contents of `data.json`, with the classes; `nil` for no such file.
  ///   - data: The data on which the run can continue; `nil` for none.
  ///   - threads: The number of compute threads of the plan.
  /// - Throws: `ImportError.otherClassCount`.
  public init(
    _ network: NetworkImport, classes: [String]? = nil, classRecord: [UInt8]? = nil,
    data: Data? = nil, threads: Int
  ) throws(ImportError) {
    let outputs = network.spec.classes
    let known = classes ?? network.classes
    if let known, known.count != outputs {
      throw .otherClassCount(names: "the list of classes", count: known.count, outputs: outputs)
    }
    self.network = network
    self.data = data
    self.classes = known ?? (0..<outputs).map(String.init)
    hasClassNames = known != nil
    self.classRecord = classRecord
    self.threads = threads
  }

  /// Writes the run, completely or not at all.
  /// - Parameters:
  ///   - name: The name of the run.
  ///   - store: The folder of all runs.
  ///   - progress: Called after each block with the share of the work that is done, 0…1. An error that it
  ///     throws ends the import.
  /// - Returns: The run.
  /// - Throws: `ImportError`, `RunsError`, and the errors of `progress`.
  public func write(
    as name: String, in store: RunStore, progress: (Double) throws -> Void = { _ in }
  ) throws -> Run {
    // The name is checked before the file is read.
    try store.checkIsFree(name)
    // The file is read twice, for its SHA-256 and for its numbers, and the checkpoint has twice the numbers.
    let bytes = try parameterBytes()
    let total = Double(max(1, 4 * bytes))
    var done = 0
    func advance(_ count: Int) throws {
      done += count
      try progress(min(1, Double(done) / total))
    }
    let sha256 = try network.file.sha256(onBlock: advance)
    let plan = plan(sha256: sha256)
    return try store.create(plan, name: name) { hidden, final in
      let numbers = try CheckpointNumbers(network, mean: network.mean, onTensor: advance)
      let state = TrainingState(
        plan: plan, knobs: plan.knobs, step: 0, seconds: 0, waited: 0,
        imagesPerEpoch: data?.trainImages ?? 0, validationImages: data?.validationImages ?? 0)
      _ = try hidden.checkpoints.write(state, numbers.tensors, data: numbers.bytes)
      try record(numbers.kernels(of: plan.network), in: hidden)
      if let classRecord { try hidden.writeDataRecord(classRecord) }
      try writeJournal(plan, in: hidden, as: final)
      try advance(2 * bytes)
    }
  }

  private func parameterBytes() throws -> Int { try 4 * network.spec.layout().parameters }

  private func plan(sha256: String) -> RunPlan {
    var plan = RunPlan.imported(
      network.spec,
      from: ImportedFile(
        path: network.path, sha256: sha256, hasClassNames: hasClassNames, image: network.image),
      data: data?.choice ?? .imported, trainImages: data?.trainImages,
      validationImages: data?.validationImages, threads: threads)
    plan.knobs.lrn = network.lrn
    return plan
  }

  private func record(_ kernels: Kernels?, in run: Run) throws {
    guard let kernels else { return }
    let shape = KernelTimeline.KernelShape(
      count: kernels.count, channels: kernels.channels, size: kernels.size)
    try KernelRecorder(path: run.kernelsPath, shape: shape, after: 0).append(kernels, step: 0)
  }

  private func writeJournal(_ plan: RunPlan, in hidden: Run, as final: Run) throws {
    let journal = try hidden.openJournal()
    try journal.append(
      .started(
        TrainingEvent.Started(
          run: final.name, network: plan.network.name,
          parameters: try plan.network.layout().parameters,
          data: data?.name ?? DataChoice.imported.description, classes: classes,
          trainImages: data?.trainImages ?? 0, validationImages: data?.validationImages ?? 0,
          seed: plan.seed, plan: plan, time: Date().timeIntervalSince1970)))
    try journal.append(.checkpoint(step: 0, path: final.checkpoints.path(ofStep: 0)))
    try journal.append(.finished(step: 0, seconds: 0, reason: .imported))
    journal.synchronize()
  }
}
