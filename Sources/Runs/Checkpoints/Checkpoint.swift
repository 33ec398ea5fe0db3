import Blueprint
import Foundation

/// The file from which a run continues after a step, with a correct checksum.
///
/// The weights are named `conv1.weight` ([outputs, inputs, height, width] for convolutions), the biases
/// `conv1.bias` and the momentum buffers `conv1.weight.momentum`. Everything else is JSON in the metadata.
public struct Checkpoint: Sendable {
  /// The version of the format. It is raised when older programs cannot read new checkpoints.
  public static let currentVersion = 1
  static let format = "alexnet-checkpoint"

  /// The state of the training, without the tensors.
  public let state: TrainingState
  private let file: SafetensorsFile

  /// The path of the file.
  public var path: String { file.path }

  /// Opens a checkpoint and compares its checksum.
  /// - Throws: `RunsError.damagedTensors`, `.newerCheckpoint` or `.fileFailed`.
  public init(path: String) throws(RunsError) {
    file = try SafetensorsFile(path: path)
    let metadata = file.metadata
    guard metadata["format"] == Self.format, let version = metadata["version"].flatMap({ Int($0) })
    else {
      throw .damagedTensors(path: path, reason: "it is not a checkpoint")
    }
    guard version <= Self.currentVersion else {
      // A damaged version number must be reported as damage.
      try file.verify()
      throw .newerCheckpoint(path: path, version: version)
    }
    try file.verify()
    do {
      state = try JSONDecoder.tolerant.decode(
        TrainingState.self, from: Data((metadata["state"] ?? "").utf8))
    } catch {
      throw .damagedTensors(path: path, reason: "its state cannot be read")
    }
  }

  /// Returns the elements of a tensor in row-major order.
  /// - Throws: `RunsError.foreignCheckpoint` if there is no tensor of this name and shape.
  public func numbers(_ name: String, shape: [Int]) throws(RunsError) -> [Float] {
    guard file.tensors.contains(Safetensors.Tensor(name, shape: shape)),
      let numbers = try file.floats(name)
    else {
      throw .foreignCheckpoint(
        path: path,
        reason: "it has no tensor '\(name)' of \(shape.map(String.init).joined(separator: "×"))")
    }
    return numbers
  }

  /// Writes a checkpoint; see `Safetensors.write` for the order of events.
  static func write(
    _ state: TrainingState, _ tensors: [Safetensors.Tensor], data: UnsafeRawBufferPointer,
    to path: String, beforeRename: () -> Void
  ) throws(RunsError) {
    var metadata = [
      (key: "format", value: format), (key: "version", value: String(currentVersion)),
      (key: "step", value: String(state.step)),
    ]
    if let error = state.validationError {
      metadata.append((key: errorKey, value: String(error)))
    }
    metadata.append((key: "state", value: JSONEncoder.text(state)))
    try Safetensors.write(
      tensors, metadata: metadata, data: data, to: path, beforeRename: beforeRename)
  }

  /// Reads the validation's top-1 error from the header of a checkpoint; `nil` if the run was not
  /// validated at this step, or the file cannot be read.
  static func validationError(path: String) -> Double? {
    guard let metadata = try? SafetensorsFile(path: path).metadata else { return nil }
    return metadata[errorKey].flatMap { Double($0) }
  }

  private static let errorKey = "validationError"
}
