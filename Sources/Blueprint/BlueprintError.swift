/// What can be wrong with a specification, as facts; the words are in the extension below.
public enum BlueprintError: Error, Hashable, Sendable {
  case noLayers(network: String)
  /// Positions count from 1.
  case unnamedLayer(position: Int)
  case duplicateName(String)
  /// A number outside its range; `owner` is a layer's name, or "input".
  case invalidValue(owner: String, setting: String, value: String, wanted: String)
  /// No window of the layer fits into what comes in.
  case windowTooLarge(layer: String, input: Shape, window: Int, padding: Int)
  case groupsDoNotDivide(layer: String, input: Shape, outputs: Int, groups: Int)
  /// A network has to end in class scores.
  case lastLayerIsNotFullyConnected(layer: String, output: Shape)
  /// More parameters, activations or multiply-adds than can be counted sensibly.
  case tooLarge(layer: String, input: Shape)
  case unknownChange(String, known: [String])
  /// A change of a lane whose value cannot be.
  case invalidChange(setting: String, value: String, wanted: String)
  case unknownPreset(String, known: [String])
  case unreadableFile(path: String, reason: String)
  /// `place` is a path into the JSON, such as `layers[3].kernel`; empty for the file as a whole.
  case malformedFile(path: String, place: String, reason: String)
}

extension BlueprintError {
  /// What is wrong, without a full stop.
  public var problem: String {
    switch self {
    case .noLayers(let network):
      "the network '\(network)' has no layers"
    case .unnamedLayer(let position):
      "layer \(position) has no name"
    case .duplicateName(let name):
      "two layers are called '\(name)'"
    case .invalidValue(let owner, let setting, let value, let wanted):
      "\(owner): \(setting) is \(value), wanted is \(wanted)"
    case .windowTooLarge(let layer, let input, let window, let padding):
      "\(layer): its \(window)×\(window) window does not fit into the \(input) that comes in"
        + (padding > 0 ? ", even with \(padding) cells of padding around it" : "")
        + "; wanted is at least "
        + "\(max(1, window - 2 * padding))×\(max(1, window - 2 * padding))"
    case .groupsDoNotDivide(let layer, let input, let outputs, let groups):
      "\(layer): \(groups) groups do not divide both the \(input.channels) channels of the "
        + "\(input) that comes in and its \(outputs) outputs"
    case .lastLayerIsNotFullyConnected(let layer, let output):
      "the last layer, \(layer), gives \(output) and is not fully connected; "
        + "wanted is one score a class"
    case .tooLarge(let layer, let input):
      "\(layer): with \(input) coming in, it is larger than any machine could hold"
    case .unknownChange(let name, _):
      "there is no '\(name)' that a lane could have otherwise"
    case .invalidChange(let setting, let value, _):
      "a lane's \(setting) cannot be \(value)"
    case .unknownPreset(let name, let known):
      "there is no network called '\(name)'; there are \(known.joined(separator: ", "))"
    case .unreadableFile(let path, let reason):
      "the network file \(path) cannot be read: \(reason)"
    case .malformedFile(let path, let place, let reason):
      "the network file \(path) is not understood"
        + (place.isEmpty ? "" : " at \(place)") + ": \(reason)"
    }
  }

  /// What to do about it, without a full stop.
  public var remedy: String {
    switch self {
    case .noLayers:
      "Add layers, the last of them fully connected"
    case .unnamedLayer, .duplicateName:
      "Give each layer a name of its own"
    case .invalidValue(_, let setting, _, _):
      "Change \(setting)"
    case .windowTooLarge:
      "Use larger images, a smaller window or smaller strides before it"
    case .groupsDoNotDivide:
      "Choose groups that divide both"
    case .lastLayerIsNotFullyConnected:
      "End the network with a fully-connected layer"
    case .tooLarge:
      "Make the layer, or what comes in, smaller"
    case .unknownChange(let name, let known):
      (known.first { name.isNear($0) }.map { "Did you mean \($0)? " } ?? "")
        + "There are \(known.joined(separator: ", "))"
    case .invalidChange(_, _, let wanted):
      "Give \(wanted)"
    case .unknownPreset:
      "Choose one of them, or give a file whose name ends in .json"
    case .unreadableFile:
      "Check the path"
    case .malformedFile:
      "Correct the file; `alexnet describe FILE.json` checks it"
    }
  }
}

extension String {
  /// Whether two words are one slip of the hand apart, or one begins the other.
  fileprivate func isNear(_ other: String) -> Bool {
    if !isEmpty, other.hasPrefix(self) || hasPrefix(other) { return true }
    let (a, b) = (Array(lowercased()), Array(other))
    let same = zip(a, b).prefix { $0 == $1 }.count
    let end = zip(a.dropFirst(same).reversed(), b.dropFirst(same).reversed()).prefix { $0 == $1 }
      .count
    return max(a.count, b.count) - same - end <= 2
  }
}

extension BlueprintError: CustomStringConvertible {
  public var description: String { "\(problem). \(remedy)." }
}
