import COneDNN

/// The origin of a column's input.
///
/// A product whose factors have the type of activations keeps its input for the backward pass. Other
/// products compute their input again in the backward pass.
enum ColumnInput {
  /// A whole tensor.
  case whole(Tensor)
  /// The channels of one column of several.
  case part(Tensor, column: Int, of: Int)
  /// The channels of one column, in four shifted copies.
  case shifted(Tensor, column: Int, od_shifts)
}

extension NetworkBuilder {
  /// Returns a column's input in the layout that a product needs, and appends the tasks that compute
  /// it in every step.
  func tensor(
    _ source: ColumnInput, as layout: TensorLayout, for layer: String,
    _ direction: StepTask.Direction, isTemporary: Bool
  ) throws(ComputeError) -> Tensor {
    let made: Tensor
    switch source {
    case .whole(let whole):
      made = whole
    case .part(let whole, let column, let count):
      made = try columnTensor(layout, isTemporary: isTemporary)
      let (from, to) = (ChannelRows(whole, column: column, of: count), ChannelRows(made))
      append(layer, direction) { [batch] in from.copy(to.stride, images: batch, to: to) }
    case .shifted(let whole, let column, let shifts):
      made = try columnTensor(layout, isTemporary: isTemporary)
      let from = ChannelRows(whole, start: column * shifts.columnLength, stride: 0)
      append(layer, direction) { [made] in
        var shifts = shifts
        let maps = from.current
        od_shift(&shifts, made.floats, maps.start, maps.type)
      }
    }
    return try tensor(made, as: layout, for: layer, direction, isTemporary: isTemporary)
  }

  private func columnTensor(
    _ layout: TensorLayout, isTemporary: Bool
  ) throws(ComputeError) -> Tensor {
    let layout: TensorLayout =
      layout.rank == 2
      ? .plain(layout.dimensions, layout.element) : .blocked(layout.dimensions)
    return isTemporary ? try temporaryTensor(layout) : try activationTensor(layout)
  }

  /// Returns the outputs of all columns in one tensor of the type of activations, and appends the
  /// tasks that copy them.
  func joined(
    _ columns: [LayerColumn], dimensions: [Int], for layer: String
  ) throws(ComputeError) -> Tensor {
    let whole = try activationTensor(.blocked(dimensions, element))
    for (index, column) in columns.enumerated() {
      let from = ChannelRows(column.output)
      let to = ChannelRows(whole, column: index, of: columns.count)
      append(layer, .forward) { [batch] in from.copy(from.stride, images: batch, to: to) }
    }
    return whole
  }

  /// Returns the output of a single column in the type of activations, or of logits.
  ///
  /// - Parameters:
  ///   - column: The column.
  ///   - layer: The name of the layer.
  ///   - isLogits: True if the output must be in single precision at every precision of the network.
  func kept(
    _ column: LayerColumn, for layer: String, isLogits: Bool
  ) throws(ComputeError) -> Tensor {
    let output = column.output
    guard column.isTemporary else { return output }
    let kept = try activationTensor(
      .blocked(
        output.layout.dimensions, channelsPerBlock: output.layout.channelsPerBlock ?? 1,
        isLogits ? .fp32 : element))
    append(StepTask(layer, .forward, try Operation.reorder(output, to: kept, on: engine)))
    return kept
  }
}
