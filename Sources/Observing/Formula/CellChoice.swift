/// The choice of a cell of a feature map, or of a neuron, whose computation is shown.
public struct CellChoice: Hashable, Codable, Sendable {
  /// The name of the layer.
  public var layer: String
  /// The place of the cell in the layer's output.
  public var place: CellPlace

  /// Creates a choice.
  public init(layer: String, place: CellPlace) {
    self.layer = layer
    self.place = place
  }
}

/// The place of an activation in the output of a layer. The row and the column of a neuron are 0.
public struct CellPlace: Hashable, Codable, Sendable {
  /// The number of the map, or of the neuron.
  public var channel: Int
  /// The row in the map.
  public var row: Int
  /// The column in the map.
  public var column: Int

  /// Creates a place; without row and column that of a neuron.
  public init(channel: Int, row: Int = 0, column: Int = 0) {
    self.channel = channel
    self.row = row
    self.column = column
  }
}
