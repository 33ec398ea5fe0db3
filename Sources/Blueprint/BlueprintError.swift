/// An error in a network, in a plan or in a change of a lane.
public enum BlueprintError: Error, Hashable, Sendable {
  /// A network without layers.
  case noLayers(network: String)
  /// A layer without a name; positions count from 1.
  case unnamedLayer(position: Int)
  /// A name that two layers have.
  case duplicateName(String)
  /// A number outside its range; `owner` is a layer's name, or "input".
  case invalidValue(owner: String, setting: String, value: String, allowed: String)
  /// A layer whose window is larger than its padded input.
  case windowTooLarge(layer: String, input: Shape, window: Int, padding: Int)
  /// A layer whose groups do not divide both its input channels and its outputs.
  case groupsDoNotDivide(layer: String, input: Shape, outputs: Int, groups: Int)
  /// A network whose last layer is not fully connected, so it does not produce class scores.
  case lastLayerIsNotFullyConnected(layer: String, output: Shape)
  /// A layer with more than 2⁴⁰ parameters, activations or multiply-adds.
  case tooLarge(layer: String, input: Shape)
  /// A setting that a lane cannot change; `known` are those that it can change.
  case unknownChange(String, known: [String])
  /// A value that a setting of a lane cannot have; `nil` if the value is missing.
  case invalidChange(setting: String, value: String?, allowed: String)
  /// A name that is not the name of a preset.
  case unknownPreset(String, known: [String])
  /// A network file that cannot be opened or read.
  case unreadableFile(path: String, reason: String)
  /// A network file with invalid contents. `place` is a path into the JSON, such as `layers[3].kernel`; it
  /// is empty for an error of the whole file.
  case malformedFile(path: String, place: String, reason: String)
}
