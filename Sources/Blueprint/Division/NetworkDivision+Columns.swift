// The division into the two columns of the paper (section 3.2).

extension NetworkDivision {
  /// The number of columns.
  public static let columns = 2

  /// Divides a network into two columns that two processes train together, as the two GPUs of the paper did: each
  /// has half of the kernels and neurons of each layer, and reads the other's activations only in certain layers.
  ///
  /// - A convolution with one group reads the maps of both columns, which are gathered before it. The first one
  ///   reads the image, which both processes have.
  /// - A convolution or a fully-connected layer with groups, and a normalisation across maps, stay within their
  ///   column.
  /// - A locally connected layer, and a fully-connected layer with one group, read the activations of both columns.
  /// - The last layer is small. Both columns hold it whole, so that both compute the same scores.
  ///
  /// ```swift
  /// let column = try NetworkDivision(columnsOf: NetworkSpec.code145.layout(), column: 0)
  /// column.gathers.map(\.local.spec.name)  // ["conv3", "fc6", "fc7", "fc8"]
  /// ```
  ///
  /// - Parameters:
  ///   - layout: The layers of the whole network.
  ///   - column: The number of the column: 0 or 1.
  /// - Throws: ``ColumnError`` for the first layer that cannot be divided.
  public init(columnsOf layout: [LayerLayout], column: Int) throws(ColumnError) {
    precondition((0..<Self.columns).contains(column), "there is no column \(column)")
    var divider = ColumnDivider(column: column)
    var layers: [Layer] = []
    for (index, layer) in layout.enumerated() {
      layers.append(try divider.divide(layer, isLast: index == layout.count - 1))
    }
    guard layers.contains(where: { $0.isDivided && $0.whole.spec.hasParameters }) else {
      throw .nothingToDivide(layer: layout.last?.spec.name ?? "")
    }
    self.init(part: column, of: Self.columns, layers: layers)
  }
}

/// Divides the layers of a network one after another.
private struct ColumnDivider {
  /// oneDNN keeps at most this number of channels side by side in memory.
  static let channelsPerBlock = 16

  let column: Int
  /// True if each column has half of the present activations; false if both have all.
  private var isDivided = false
  /// True if the present activations are those of a fully-connected layer, which are never in blocks.
  private var isVector = false

  init(column: Int) { self.column = column }

  mutating func divide(
    _ layer: LayerLayout, isLast: Bool
  ) throws(ColumnError) -> NetworkDivision.Layer {
    let gathers = isDivided && (layer.readsAllChannels || isLast && layer.spec.hasParameters)
    let wasDivided = isDivided
    if layer.spec.hasParameters {
      isDivided = !isLast
      if case .fullyConnected = layer.spec.kind { isVector = true } else { isVector = false }
    }
    let spec = try divided(layer, inputIsDivided: wasDivided)
    var input = layer.input
    if wasDivided, !gathers { input.channels /= NetworkDivision.columns }
    guard let local = try? spec.layout(input: input) else {
      preconditionFailure("half of \(spec.name) is a valid layer")
    }
    let whole = layer.output.channels
    return NetworkDivision.Layer(
      whole: layer, local: local,
      outputs: isDivided
        ? NetworkDivision.outputs(of: whole, part: column, of: NetworkDivision.columns) : 0..<whole,
      gather: gathers ? .channels : nil)
  }

  private func divided(
    _ layer: LayerLayout, inputIsDivided: Bool
  ) throws(ColumnError) -> LayerSpec {
    var spec = layer.spec
    switch spec.kind {
    case .convolution(var convolution):
      guard inputIsDivided || convolution.groups == 1 else {
        throw .imageInGroups(layer: spec.name, groups: convolution.groups)
      }
      convolution.outputs = try half(convolution.outputs, of: spec.name)
      if convolution.groups > 1 { convolution.groups = try half(convolution.groups, in: spec.name) }
      spec.kind = .convolution(convolution)
    case .locallyConnected(var local):
      local.outputs = try half(local.outputs, of: spec.name)
      spec.kind = .locallyConnected(local)
    case .fullyConnected(var full):
      // The last layer stays whole.
      if isDivided {
        guard inputIsDivided || full.groups == 1 else {
          throw .imageInGroups(layer: spec.name, groups: full.groups)
        }
        full.outputs = try half(full.outputs, of: spec.name)
        if full.groups > 1 { full.groups = try half(full.groups, in: spec.name) }
      }
      spec.kind = .fullyConnected(full)
    case .normalization(var lrn) where inputIsDivided && lrn.region == .acrossMaps:
      guard lrn.groups > 1 else { throw .normalizationCrossesColumns(layer: spec.name) }
      lrn.groups = try half(lrn.groups, in: spec.name)
      spec.kind = .normalization(lrn)
    case .dropout where inputIsDivided && !isVector:
      // The masks are in the order of memory, in which the columns follow each other only in whole blocks.
      let maps = layer.input.channels / NetworkDivision.columns
      guard maps.isMultiple(of: Self.channelsPerBlock) else {
        throw .dropoutSplitsBlocks(
          layer: spec.name, maps: maps, channelsPerBlock: Self.channelsPerBlock)
      }
    case .normalization, .dropout, .activation, .pooling: break
    }
    return spec
  }

  private func half(_ outputs: Int, of layer: String) throws(ColumnError) -> Int {
    guard outputs.isMultiple(of: NetworkDivision.columns) else {
      throw .oddOutputs(layer: layer, outputs: outputs)
    }
    return outputs / NetworkDivision.columns
  }

  private func half(_ groups: Int, in layer: String) throws(ColumnError) -> Int {
    guard groups.isMultiple(of: NetworkDivision.columns) else {
      throw .oddGroups(layer: layer, groups: groups)
    }
    return groups / NetworkDivision.columns
  }
}

extension LayerLayout {
  /// True if each output depends on the activations of both columns.
  fileprivate var readsAllChannels: Bool {
    switch spec.kind {
    case .convolution(let convolution): convolution.groups == 1
    case .locallyConnected: true
    case .fullyConnected(let full): full.groups == 1
    case .activation, .normalization, .pooling, .dropout: false
    }
  }
}
