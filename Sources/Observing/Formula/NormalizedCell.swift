import Blueprint

/// The local response normalisation of one activation (paper, section 3.3): b = a / (k + α·Σ a²)^β.
public struct NormalizedCell: Equatable, Codable, Sendable {
  /// The activations in the sum: those of the same cell in adjacent maps, or those around the cell in its own
  /// map.
  public var region: ResponseNormalization.Region
  /// The constant n: the number of adjacent maps, or the side of the window in cells.
  public var size: Int
  /// The factor α of the sum.
  public var alpha: Double
  /// The exponent β.
  public var beta: Double
  /// The constant k.
  public var k: Double
  /// False if normalisation is off, so that the value does not change.
  public var isOn: Bool
  /// The place of the first activation of the sum.
  public var first: CellPlace
  /// The activations of the sum, row by row. At a border or at the edge of a group there are fewer than n.
  public var neighbors: [Float]
  /// The number of columns of `neighbors`; 1 if they are in adjacent maps.
  public var columns: Int
  /// The index of the normalised activation in `neighbors`.
  public var index: Int
  /// The activation that is normalised.
  public var value: Float

  /// Collects the activations of a sum.
  /// - Parameters:
  ///   - lrn: The settings of the layer.
  ///   - isOn: False if normalisation is off.
  ///   - place: The place of the activation.
  ///   - values: The activations that the layer reads, `[channels, height, width]` of `shape`.
  ///   - shape: The shape of the input.
  public init(
    _ lrn: ResponseNormalization, isOn: Bool, at place: CellPlace, of values: [Float],
    _ shape: Shape
  ) {
    (region, size, alpha, beta, k) = (lrn.region, lrn.size, lrn.alpha, lrn.beta, lrn.k)
    self.isOn = isOn
    func value(_ channel: Int, _ row: Int, _ column: Int) -> Float {
      values[(channel * shape.height + row) * shape.width + column]
    }
    func around(_ center: Int, in range: Range<Int>) -> Range<Int> {
      (center - lrn.size / 2..<center + lrn.size / 2 + 1).clamped(to: range)
    }
    self.value = value(place.channel, place.row, place.column)
    switch lrn.region {
    case .acrossMaps:
      let maps = shape.channels / lrn.groups
      let start = place.channel / maps * maps
      let channels = around(place.channel, in: start..<start + maps)
      first = CellPlace(channel: channels.lowerBound, row: place.row, column: place.column)
      columns = 1
      neighbors = channels.map { value($0, place.row, place.column) }
      index = place.channel - channels.lowerBound
    case .sameMap:
      let (rows, columns) = (
        around(place.row, in: 0..<shape.height), around(place.column, in: 0..<shape.width)
      )
      first = CellPlace(
        channel: place.channel, row: rows.lowerBound, column: columns.lowerBound)
      self.columns = columns.count
      neighbors = rows.flatMap { row in columns.map { value(place.channel, row, $0) } }
      index = (place.row - rows.lowerBound) * columns.count + place.column - columns.lowerBound
    }
  }

  /// Σ a²
  public var sumOfSquares: Double { neighbors.reduce(0) { $0 + Double($1) * Double($1) } }
  /// k + α·Σ a²
  public var base: Double { k + alpha * sumOfSquares }
  /// (k + α·Σ a²)^−β, by which the activation is multiplied while normalisation is on.
  public var factor: Double { base.power(-beta) }
  /// The value with normalisation, whether it is on or off.
  public var normalized: Double { Double(value) * factor }
}
