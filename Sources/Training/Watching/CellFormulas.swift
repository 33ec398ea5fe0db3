import Blueprint
import Compute
import Observing

/// Collects the numbers from which single activations of the last image follow.
struct CellFormulas {
  private let evaluator: SingleImageEvaluator
  private let knobs: Knobs
  /// The probabilities of the last image.
  private let probabilities: [Double]
  private let layout: [LayerLayout]

  /// - Parameters:
  ///   - evaluator: The network, after it has evaluated the image.
  ///   - knobs: The values at the step of the parameters.
  ///   - probabilities: The probabilities of the image.
  init(_ evaluator: SingleImageEvaluator, _ knobs: Knobs, probabilities: [Double]) {
    self.evaluator = evaluator
    self.knobs = knobs
    self.probabilities = probabilities
    layout = evaluator.layout
  }

  /// Returns the computation of a cell, or the reason for which there is none.
  /// - Throws: `ComputeError` if memory is missing.
  func formula(of cell: CellChoice) throws(ComputeError) -> CellFormula {
    guard let start = layout.firstIndex(where: { $0.spec.name == cell.layer }) else {
      return CellFormula(cell, problem: "The network has no layer '\(cell.layer)'.")
    }
    guard layout[start].output.contains(cell.place) else {
      return CellFormula(
        cell,
        problem: "The layer '\(cell.layer)' has no such cell: its output is "
          + "\(layout[start].output).")
    }
    var formula = CellFormula(cell)
    var place = cell.place
    var index = start
    repeat {
      guard !evaluator.isDivided(layout[index].spec.name) else {
        return CellFormula(cell, problem: Self.divided(layout[index].spec.name))
      }
      let operation = try operation(
        at: index, place, isFirst: index == start, after: formula.operations.last)
      guard let operation else { return formula }
      formula.operations.append(operation)
      place = operation.place
      index += 1
      // Nothing reads a cell that no window contains.
      guard !operation.isLast else { return formula }
    } while index < layout.count && !layout[index].spec.hasParameters
    if index == layout.count { try appendSoftmax(to: &formula, at: place) }
    return formula
  }

  private static func divided(_ layer: String) -> String {
    "The numbers of \(layer) are divided among several processes, so the formula is not available there. "
      + "Layers that are not divided have one."
  }

  /// Returns the operation of a layer at a place of its output.
  /// - Parameters:
  ///   - isFirst: True for the layer of the cell; false for one that reads the cell.
  ///   - last: The operation before.
  private func operation(
    at index: Int, _ place: CellPlace, isFirst: Bool, after last: CellOperation?
  ) throws(ComputeError) -> CellOperation? {
    let entry = layout[index]
    let name = entry.spec.name
    func make(_ work: CellOperation.Work) throws(ComputeError) -> CellOperation {
      CellOperation(
        layer: name, place: place, result: try result(of: index, at: place), work: work)
    }
    switch entry.spec.kind {
    case .convolution, .locallyConnected, .fullyConnected:
      guard let sum = try sum(of: index, at: place) else { return nil }
      return try make(sum)
    case .activation(let activation):
      let input =
        isFirst
        ? try evaluator.input(of: name)?.values[entry.output.index(of: place)] : last?.result
      return try make(.activation(activation, of: input))
    case .normalization(let lrn):
      guard let input = try evaluator.input(of: name) else { return nil }
      return try make(
        .normalization(
          NormalizedCell(lrn, isOn: knobs.lrn, at: place, of: input.values, input.shape)))
    case .pooling(let pooling):
      return try pooled(pooling, at: index, place, isFirst: isFirst)
    case .dropout:
      guard let input = try evaluator.input(of: name) else { return nil }
      return try make(
        .dropout(
          probability: knobs.dropout, of: input.values[entry.output.index(of: place)]))
    }
  }

  /// Returns the network's own activation after a layer. `nil` if it is not kept, because the activation
  /// function that follows is computed together with the layer.
  private func result(of index: Int, at place: CellPlace) throws(ComputeError) -> Float? {
    let place = layout[index].output.index(of: place)
    if let own = try evaluator.maps(of: layout[index].spec.name) {
      return isMerged(index + 1) ? nil : own.values[place]
    }
    guard index > 0 else { return nil }
    return try evaluator.maps(of: layout[index - 1].spec.name)?.values[place]
  }

  /// Returns true if a layer is an activation function that is computed together with the layer before it.
  private func isMerged(_ index: Int) -> Bool {
    guard index < layout.count, case .activation = layout[index].spec.kind else { return false }
    return !evaluator.layers.contains(layout[index].spec.name)
  }
}

// MARK: - Sums

extension CellFormulas {
  /// Returns the sum of a layer with parameters for one cell.
  private func sum(
    of index: Int, at place: CellPlace
  ) throws(ComputeError) -> CellOperation.Work? {
    let entry = layout[index]
    let name = entry.spec.name
    guard let (shape, values) = try evaluator.input(of: name),
      let (weights, bias) = try evaluator.weights(
        of: name, output: place.channel, cell: place.row * entry.output.width + place.column)
    else { return nil }
    func patch(
      kernel: Int, stride: Int, padding: Int, groups: Int, isLocal: Bool
    ) -> CellOperation.Work {
      let sum = PatchSum(
        of: values, shape,
        channels: group(of: place.channel, groups, inputs: shape.channels, of: entry),
        window: (kernel, place.row * stride - padding, place.column * stride - padding),
        kernel: weights, bias: bias, groups: groups, isLocal: isLocal)
      return sum.kernel.count > PatchSum.maximumTerms ? .terms(sum.terms) : .patch(sum)
    }
    switch entry.spec.kind {
    case .convolution(let convolution):
      return patch(
        kernel: convolution.kernel, stride: convolution.stride, padding: convolution.padding,
        groups: convolution.groups, isLocal: false)
    case .locallyConnected(let local):
      return patch(
        kernel: local.kernel, stride: local.stride, padding: local.padding, groups: 1,
        isLocal: true)
    case .fullyConnected(let full):
      let inputs = group(of: place.channel, full.groups, inputs: shape.count, of: entry)
      return .terms(
        TermSum(of: values[inputs], weights, bias: bias, input: shape) { inputs.lowerBound + $0 })
    case .activation, .normalization, .pooling, .dropout: return nil
    }
  }

  /// Returns the inputs that the group of an output reads.
  private func group(
    of output: Int, _ groups: Int, inputs: Int, of entry: LayerLayout
  ) -> Range<Int> {
    let group = output / (entry.output.channels / groups)
    return group * (inputs / groups)..<(group + 1) * (inputs / groups)
  }
}

// MARK: - Pooling and softmax

extension CellFormulas {
  /// Returns the window of a pooled cell, or the windows of the pooling that contain a cell of its input.
  private func pooled(
    _ pooling: Pooling, at index: Int, _ place: CellPlace, isFirst: Bool
  ) throws(ComputeError) -> CellOperation? {
    let entry = layout[index]
    guard let (shape, values) = try evaluator.input(of: entry.spec.name) else { return nil }
    func windows(_ count: Int, containing cell: Int, along side: Int) -> [Int] {
      (0..<count).filter { pooling.cells(of: $0, along: side).contains(cell) }
    }
    let (rows, columns) =
      isFirst
      ? ([place.row], [place.column])
      : (
        windows(entry.output.height, containing: place.row, along: shape.height),
        windows(entry.output.width, containing: place.column, along: shape.width)
      )
    let all = rows.flatMap { row in
      columns.map { CellPlace(channel: place.channel, row: row, column: $0) }
    }
    var found: [PooledCell.Window] = []
    var cells = 0
    for window in all.prefix(PooledCell.maximumWindows) {
      let made = PooledCell.Window(
        pooling, at: window, of: values, shape, result: try result(of: index, at: window))
      cells += made.values.count
      guard cells <= PooledCell.maximumCells else { break }
      found.append(made)
    }
    let cell = PooledCell(
      pooling, source: isFirst ? nil : place, windows: found, count: all.count)
    let followed = found.isEmpty ? place : found[cell.followed].place
    return CellOperation(
      layer: entry.spec.name, place: followed,
      result: found.isEmpty ? nil : found[cell.followed].result, work: .pooling(cell))
  }

  private func appendSoftmax(
    to formula: inout CellFormula, at place: CellPlace
  ) throws(ComputeError) {
    guard let last = layout.last, last.output.isFlat, !formula.operations.isEmpty,
      let scores = try evaluator.maps(of: evaluator.layers.last ?? "")?.values,
      scores.count == probabilities.count, scores.indices.contains(place.channel)
    else { return }
    let cell = SoftmaxCell(
      of: place.channel, in: scores, probability: probabilities[place.channel])
    formula.operations.append(
      CellOperation(
        layer: "softmax", place: place, result: Float(cell.probability), work: .softmax(cell)))
  }
}

extension CellOperation {
  /// True for a cell that no window of a pooling contains, so that nothing reads it.
  fileprivate var isLast: Bool {
    if case .pooling(let cell) = work { cell.windows.isEmpty } else { false }
  }
}

extension Shape {
  fileprivate func contains(_ place: CellPlace) -> Bool {
    (0..<channels).contains(place.channel) && (0..<height).contains(place.row)
      && (0..<width).contains(place.column)
  }

  fileprivate func index(of place: CellPlace) -> Int {
    (place.channel * height + place.row) * width + place.column
  }
}
