import Foundation

/// A run's folder `checkpoints`: a file a checkpoint, called after its step.
public struct CheckpointFolder: Hashable, Sendable {
  /// How many are kept, the latest; and the one with the lowest validation error.
  static let kept = 2

  public let path: String

  init(path: String) { self.path = path }

  public func path(ofStep step: Int) -> String {
    let digits = String(step)
    return "\(path)/\(Self.prefix)\(String(repeating: "0", count: max(0, 8 - digits.count)))"
      + digits + Self.suffix
  }

  /// The steps of the checkpoints, whole or not, in order; none when there is no folder.
  public var steps: [Int] {
    names.compactMap(Self.step(ofName:)).sorted()
  }

  public func checkpoint(ofStep step: Int) throws(RunsError) -> Checkpoint {
    try Checkpoint(path: path(ofStep: step))
  }

  /// Writes a checkpoint, and then deletes what need not be kept.
  /// - Parameters:
  ///   - state: everything but the numbers.
  ///   - tensors: the names and shapes, in the order of the numbers.
  ///   - data: the numbers of all tensors, one after the other.
  ///   - beforeRename: called before the file gets its name.
  /// - Returns: the file's path.
  public func write(
    _ state: TrainingState, _ tensors: [Safetensors.Tensor], data: UnsafeRawBufferPointer,
    beforeRename: () -> Void = {}
  ) throws(RunsError) -> String {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw .fileFailed(action: "create", path: path, code: errno)
    }
    let file = path(ofStep: state.step)
    try Checkpoint.write(state, tensors, data: data, to: file, beforeRename: beforeRename)
    prune(after: state.step)
    return file
  }

  /// Deletes all but the latest and the best. Those of later steps are of a future that the run has
  /// left; files half written are of a process that was killed.
  private func prune(after latest: Int) {
    let steps = steps
    var wanted = Set(steps.filter { $0 <= latest }.suffix(Self.kept))
    let errors = steps.filter { $0 <= latest }.compactMap { step in
      Checkpoint.validationError(path: path(ofStep: step)).map { (step, $0) }
    }
    if let best = errors.min(by: { $0.1 < $1.1 }) { wanted.insert(best.0) }
    for step in steps where !wanted.contains(step) { unlink(path(ofStep: step)) }
    for name in names where name.hasSuffix(Safetensors.partSuffix) { unlink("\(path)/\(name)") }
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
