import Blueprint
import DisplayText
import Foundation

/// A run between two steps, as a file: weights as `conv1.weight` (convolutions as [outputs, inputs,
/// height, width]) and `conv1.bias`, momenta as `conv1.weight.momentum`, and everything else as JSON in
/// the metadata. The file is whole: its checksum has been compared.
public struct Checkpoint: Sendable {
  /// Raised when an older program could not read a newer checkpoint.
  public static let currentVersion = 1
  static let format = "alexnet-checkpoint"

  public let state: TrainingState
  private let file: SafetensorsFile

  public var path: String { file.path }

  /// Reads and checks a checkpoint.
  public init(path: String) throws(RunsError) {
    file = try SafetensorsFile(path: path)
    let metadata = file.metadata
    guard metadata["format"] == Self.format, let version = metadata["version"].flatMap({ Int($0) })
    else {
      throw .damagedTensors(path: path, reason: "it is no checkpoint")
    }
    guard version <= Self.currentVersion else {
      // Only a whole file is believed that it is newer.
      try file.verify()
      throw .newerCheckpoint(path: path, version: version)
    }
    try file.verify()
    do {
      state = try JSONDecoder.tolerant.decode(
        TrainingState.self, from: Data((metadata["state"] ?? "").utf8))
    } catch {
      throw .damagedTensors(path: path, reason: "its state is not understood")
    }
  }

  /// The numbers of a tensor, which has this shape.
  public func numbers(_ name: String, shape: [Int]) throws(RunsError) -> [Float] {
    guard file.tensors.contains(Safetensors.Tensor(name, shape: shape)),
      let numbers = try file.floats(name)
    else {
      throw .foreignCheckpoint(
        path: path,
        reason: "it has no '\(name)' of \(shape.map(String.init).joined(separator: "×"))")
    }
    return numbers
  }

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

  /// The top-1 error that a checkpoint's weights have in validation, by its header alone; nil when
  /// there was no validation at its step, or it cannot be read.
  static func validationError(path: String) -> Double? {
    guard let metadata = try? SafetensorsFile(path: path).metadata else { return nil }
    return metadata[errorKey].flatMap { Double($0) }
  }

  private static let errorKey = "validationError"
}

extension JSONDecoder {
  /// Also reads numbers that JSON lacks.
  static var tolerant: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}

extension JSONEncoder {
  /// JSON with sorted keys, so that equal values are equal texts.
  static func text(_ value: some Encodable, pretty: Bool = false) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("numbers and texts are what JSON can hold")
    }
    return String(decoding: data, as: UTF8.self).safeJSON
  }
}
