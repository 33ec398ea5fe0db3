// The division of the fully-connected layers alone (Krizhevsky 2014, arXiv:1404.5997).

extension NetworkDivision {
  /// Divides the fully-connected layers of a network between processes that have different images of each step.
  ///
  /// Convolutions have few parameters and many activations, fully-connected layers many parameters and few
  /// activations. So each process computes the layers before the first fully-connected one for its own images, with
  /// all kernels. Before that layer the images of all processes are gathered, and each process has some of the
  /// units of each fully-connected layer for all of them. Before a later fully-connected layer the units are
  /// gathered. The scores of the last layer are gathered too, and each process computes the loss of its own images.
  ///
  /// ```swift
  /// let part = try NetworkDivision(hybridOf: NetworkSpec.paper.layout(), part: 0, of: 4)
  /// part.gathers.map(\.local.spec.name)  // ["fc6", "fc7", "fc8"]
  /// ```
  ///
  /// - Parameters:
  ///   - layout: The layers of the whole network.
  ///   - part: The number of the part, from 0.
  ///   - count: The number of parts, at least 2.
  /// - Throws: ``HybridError`` for the first layer that cannot be divided.
  public init(hybridOf layout: [LayerLayout], part: Int, of count: Int) throws(HybridError) {
    precondition(count > 1 && (0..<count).contains(part), "there is no part \(part) of \(count)")
    guard let first = layout.firstIndex(where: \.spec.isFullyConnected) else {
      throw .noFullyConnectedLayers
    }
    var layers: [Layer] = []
    for (index, layer) in layout.enumerated() {
      guard index >= first else {
        layers.append(
          Layer(whole: layer, local: layer, outputs: 0..<layer.output.channels, gather: nil))
        continue
      }
      let spec = try Self.part(of: layer.spec, part: part, of: count)
      var input = layer.input
      var gather: Gather?
      if layer.spec.isFullyConnected {
        gather = index == first ? .images : .channels
      } else {
        input.channels = Self.outputs(of: input.channels, part: part, of: count).count
      }
      guard let local = try? spec.layout(input: input) else {
        preconditionFailure("a part of \(spec.name) is a valid layer")
      }
      layers.append(
        Layer(
          whole: layer, local: local,
          outputs: Self.outputs(of: layer.output.channels, part: part, of: count), gather: gather))
    }
    self.init(part: part, of: count, layers: layers)
  }

  /// Returns a layer with the units of one part.
  private static func part(
    of spec: LayerSpec, part: Int, of count: Int
  ) throws(HybridError) -> LayerSpec {
    var spec = spec
    switch spec.kind {
    case .fullyConnected(var full):
      guard full.groups == 1 else {
        throw .unitsInGroups(layer: spec.name, groups: full.groups)
      }
      guard full.outputs >= count else {
        throw .fewerUnitsThanParts(layer: spec.name, units: full.outputs, parts: count)
      }
      full.outputs = outputs(of: full.outputs, part: part, of: count).count
      spec.kind = .fullyConnected(full)
    case .activation, .dropout: break
    case .convolution, .locallyConnected, .normalization, .pooling:
      throw .mapsAfterUnits(layer: spec.name)
    }
    return spec
  }
}

extension LayerSpec {
  fileprivate var isFullyConnected: Bool {
    if case .fullyConnected = kind { true } else { false }
  }
}
