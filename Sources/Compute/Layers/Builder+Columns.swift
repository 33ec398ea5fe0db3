import Blueprint
import COneDNN

/// The columns of a layer, and what has to be known to take gradients back from them.
struct Columns {
  var columns: [Column]
  /// How the input's maps are moved for kernels that are folded into shifts.
  var shifts: od_shifts?
  /// Whether they go on where those of the layer before ended.
  var areTheInputs = false
}

/// How convolutions are computed: as they stand, by Winograd's algorithm, in columns, or folded.
extension Builder {
  /// The columns of a convolution: as many as it takes for the fastest algorithm that oneDNN has for
  /// it here.
  func columns(
    of convolution: Convolution, _ layout: LayerLayout, activation: Activation?, input: Tensor,
    needsInputGradient: Bool
  ) throws(ComputeError) -> Columns {
    let name = layout.spec.name
    let direct = Product.Convolution(
      input: dimensions(layout.input), output: dimensions(layout.output),
      groups: convolution.groups, kernel: convolution.kernel, stride: convolution.stride,
      padding: convolution.padding, element: productElement)
    func product(_ convolution: Product.Convolution) throws(ComputeError) -> Product {
      try Product(
        name, convolution, activation: activation, needsInputGradient: needsInputGradient,
        on: engine)
    }
    if !needsInputGradient, let (fold, convolution) = folded(direct), isForWinograd(convolution),
      let product = try? product(convolution)
    {
      let input = try folded(input, to: convolution.input, for: name)
      return Columns(columns: [try Column(product, fold: fold, source: .whole(input), into: self)])
    }
    let column = direct.column
    let isInBlocks = input.layout.lanes == Self.lanes
    /// A column for each part of the input.
    func columns(
      _ convolution: Product.Convolution, _ first: Product, fold: Fold? = nil,
      of sources: [Source]
    ) throws(ComputeError) -> [Column] {
      var columns: [Column] = []
      for source in sources {
        let product = columns.isEmpty ? first : try product(convolution)
        columns.append(
          try Column(product, fold: fold, number: columns.count, source: source, into: self))
      }
      return columns
    }
    if isInBlocks, let (fold, convolution) = shifted(column),
      isForWinograd(convolution, insteadOf: column), let first = try? product(convolution)
    {
      join(input, for: name)
      let shifts = od_shifts(direct, column, convolution)
      let sources = (0..<direct.groups).map { Source.moved(input, column: $0, shifts) }
      return Columns(
        columns: try columns(convolution, first, fold: fold, of: sources), shifts: shifts)
    }
    guard direct.groups == 1 || isInBlocks, isForWinograd(column), let first = try? product(column)
    else {
      join(input, for: name)
      return Columns(columns: [try Column(try product(direct), source: .whole(input), into: self)])
    }
    if direct.groups == 1 {
      join(input, for: name)
      return Columns(columns: try columns(column, first, of: [.whole(input)]))
    }
    if input.join != nil,
      input.columns.map(\.layout.dimensions) == Array(repeating: column.input, count: direct.groups)
    {
      return Columns(
        columns: try columns(column, first, of: input.columns.map(Source.whole)),
        areTheInputs: true)
    }
    join(input, for: name)
    let sources = (0..<direct.groups).map { Source.part(input, column: $0, of: direct.groups) }
    return Columns(columns: try columns(column, first, of: sources))
  }

  /// - Parameter direct: what would be computed otherwise; nil is the same convolution.
  private func isForWinograd(
    _ convolution: Product.Convolution, insteadOf direct: Product.Convolution? = nil
  ) -> Bool {
    precision != .fp32Direct && convolution.element == .fp32
      && convolution.algorithm == OD_WINOGRAD
      && convolution.gainsByWinograd(over: direct ?? convolution)
      && convolution.input[1].isMultiple(of: Self.lanes)
      && convolution.output[1].isMultiple(of: Self.lanes)
  }

  // MARK: - Folding

  /// The convolution seen as one of stride 1, where that is what Winograd's algorithm is for.
  private func folded(_ convolution: Product.Convolution) -> (Fold, Product.Convolution)? {
    let fold = Fold(
      form: .squares, outputs: convolution.output[1], channels: convolution.input[1],
      kernel: convolution.kernel)
    var folded = convolution
    folded.input[1] = fold.foldedChannels
    for side in 2...3 { folded.input[side] = Fold.squares(along: convolution.input[side]) }
    (folded.kernel, folded.stride, folded.algorithm) = (Fold.side, 1, OD_WINOGRAD)
    // In bf16 as well: oneDNN's bfloat16 is at its slowest with three channels.
    folded.element = .fp32
    let fits = (2...3).allSatisfy {
      folded.output[$0] == folded.input[$0] - folded.kernel + 1
    }
    guard convolution.stride == Fold.stride, convolution.padding == 0, convolution.groups == 1,
      Fold.squares(along: convolution.kernel) == Fold.side, fits
    else { return nil }
    return (fold, folded)
  }

  /// The convolution seen as one of four times as many channels, where its kernels are of 4×4 to 6×6.
  private func shifted(_ convolution: Product.Convolution) -> (Fold, Product.Convolution)? {
    guard (Fold.side + 1...2 * Fold.side).contains(convolution.kernel), convolution.stride == 1,
      convolution.input[1].isMultiple(of: Self.lanes)
    else { return nil }
    let fold = Fold(
      form: .shifts, outputs: convolution.output[1], channels: convolution.input[1],
      kernel: convolution.kernel)
    var shifted = convolution
    shifted.input[1] = fold.foldedChannels
    for side in 2...3 { shifted.input[side] = convolution.output[side] + Fold.side - 1 }
    (shifted.kernel, shifted.padding, shifted.algorithm) = (Fold.side, 0, OD_WINOGRAD)
    return (fold, shifted)
  }

  /// Gradients of maps and their moved copies, added up.
  func unshifted(
    _ parts: [Tensor], _ shifts: od_shifts, dimensions: [Int], for layer: String
  ) throws(ComputeError) -> Tensor {
    let whole = try passingTensor(.blocked(dimensions, lanes: Self.lanes))
    for (index, part) in parts.enumerated() {
      add(layer, .backwardData) {
        var shifts = shifts
        od_unshift(&shifts, part.floats, whole.floats + index * shifts.columnLength)
      }
    }
    return whole
  }

  private func folded(
    _ image: Tensor, to dimensions: [Int], for layer: String
  ) throws(ComputeError) -> Tensor {
    let spatial = image.layout.dimensions
    let image = try tensor(image, as: .plain(spatial), for: layer, .forward)
    let folded = try tensor(.blocked(dimensions, lanes: Self.lanes))
    forward.append(
      Task(layer, .forward) {
        od_fold(folded.floats, image.floats, spatial[0] * spatial[1], spatial[2], spatial[3])
      })
    return folded
  }

  // MARK: - Columns

  /// A gradient of each column's channels, apart; with `masks`, on its way through ReLU.
  func split(
    gradient whole: Tensor, into columns: [Tensor], for layer: String, masks: [Rows]?
  ) throws(ComputeError) -> [Tensor] {
    var parts: [Tensor] = []
    for column in columns { parts.append(try passingTensor(column.layout)) }
    add(layer, .backwardData, body: splitting(whole, to: parts, masks: masks))
    return parts
  }

  /// What copies the channels of each column to where they are apart.
  func splitting(_ whole: Tensor, to parts: [Tensor], masks: [Rows]? = nil) -> () -> Void {
    let to = parts.map { Rows($0) }
    let from = parts.indices.map { Rows(whole, column: $0, of: parts.count) }
    return { [batch] in
      for index in to.indices {
        from[index].copy(to[index].stride, images: batch, to: to[index], where: masks?[index])
      }
    }
  }

  /// The channels of all columns, one after the other: not before somebody wants them so.
  func joinable(_ parts: [Tensor], dimensions: [Int]) throws(ComputeError) -> Tensor {
    let whole = try Tensor(
      .blocked(dimensions, lanes: Self.lanes), isTouched: false, on: engine)
    whole.columns = parts
    whole.join = Self.joining(parts, to: whole)
    return whole
  }

  /// Puts columns together in every step, if they are not.
  func join(_ whole: Tensor, for layer: String) {
    guard let join = whole.join else { return }
    add(layer, .forward) { [batch] in join(batch) }
    whole.join = nil
  }

  /// What copies the first so many images of columns to where they are together.
  static func joining(_ parts: [Tensor], to whole: Tensor) -> (_ images: Int) -> Void {
    let from = parts.map { Rows($0) }
    return { [unowned whole] images in
      for (index, part) in from.enumerated() {
        let to = Rows(whole, start: index * part.stride, stride: from.count * part.stride)
        part.copy(part.stride, images: images, to: to)
      }
    }
  }

  /// Gradients of all columns' channels, one after the other; with a `mask`, on their way through
  /// ReLU.
  func joined(
    gradients parts: [Tensor], dimensions: [Int], for layer: String, mask: Tensor?
  ) throws(ComputeError) -> Tensor {
    let whole = try passingTensor(.blocked(dimensions, lanes: Self.lanes))
    for (index, part) in parts.enumerated() {
      let (from, to) = (Rows(part), Rows(whole, column: index, of: parts.count))
      let active = mask.map { Rows($0, column: index, of: parts.count) }
      add(layer, .backwardData) { [batch] in
        from.copy(from.stride, images: batch, to: to, where: active)
      }
    }
    whole.hasPassedReLU = mask != nil
    return whole
  }
}

extension Product.Convolution {
  /// One group by itself, by Winograd's algorithm where that is made for it.
  fileprivate var column: Product.Convolution {
    var column = self
    column.input[1] /= groups
    column.output[1] /= groups
    column.groups = 1
    column.algorithm = kernel == 3 && stride == 1 ? OD_WINOGRAD : OD_DIRECT
    return column
  }

  /// Whether Winograd's algorithm takes less time than the direct sum, by a count of work: for an
  /// output cell as many multiplications for each pair of channels as a kernel has numbers there, a
  /// quarter of nine here but in smaller matrices; transforms for each channel; and tiles of 4×4 that
  /// hang over the border, of the output in two passes and of the input in the third. The weights
  /// are fitted to measurements of 16 to 192 channels on maps of 6×6 to 55×55.
  fileprivate func gainsByWinograd(over direct: Product.Convolution) -> Bool {
    let (inputs, outputs) = (Double(input[1]), Double(output[1]))
    func tiles(_ dimensions: [Int]) -> Double {
      dimensions[2...].map { Double(($0 + 3) / 4 * 4) }.reduce(1, *)
    }
    let cells = Double(output[2] * output[3])
    let covered = (2 * tiles(output) + tiles(input)) / (3 * cells)
    let sums = Double(direct.kernel * direct.kernel * direct.input[1] * direct.output[1])
    return covered * (3.2 * inputs * outputs + 64 * (inputs + outputs)) < 0.9 * sums
  }
}

extension od_shifts {
  /// A whole convolution as it is, one column of it, and that column folded.
  fileprivate init(
    _ whole: Product.Convolution, _ column: Product.Convolution, _ shifted: Product.Convolution
  ) {
    let lanes = Builder.lanes
    self.init(
      images: column.input[0], blocks: column.input[1] / lanes, stride: whole.input[1] / lanes,
      height: column.input[2], width: column.input[3], rows: shifted.input[2],
      columns: shifted.input[3], padding: column.padding)
  }

  /// How far the columns lie apart in an image.
  var columnLength: Int { blocks * height * width * Builder.lanes }
}
