import Blueprint
import DisplayText
import Runs

/// A reason why a file cannot be imported. `path` is the file. The extension below has the messages.
public enum ImportError: Error, Hashable, Sendable {
  /// The file cannot be read, or is not in the safetensors format.
  case unreadable(path: String, reason: String)
  /// The file is in another program's format.
  case otherFormat(path: String, OtherFormat)
  /// No tensor has a name that a layer has. `names` are those of the file.
  case unknownNames(path: String, names: [String])
  /// The tensors fit several networks alike.
  case severalNetworks(path: String, networks: [String])
  /// The tensors do not fit the network that was named.
  case misfits(path: String, network: String, [TensorMisfit])
  /// The tensors fit no preset. `nearest` is the one with the fewest misfits.
  case noNetwork(path: String, nearest: String, [TensorMisfit])
  /// A tensor with elements that are not floating-point numbers of 16 bits or more.
  case otherType(path: String, tensor: String, type: String)
  /// A tensor with a value that is infinite or not a number.
  case notFinite(path: String, tensor: String)
  /// A part of an export's description that cannot be read.
  case damagedMetadata(path: String, key: String)
  /// A number of names that is not that of the network's outputs. `names` describes where they come from.
  case otherClassCount(names: String, count: Int, outputs: Int)
  /// The caller requested the end before the run was complete.
  case stopped
}

/// A tensor that does not fit a network.
public enum TensorMisfit: Hashable, Sendable {
  /// A tensor of another shape.
  case shape(tensor: String, found: [Int], wanted: [Int])
  /// A tensor that the network needs, by its name here.
  case missing(tensor: String, wanted: [Int])
  /// A tensor that the network does not have.
  case unknown(tensor: String, found: [Int])
}

/// A format of trained networks that must be converted first.
public enum OtherFormat: Hashable, Sendable {
  /// Python's pickle, alone or in a ZIP archive: PyTorch's `.pt` and `.pth`.
  case pickle
  /// A protocol buffer, such as Caffe's `.caffemodel` or ONNX.
  case protocolBuffer
  /// HDF5, such as Keras's `.h5`.
  case hdf5
}

extension ImportError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .unreadable(let path, let reason):
      "the file '\(path)' cannot be read: \(reason)"
    case .otherFormat(let path, let format):
      "the file '\(path)' is \(format.text), not in the safetensors format"
    case .unknownNames(let path, let names):
      "the tensors of '\(path)' have none of the known names: \(Self.list(names))"
    case .severalNetworks(let path, let networks):
      "the tensors of '\(path)' fit \(networks.joined(separator: " and ")) alike"
    case .misfits(let path, let network, let misfits):
      "the tensors of '\(path)' do not fit the network '\(network)': "
        + Self.list(misfits.map(\.text), separator: "; ")
    case .noNetwork(let path, let nearest, let misfits):
      "the tensors of '\(path)' fit no known network; the nearest is '\(nearest)': "
        + Self.list(misfits.map(\.text), separator: "; ")
    case .otherType(let path, let tensor, let type):
      "'\(tensor)' in '\(path)' has elements of the type \(type)"
    case .notFinite(let path, let tensor):
      "'\(tensor)' in '\(path)' has values that are not finite numbers"
    case .damagedMetadata(let path, let key):
      "the description of the network in '\(path)' is damaged: '\(key)' cannot be read"
    case .otherClassCount(let names, let count, let outputs):
      "\(names) has \(NumberText.grouped(count)) classes, but the network has "
        + "\(NumberText.grouped(outputs)) outputs"
    case .stopped:
      "the import was stopped"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String {
    switch self {
    case .unreadable: "Check the path, or save the network again"
    case .otherFormat(_, .pickle):
      "Save it in Python with `safetensors.torch.save_file(model.state_dict(), 'FILE.safetensors')`"
    case .otherFormat: "Convert it to a safetensors file"
    case .unknownNames:
      "The names must be those of torchvision (features.0.weight, classifier.1.bias, …) or those of the "
        + "layers (conv1.weight, fc6.bias, …)"
    case .severalNetworks(_, let networks):
      "Name one of them with --network \(networks.joined(separator: " or --network "))"
    case .misfits: "Give the network of the file with --network NAME or --network FILE.json"
    case .noNetwork:
      "Describe the network in a file, and give it with --network FILE.json"
    case .otherType: "Save the tensors in float32, float64, float16 or bfloat16"
    case .notFinite: "Give a file of a network whose training did not diverge"
    case .damagedMetadata: "Export the network again"
    case .otherClassCount: "Give one class for each output, in the order of the outputs"
    case .stopped: "Give the same command again"
    }
  }

  /// Returns the first texts of a list, and the number of the others.
  private static func list(_ texts: [String], separator: String = ", ") -> String {
    let limit = 8
    let rest = texts.count - limit
    return texts.prefix(limit).joined(separator: separator)
      + (rest > 0 ? "\(separator)and \(NumberText.grouped(rest)) more" : "")
  }
}

extension TensorMisfit {
  fileprivate var text: String {
    switch self {
    case .shape(let tensor, let found, let wanted):
      "\(tensor) is \(Self.text(found)) and must be \(Self.text(wanted))"
    case .missing(let tensor, let wanted):
      "\(tensor) of \(Self.text(wanted)) is missing"
    case .unknown(let tensor, let found):
      "\(tensor) of \(Self.text(found)) belongs to no layer"
    }
  }

  private static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "one number" : shape.map(String.init).joined(separator: "×")
  }
}

extension OtherFormat {
  fileprivate var text: String {
    switch self {
    case .pickle: "a pickle of Python, as PyTorch writes it"
    case .protocolBuffer: "a protocol buffer, such as a caffemodel"
    case .hdf5: "an HDF5 file"
    }
  }
}
