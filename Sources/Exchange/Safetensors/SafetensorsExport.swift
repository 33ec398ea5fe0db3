import Checksums
import Runs

/// A network in the safetensors format, with the names that PyTorch gives the tensors of a module with the
/// parts `features` and `classifier`. The article PyTorch shows how to read it.
public struct SafetensorsExport {
  /// The network that is written.
  public let network: ExportedNetwork

  /// Creates the export of a network.
  public init(_ network: ExportedNetwork) { self.network = network }

  /// Writes the file, or replaces it. A file of this name is always complete.
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - progress: Called after each block.
  /// - Throws: `ExchangeError`, the errors of the network's weights, and those of `progress`.
  public func write(to path: String, progress: ExportProgress.Reader = { _ in }) throws {
    let file = try OutputFile(path: path)
    let tensors = network.tensors
    let header = Safetensors.header(
      tensors.map { Safetensors.Tensor($0.torchName, shape: $0.shape) }, metadata)
    let total = header.count + tensors.reduce(0) { $0 + $1.bytes }
    var checksum = CRC32()
    header.withUnsafeBytes { checksum.update($0) }
    try file.write(header)
    for tensor in tensors {
      try file.write(
        tensor: network.source(tensor.name, tensor.shape), total: total,
        onBlock: { checksum.update($0) }, progress)
    }
    try file.overwrite(Array(checksum.digits.utf8), at: Safetensors.checksumOffset)
    try file.finish()
  }

  /// The facts that a reader needs beside the tensors, as JSON in texts.
  private var metadata: [(key: String, value: String)] {
    var metadata = [
      // Other programs of the PyTorch world expect this word.
      (key: "format", value: "pt"), (key: "network", value: JSON.text(network.spec)),
      (key: "features", value: String(network.featureLayers)),
      (key: "mean", value: JSON.text(NestedNumbers(network.mean, shape: network.meanShape))),
      (
        key: "factors",
        value: JSON.text(NestedNumbers(network.factors, shape: [network.factors.count, 1, 1]))
      ),
      (
        key: "channelOrder", value: network.spec.normalization?.channelOrder.rawValue ?? "rgb"
      ),
      (key: "run", value: network.run), (key: "step", value: String(network.step)),
    ]
    if !network.classes.isEmpty {
      metadata.append((key: "classes", value: JSON.text(network.classes)))
    }
    if let image = network.image { metadata.append((key: "image", value: JSON.text(image))) }
    return metadata
  }
}
