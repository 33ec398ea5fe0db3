import Blueprint

/// The windows of a pooling that contain one activation, or the window of one pooled activation.
public struct PooledCell: Equatable, Codable, Sendable {
  /// The largest number of windows that are sent. A cell is in up to four windows of 3×3 at stride 2.
  public static let maximumWindows = 16
  /// The largest number of cells of all windows that are sent.
  public static let maximumCells = 1 << 14

  /// One window, clipped to the input.
  public struct Window: Equatable, Codable, Sendable {
    /// The place of the window's value in the output.
    public var place: CellPlace
    /// The first row of the input in the window.
    public var top: Int
    /// The first column of the input in the window.
    public var left: Int
    /// The number of columns of the input in the window.
    public var columns: Int
    /// The activations in the window, row by row.
    public var values: [Float]
    /// The network's own value of the window. `nil` if the network does not keep it, because it computes the
    /// pooling together with the activation function that follows.
    public var result: Float?

    /// Cuts a window out of the activations that the pooling reads.
    /// - Parameters:
    ///   - pooling: The settings of the layer.
    ///   - place: The place of the window's value in the output.
    ///   - values: The activations that the layer reads, `[channels, height, width]` of `shape`.
    ///   - shape: The shape of the input.
    ///   - result: The network's own value of the window.
    public init(
      _ pooling: Pooling, at place: CellPlace, of values: [Float], _ shape: Shape, result: Float?
    ) {
      let down = pooling.cells(of: place.row, along: shape.height)
      let across = pooling.cells(of: place.column, along: shape.width)
      self.place = place
      top = down.lowerBound
      left = across.lowerBound
      columns = across.count
      self.result = result
      self.values = []
      for row in down {
        let line = (place.channel * shape.height + row) * shape.width
        self.values += values[line + across.lowerBound..<line + across.upperBound]
      }
    }

    /// The index of the first of the largest activations; `nil` for an empty window. NaN wins.
    public var winner: Int? {
      if let index = values.firstIndex(where: \.isNaN) { return index }
      guard let largest = values.max() else { return nil }
      return values.firstIndex(of: largest)
    }
    /// The number of activations that are as large as the largest.
    public var ties: Int {
      guard let winner else { return 0 }
      return values.reduce(0) { $0 + ($1 == values[winner] ? 1 : 0) }
    }
    /// The mean of the activations.
    public var mean: Double { values.reduce(0) { $0 + Double($1) } / Double(values.count) }

    /// Returns the index of a cell of the input; `nil` if the window does not contain it.
    public func index(row: Int, column: Int) -> Int? {
      guard columns > 0 else { return nil }
      let (down, across) = (row - top, column - left)
      guard down >= 0, (0..<columns).contains(across) else { return nil }
      let index = down * columns + across
      return values.indices.contains(index) ? index : nil
    }
  }

  /// The value of a window.
  public var operation: Pooling.Operation
  /// The width and height of a window that is not clipped, in cells.
  public var size: Int
  /// The distance of neighbouring windows in cells.
  public var stride: Int
  /// The place of the activation in the input; `nil` if the formula is that of the pooled activation.
  public var source: CellPlace?
  /// The windows, row by row.
  public var windows: [Window]
  /// The number of all windows that contain the activation. Not more than ``maximumWindows`` are sent.
  public var count: Int
  /// The index of the window with which the formula continues: the first that the activation wins, or else
  /// the first.
  public var followed: Int

  /// Returns the value of a window by its activations, in double precision; `nil` for an empty window.
  public func value(of window: Window) -> Double? {
    switch operation {
    case .maximum: window.winner.map { Double(window.values[$0]) }
    case .average: window.values.isEmpty ? nil : window.mean
    }
  }

  /// Creates a description of windows.
  public init(
    _ pooling: Pooling, source: CellPlace?, windows: [Window], count: Int
  ) {
    (operation, size, stride) = (pooling.operation, pooling.size, pooling.stride)
    self.source = source
    self.windows = windows
    self.count = count
    followed = 0
    if let source, operation == .maximum {
      followed =
        windows.firstIndex { window in
          window.winner != nil
            && window.winner == window.index(row: source.row, column: source.column)
        } ?? 0
    }
  }
}

extension Pooling {
  /// Returns the cells of the input that a window covers along a side.
  /// - Parameters:
  ///   - window: The number of the window.
  ///   - side: The height or the width of the input.
  public func cells(of window: Int, along side: Int) -> Range<Int> {
    let start = window * stride - padding
    return (start..<start + size).clamped(to: 0..<side)
  }
}
