import SwiftProtobuf

/// A network in the ONNX format: from an image's grey levels to the probabilities of the classes.
///
/// The input `images` has RGB grey levels from 0 to 255 as floats, `[batch, channels, height, width]`. The
/// mean, the factors and the order of the colours are inside the graph. The outputs are `probabilities` and
/// `logits`, `[batch, classes]`. Dropout, which does nothing after training, has no node.
public struct ONNXExport {
  /// The version of the format, that of ONNX 1.8 (November 2020).
  static let version = 7
  /// The version of the operators, that of ONNX 1.8. Later programs read earlier versions.
  static let operatorVersion = 13
  /// The largest message that protobuf allows, in bytes.
  static let maximumBytes = Int(Int32.max)

  /// The network that is written.
  public let network: ExportedNetwork

  /// Creates the export of a network.
  public init(_ network: ExportedNetwork) { self.network = network }

  /// Writes the file, or replaces it. A file of this name is always complete.
  ///
  /// A message of protobuf is the sequence of its fields in any order, and a field of one part can follow in
  /// another. The weights, which are most of the file, are therefore written one by one at its end.
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - progress: Called after each block.
  /// - Throws: `ExchangeError`, the errors of the network's weights, and those of `progress`.
  public func write(to path: String, progress: ExportProgress.Reader = { _ in }) throws {
    let graph = ONNXGraphBuilder.graph(of: network)
    let graphBytes: [UInt8] = try graph.message.serializedBytes()
    let constants = try graph.constants.map { constant in
      let message = try constant.messageBeforeElements()
      let length = message.count + constant.elementBytes
      return (constant, ProtobufField.beginning(5, length: length) + message)
    }
    let length =
      graphBytes.count + constants.reduce(0) { $0 + $1.1.count + $1.0.elementBytes }
    let beginning: [UInt8] =
      try model.serializedBytes() + ProtobufField.beginning(7, length: length) + graphBytes
    let total = beginning.count - graphBytes.count + length
    guard total <= Self.maximumBytes else {
      throw ExchangeError.tooLargeForONNX(
        network: network.spec.name, bytes: total, limit: Self.maximumBytes)
    }
    let file = try OutputFile(path: path)
    try file.write(beginning)
    for (constant, message) in constants {
      try file.write(message)
      switch constant.elements {
      case .bytes(let bytes):
        try file.write(bytes)
      case .parameter(let tensor):
        try file.write(
          tensor: network.source(tensor.name, tensor.shape), total: total, progress)
      }
    }
    try file.finish()
  }

  /// The model without its graph.
  private var model: Onnx_ModelProto {
    Onnx_ModelProto.with {
      $0.irVersion = Int64(Self.version)
      $0.opsetImport = [
        .with {
          $0.domain = ""
          $0.version = Int64(Self.operatorVersion)
        }
      ]
      $0.producerName = "alexnet"
      $0.docString = description
      $0.metadataProps = metadata.map { key, value in
        .with {
          $0.key = key
          $0.value = value
        }
      }
    }
  }

  private var description: String {
    "The network '\(network.spec.name)' of the run '\(network.run)' after step \(network.step). "
      + "\(network.spec.source)"
  }

  /// The facts that a program needs beside the graph.
  private var metadata: [(key: String, value: String)] {
    var metadata = [(key: "run", value: network.run), (key: "step", value: String(network.step))]
    if !network.classes.isEmpty {
      metadata.append((key: "classes", value: JSON.text(network.classes)))
    }
    if let image = network.image { metadata.append((key: "image", value: JSON.text(image))) }
    return metadata
  }
}
