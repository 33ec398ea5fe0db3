import Blueprint
import Checksums
import FoundationEssentials

/// A checkpoint file whose checksum has been verified. A run resumes from it after a step.
///
/// The weights are named `conv1.weight` ([outputs, inputs, height, width] for convolutions), the biases
/// `conv1.bias`, the momentum buffers `conv1.weight.momentum`, and the mean of the training images
/// `input.mean`. Everything else is JSON in the metadata.
public struct Checkpoint: Sendable {
  /// The version of the format. It increases when older programs cannot read new checkpoints.
  public static let currentVersion = 1
  static let format = "alexnet-checkpoint"

  /// The state of the training, without the tensors.
  public let state: TrainingState
  let file: SafetensorsFile

  /// The path of the file.
  public var path: String { file.path }

  /// The checksum of the file, in hexadecimal digits, which identifies the weights.
  public var checksum: String? { file.metadata[Safetensors.checksumKey] }

  /// Opens a checkpoint and verifies its checksum.
  /// - Throws: `RunsError.damagedTensorFile`, `.newerCheckpoint` or `.fileFailed`.
  public init(path: String) throws(RunsError) {
    file = try SafetensorsFile(path: path)
    let metadata = file.metadata
    guard metadata["format"] == Self.format, let version = metadata["version"].flatMap({ Int($0) })
    else {
      throw .damagedTensorFile(path: path, reason: "the metadata of a checkpoint are missing")
    }
    guard version <= Self.currentVersion else {
      // If the checksum is wrong, the version number can be damaged, so damage is reported first.
      try file.verify()
      throw .newerCheckpoint(path: path, version: version)
    }
    try file.verify()
    do {
      state = try JSONDecoder.tolerant.decode(
        TrainingState.self, from: Data((metadata["state"] ?? "").utf8))
    } catch {
      throw .damagedTensorFile(path: path, reason: "its state cannot be read")
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

  /// Returns the SHA-256 of the weights and biases, in hexadecimal digits. Unlike ``checksum`` it does not depend
  /// on the state of the training, which has times.
  /// - Throws: `RunsError.fileFailed` or `.damagedTensorFile`.
  public func weightsDigest() throws(RunsError) -> String {
    var digest = SHA256()
    for tensor in file.tensors where Self.isWeight(tensor.name) {
      guard let numbers = try file.floats(tensor.name) else { continue }
      numbers.withUnsafeBytes { digest.update($0) }
    }
    return digest.digits()
  }

  private static func isWeight(_ name: String) -> Bool {
    name.hasSuffix(".weight") || name.hasSuffix(".bias")
  }

  /// Creates the file of a checkpoint, which is then written part by part.
  static func makeWriter(
    _ state: TrainingState, _ tensors: [Safetensors.Tensor], to path: String
  ) throws(RunsError) -> SafetensorsWriter {
    var metadata = [
      (key: "format", value: format), (key: "version", value: String(currentVersion)),
      (key: "step", value: String(state.step)),
    ]
    if let error = state.validationError {
      metadata.append((key: errorKey, value: String(error)))
    }
    metadata.append((key: "state", value: JSONEncoder.text(state)))
    return try SafetensorsWriter(tensors, metadata: metadata, to: path)
  }

  /// Returns the top-1 error of the validation at a checkpoint's step, from the header of the file; `nil`
  /// if the run was not validated at this step, or if the file cannot be read.
  static func validationError(path: String) -> Double? {
    guard let metadata = try? SafetensorsFile(path: path).metadata else { return nil }
    return metadata[errorKey].flatMap { Double($0) }
  }

  /// Returns the checksum in the header of a checkpoint, which identifies the file without reading it all;
  /// `nil` if there is none, or if the file cannot be read.
  static func checksum(path: String) -> String? {
    (try? SafetensorsFile(path: path))?.metadata[Safetensors.checksumKey]
  }

  private static let errorKey = "validationError"
}
