/// A network whose fully-connected layers cannot be divided between processes.
public enum HybridError: Error, Hashable, Sendable {
  /// A network of which no layer is fully connected.
  case noFullyConnectedLayers
  /// A fully-connected layer whose units are in several groups.
  case unitsInGroups(layer: String, groups: Int)
  /// A fully-connected layer with fewer units than there are processes.
  case fewerUnitsThanParts(layer: String, units: Int, parts: Int)
  /// A layer of maps that follows a fully-connected layer.
  case mapsAfterUnits(layer: String)
}

extension HybridError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .noFullyConnectedLayers:
      "the network has no fully-connected layers that processes could divide"
    case .unitsInGroups(let layer, let groups):
      "\(layer): the units are in \(groups) groups, and --hybrid divides only layers with one group"
    case .fewerUnitsThanParts(let layer, let units, let parts):
      "\(layer): \(units) units cannot be divided between \(parts) processes"
    case .mapsAfterUnits(let layer):
      "\(layer) follows a fully-connected layer, but --hybrid divides only fully-connected layers at the end of a network"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String {
    switch self {
    case .noFullyConnectedLayers, .mapsAfterUnits: "Leave out --hybrid"
    case .unitsInGroups: "Leave out --hybrid, or give the layer one group"
    case .fewerUnitsThanParts(_, let units, _):
      units > 1
        ? "Use at most \(units) processes, or leave out --hybrid" : "Leave out --hybrid"
    }
  }
}
