/// One column of a network that two processes train together, as the two GPUs of the paper did (section
/// 3.2): each has half of the kernels and neurons of each layer, and reads the other's activations only in
/// certain layers.
///
/// - A convolution with one group reads the maps of both columns, which are gathered before it. The first one
///   reads the image, which both processes have.
/// - A convolution or a fully-connected layer with groups, and a normalisation across maps, stay within their
///   column.
/// - A locally connected layer, and a fully-connected layer with one group, read the activations of both columns.
/// - The last layer is small. Both columns hold it whole, so that both compute the same scores.
///
/// ```swift
/// let column = try ColumnDivision(of: NetworkSpec.code145.layout(), column: 0)
/// column.gathers.map(\.local.spec.name)  // ["conv3", "fc6", "fc7", "fc8"]
/// ```
public struct ColumnDivision: Hashable, Sendable {
  /// The number of columns.
  public static let count = 2

  /// A layer of the network and the part of it that one column computes.
  public struct Layer: Hashable, Sendable {
    /// The layer of the whole network.
    public let whole: LayerLayout
    /// The same layer with the outputs of this column.
    public let local: LayerLayout
    /// True if the activations of both columns are gathered before this layer.
    public let gathers: Bool
    /// True if each column has its own half of the outputs; false if both compute all of them.
    public let isDivided: Bool
  }

  /// The number of the column: 0 or 1.
  public let column: Int
  /// All layers in order.
  public let layers: [Layer]

  /// Divides a network.
  ///
  /// - Parameters:
  ///   - layout: The layers of the whole network.
  ///   - column: The number of the column.
  /// - Throws: ``ColumnError`` for the first layer that cannot be divided.
  public init(of layout: [LayerLayout], column: Int) throws(ColumnError) {
    precondition((0..<Self.count).contains(column), "there is no column \(column)")
    var divider = ColumnDivider()
    var layers: [Layer] = []
    for (index, layer) in layout.enumerated() {
      layers.append(try divider.divide(layer, isLast: index == layout.count - 1))
    }
    guard layers.contains(where: { $0.isDivided && $0.whole.spec.hasParameters }) else {
      throw .nothingToDivide(layer: layout.last?.spec.name ?? "")
    }
    self.column = column
    self.layers = layers
  }

  /// The layers of this column.
  public var local: [LayerLayout] { layers.map(\.local) }

  /// The layers before which the activations of both columns are gathered.
  public var gathers: [Layer] { layers.filter(\.gathers) }

  /// Returns the outputs of a layer that this column computes, among those of the whole layer.
  public func outputs(of layer: Layer) -> Range<Int> {
    let count = layer.local.output.channels
    let first = layer.isDivided ? column * count : 0
    return first..<first + count
  }

  /// Returns the approximate bytes of the activations of both columns that a training step keeps, and of the
  /// memory through which they are exchanged, in single precision.
  public func exchangeBytes(batch: Int) -> Int {
    let counts = gathers.map(\.whole.input.count)
    return 4 * batch * (counts.reduce(0, +) + (counts.max() ?? 0))
  }
}

/// Divides the layers of a network one after another.
private struct ColumnDivider {
  /// oneDNN keeps at most this number of channels side by side in memory.
  static let channelsPerBlock = 16

  /// True if each column has half of the present activations; false if both have all.
  private var isDivided = false
  /// True if the present activations are those of a fully-connected layer, which are never in blocks.
  private var isVector = false

  mutating func divide(
    _ layer: LayerLayout, isLast: Bool
  ) throws(ColumnError) -> ColumnDivision.Layer {
    let gathers = isDivided && (layer.readsAllChannels || isLast && layer.spec.hasParameters)
    let wasDivided = isDivided
    if layer.spec.hasParameters {
      isDivided = !isLast
      if case .fullyConnected = layer.spec.kind { isVector = true } else { isVector = false }
    }
    let spec = try divided(layer, inputIsDivided: wasDivided)
    var input = layer.input
    if wasDivided, !gathers { input.channels /= ColumnDivision.count }
    guard let local = try? spec.layout(input: input) else {
      preconditionFailure("half of \(spec.name) is a valid layer")
    }
    return ColumnDivision.Layer(
      whole: layer, local: local, gathers: gathers, isDivided: isDivided)
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
      let maps = layer.input.channels / ColumnDivision.count
      guard maps.isMultiple(of: Self.channelsPerBlock) else {
        throw .dropoutSplitsBlocks(
          layer: spec.name, maps: maps, channelsPerBlock: Self.channelsPerBlock)
      }
    case .normalization, .dropout, .activation, .pooling: break
    }
    return spec
  }

  private func half(_ outputs: Int, of layer: String) throws(ColumnError) -> Int {
    guard outputs.isMultiple(of: ColumnDivision.count) else {
      throw .oddOutputs(layer: layer, outputs: outputs)
    }
    return outputs / ColumnDivision.count
  }

  private func half(_ groups: Int, in layer: String) throws(ColumnError) -> Int {
    guard groups.isMultiple(of: ColumnDivision.count) else {
      throw .oddGroups(layer: layer, groups: groups)
    }
    return groups / ColumnDivision.count
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
