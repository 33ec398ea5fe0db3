import FoundationEssentials
import Glibc

/// A run's folder `checkpoints`, with one file for each checkpoint, named after its step.
public struct CheckpointFolder: Hashable, Sendable {
  /// The number of latest checkpoints that are kept, in addition to the one with the lowest validation
  /// error.
  static let keptCount = 2

  /// The path of the folder.
  public let path: String

  init(path: String) { self.path = path }

  /// Returns the path of the checkpoint of a step, which need not exist.
  public func path(ofStep step: Int) -> String {
    let digits = String(step)
    return "\(path)/\(Self.prefix)\(String(repeating: "0", count: max(0, 8 - digits.count)))"
      + digits + Self.suffix
  }

  /// The steps of all checkpoints, in order. Damaged checkpoints are included.
  public var steps: [Int] {
    names.compactMap(Self.step(ofName:)).sorted()
  }

  /// The step of the checkpoint with the lowest top-1 error of a validation at its step; `nil` if no
  /// checkpoint has one. The earliest of several equal ones counts.
  public var bestStep: Int? {
    let errors = steps.compactMap { step in
      Checkpoint.validationError(path: path(ofStep: step)).map { (step, $0) }
    }
    return errors.min { $0.1 < $1.1 }?.0
  }

  /// Opens the checkpoint of a step.
  /// - Throws: The errors of `Checkpoint.init(path:)`.
  public func checkpoint(ofStep step: Int) throws(RunsError) -> Checkpoint {
    try Checkpoint(path: path(ofStep: step))
  }

  /// Writes a checkpoint, and then deletes those that are no longer kept.
  /// - Parameters:
  ///   - state: The state of the training, without the tensors.
  ///   - tensors: The names and shapes, in the order of the data.
  ///   - data: The elements of all tensors, one after the other.
  ///   - beforeRename: Called when the file is on the disk, before it gets its final name.
  /// - Returns: The path of the file.
  /// - Throws: `RunsError.fileFailed`.
  public func write(
    _ state: TrainingState, _ tensors: [Safetensors.Tensor], data: UnsafeRawBufferPointer,
    beforeRename: () -> Void = {}
  ) throws(RunsError) -> String {
    let file = try create(state, tensors)
    file.append(data)
    return try file.complete(beforeRename: beforeRename)
  }

  /// Creates the file of a checkpoint, to which the elements of the tensors are appended part by part.
  /// - Parameters:
  ///   - state: The state of the training, without the tensors.
  ///   - tensors: The names and shapes, in the order in which their elements are appended.
  /// - Throws: `RunsError.fileFailed` if the file cannot be created.
  public func create(
    _ state: TrainingState, _ tensors: [Safetensors.Tensor]
  ) throws(RunsError) -> CheckpointFile {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw .fileFailed(action: "create", path: path, code: errno)
    }
    let writer = try Checkpoint.makeWriter(state, tensors, to: path(ofStep: state.step))
    return CheckpointFile(writer, step: state.step, in: self)
  }

  /// Deletes all checkpoints except the latest ones and the best one, and incomplete files of processes that
  /// were killed. Checkpoints of later steps exist if the run was resumed from an earlier one; they are
  /// deleted too.
  fileprivate func prune(after latest: Int) {
    let steps = steps
    var kept = Set(steps.filter { $0 <= latest }.suffix(Self.keptCount))
    let errors = steps.filter { $0 <= latest }.compactMap { step in
      Checkpoint.validationError(path: path(ofStep: step)).map { (step, $0) }
    }
    if let best = errors.min(by: { $0.1 < $1.1 }) { kept.insert(best.0) }
    for step in steps where !kept.contains(step) { unlink(path(ofStep: step)) }
    for name in names where name.hasSuffix(Safetensors.partSuffix) { unlink("\(path)/\(name)") }
  }

  /// Deletes all checkpoints except one.
  public func removeAll(except kept: Int) {
    for step in steps where step != kept { unlink(path(ofStep: step)) }
  }

  private static let prefix = "step-"
  private static let suffix = ".safetensors"

  private var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  }

  private static func step(ofName name: String) -> Int? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
    guard digits.utf8.count >= 8, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(digits)
  }
}

/// The file of a checkpoint that is being written. It gets its final name when it is complete, and is removed if
/// it is released before.
public final class CheckpointFile {
  private let writer: SafetensorsWriter
  private let step: Int
  private let folder: CheckpointFolder

  fileprivate init(_ writer: SafetensorsWriter, step: Int, in folder: CheckpointFolder) {
    self.writer = writer
    self.step = step
    self.folder = folder
  }

  /// Appends elements of the tensors. After an error of the disk nothing is written, and `complete` throws it.
  /// - Parameter bytes: The elements, which need not begin or end where a tensor does.
  public func append(_ bytes: UnsafeRawBufferPointer) { writer.append(bytes) }

  /// Waits until the file is on the disk, gives it its final name, and then deletes the checkpoints that are no
  /// longer kept. All elements of the tensors must have been appended.
  /// - Parameter beforeRename: Called when the file is on the disk, before it gets its final name.
  /// - Returns: The path of the file.
  /// - Throws: `RunsError.fileFailed`. The incomplete file is then removed.
  public func complete(beforeRename: () -> Void = {}) throws(RunsError) -> String {
    try writer.complete(beforeRename: beforeRename)
    folder.prune(after: step)
    return folder.path(ofStep: step)
  }
}
