extension BlueprintError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .noLayers(let network):
      "the network '\(network)' has no layers"
    case .unnamedLayer(let position):
      "layer \(position) has no name"
    case .duplicateName(let name):
      "two layers have the name '\(name)'"
    case .invalidValue(let owner, let setting, let value, let allowed):
      "\(owner): \(setting) is \(value) and must be \(allowed)"
    case .windowTooLarge(let layer, let input, let window, let padding):
      "\(layer): the \(window)×\(window) window is larger than the input of \(input)"
        + (padding > 0 ? " with \(padding) cells of padding on each side" : "")
        + "; the input must be at least "
        + "\(max(1, window - 2 * padding))×\(max(1, window - 2 * padding))"
    case .groupsDoNotDivide(let layer, let input, let outputs, let groups):
      "\(layer): \(groups) groups do not divide both the \(input.channels) channels of the input "
        + "and the \(outputs) outputs"
    case .lastLayerIsNotFullyConnected(let layer, let output):
      "the last layer, \(layer), has an output of \(output) and is not fully connected"
    case .tooLarge(let layer, let input):
      "\(layer): with an input of \(input), the layer is too large for any machine"
    case .unknownChange(let name, _):
      "a lane cannot change '\(name)'"
    case .invalidChange(let setting, nil, _):
      "a lane's '\(setting)' has no value"
    case .invalidChange(let setting, let value?, _):
      "a lane's '\(setting)' cannot be '\(value)'"
    case .unknownPreset(let name, let known):
      "there is no preset '\(name)'; the presets are \(known.joined(separator: ", "))"
    case .unreadableFile(let path, let reason):
      "the network file '\(path)' cannot be read: \(reason)"
    case .malformedFile(let path, let place, let reason):
      "the network file '\(path)' is not valid"
        + (place.isEmpty ? "" : " at \(place)") + ": \(reason)"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String {
    switch self {
    case .noLayers:
      "Add layers, the last of them fully connected"
    case .unnamedLayer, .duplicateName:
      "Give each layer a different name"
    case .invalidValue(_, let setting, _, _):
      "Change \(setting)"
    case .windowTooLarge:
      "Use larger images, a smaller window, or smaller strides in earlier layers"
    case .groupsDoNotDivide:
      "Choose a number of groups that divides both"
    case .lastLayerIsNotFullyConnected:
      "End the network with a fully-connected layer, which has one output for each class"
    case .tooLarge:
      "Make the layer or its input smaller"
    case .unknownChange(let name, let known):
      (name.nearest(in: known).map { "Did you mean \($0)? " } ?? "")
        + "A lane can change \(known.joined(separator: ", "))"
    case .invalidChange(_, _, let allowed):
      "Give \(allowed)"
    case .unknownPreset:
      "Choose a preset, or give a file whose name ends in .json"
    case .unreadableFile:
      "Check the path"
    case .malformedFile:
      "Correct the file; `\(ProgramCommand.describe("FILE.json"))` checks it"
    }
  }
}
