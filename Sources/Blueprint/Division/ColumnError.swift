/// A layer that cannot be divided into the two columns of the paper.
public enum ColumnError: Error, Hashable, Sendable {
  /// A normalisation whose sums have maps of both columns.
  case normalizationCrossesColumns(layer: String)
  /// A layer whose outputs cannot be halved.
  case oddOutputs(layer: String, outputs: Int)
  /// A layer whose groups cannot be divided between the columns.
  case oddGroups(layer: String, groups: Int)
  /// A layer of the image with several groups, although both columns read the whole image.
  case imageInGroups(layer: String, groups: Int)
  /// Dropout on maps that do not fill whole blocks, so that the masks would not be those of one process.
  case dropoutSplitsBlocks(layer: String, maps: Int, channelsPerBlock: Int)
  /// A network in which only the last layer has parameters.
  case nothingToDivide(layer: String)
}

extension ColumnError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .normalizationCrossesColumns(let layer):
      "\(layer): the sums of the normalisation have maps of both columns"
    case .oddOutputs(let layer, let outputs):
      "\(layer): \(outputs) outputs cannot be divided into two columns"
    case .oddGroups(let layer, let groups):
      "\(layer): \(groups) groups cannot be divided into two columns"
    case .imageInGroups(let layer, let groups):
      "\(layer): both columns read the whole image, and the layer divides it into \(groups) groups"
    case .dropoutSplitsBlocks(let layer, let maps, let block):
      "\(layer): dropout in columns needs a multiple of \(block) maps in each, and there are \(maps)"
    case .nothingToDivide(let layer):
      "only the last layer, \(layer), has parameters, and both columns hold it whole"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String {
    switch self {
    case .normalizationCrossesColumns:
      "Leave out --columns, or train code-145, whose normalisation stays within a column"
    case .oddOutputs: "Leave out --columns, or give the layer an even number of outputs"
    case .oddGroups: "Leave out --columns, or give the layer one group or an even number"
    case .imageInGroups: "Leave out --columns, or give the layer one group"
    case .dropoutSplitsBlocks:
      "Leave out --columns, or train code-145, whose dropout follows fully-connected layers"
    case .nothingToDivide: "Leave out --columns"
    }
  }
}
