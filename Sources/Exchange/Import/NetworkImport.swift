import Blueprint
import Runs

/// A network that was trained elsewhere, found in a file and checked: every parameter has a tensor of its shape.
///
/// ```swift
/// let network = try NetworkImport(path: "alexnet.safetensors")
/// network.spec.name      // "torchvision"
/// ```
///
/// The article ImportingNetworks describes the files. `ImportedRun` writes the network as a run.
public struct NetworkImport {
  /// The network, with the file's number of classes.
  public let spec: NetworkSpec
  /// The names of the classes that the file has, in the order of the outputs; `nil` if it has none.
  public let classes: [String]?
  /// The mean that is subtracted from the images; `nil` if the network has its own normalisation, or if the
  /// file has no mean.
  let mean: InputMean?
  /// The shape of the training images before any crop; `nil` if the file does not have it.
  let image: Shape?
  /// True if local response normalisation is on.
  let lrn: Bool
  let file: ImportFile
  let pairs: [TensorMatch.Pair]

  /// The path of the file.
  public var path: String { file.path }

  /// Opens a file and finds its network. Only the header is read, except for exports and checkpoints of this
  /// program, whose checksum is verified.
  /// - Parameters:
  ///   - path: The absolute path of the file.
  ///   - network: The network that the tensors must fit; `nil` for the one that the file describes, or whose
  ///     shapes it has. The number of its classes becomes that of the file.
  /// - Throws: `ImportError`, and `BlueprintError` for a network whose layers do not fit together.
  public init(path: String, network: NetworkSpec? = nil) throws {
    file = try ImportFile(path: path)
    let tensors = file.file.tensors
    let names = TensorNames(tensors)
    guard names.style != nil else {
      throw ImportError.unknownNames(path: path, names: tensors.map(\.name))
    }
    let description = try ImportedDescription(file.file)
    if let network {
      let outputs = names.fullyConnected.last?.weights?.shape.withoutLeadingOnes.first
      spec = outputs.map(network.withClasses) ?? network
    } else if let description {
      spec = description.network
    } else {
      spec = try NetworkRecognition.network(of: names, path: path)
    }
    // Momentum buffers and the mean of checkpoints are not parameters.
    let ignored =
      description == nil
      ? []
      : tensors.map(\.name).filter {
        $0.hasSuffix(".momentum") || $0 == "input.mean"
      }
    let match = try TensorMatch(names, to: spec, ignoring: Set(ignored))
    guard match.misfits.isEmpty else {
      throw ImportError.misfits(path: path, network: spec.name, match.misfits)
    }
    pairs = match.pairs
    for pair in pairs { try Self.checkType(of: pair, tensors, path: path) }
    classes = description?.classes
    mean = spec.normalization == nil ? description?.mean : nil
    lrn = description?.lrn ?? true
    image = description?.image
    if let classes, classes.count != spec.classes {
      throw ImportError.otherClassCount(
        names: "'\(path)'", count: classes.count, outputs: spec.classes)
    }
  }

  /// Refuses integers, and numbers of 8 bits, which need scales that the file does not have.
  private static func checkType(
    of pair: TensorMatch.Pair, _ tensors: [Safetensors.Tensor], path: String
  ) throws(ImportError) {
    guard let type = tensors.first(where: { $0.name == pair.tensor })?.element else { return }
    switch type {
    case .float32, .float64, .float16, .bfloat16: break
    case .float8E4M3, .float8E5M2, .int64, .int32, .int16, .int8, .uint64, .uint32, .uint16, .uint8,
      .boolean:
      throw .otherType(path: path, tensor: pair.tensor, type: type.rawValue)
    }
  }

  /// Reads the values of a parameter in single precision.
  /// - Throws: `ImportError.unreadable` or `.notFinite`.
  func numbers(_ pair: TensorMatch.Pair) throws(ImportError) -> [Float] {
    let numbers: [Float]?
    do throws(RunsError) {
      numbers = try file.file.converted(pair.tensor)
    } catch {
      throw ImportError(error, path: path)
    }
    guard let numbers, numbers.allSatisfy(\.isFinite) else {
      throw .notFinite(path: path, tensor: pair.tensor)
    }
    return numbers
  }
}
