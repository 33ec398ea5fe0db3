/// One layer of a network that fits: what comes in, what goes out and what it costs.
public struct LayerLayout: Hashable, Sendable {
  public let spec: LayerSpec
  public let input: Shape
  public let output: Shape
  /// Weights and biases.
  public let parameters: Int
  /// Forward, for one image; 0 for a layer without parameters.
  public let multiplyAdds: Int
}

extension NetworkSpec {
  /// The outputs of the last layer; 0 when that is not fully connected, and so no classifier.
  public var classes: Int {
    guard case .fullyConnected(let full) = layers.last?.kind else { return 0 }
    return full.outputs
  }

  /// Every layer with its shapes and costs, or the first thing that does not fit.
  public func layout() throws(BlueprintError) -> [LayerLayout] {
    try checkNames()
    try Check("input").sizes(
      ("channels", input.channels), ("height", input.height), ("width", input.width))
    try Check("input").require(
      inputScale.isFinite && inputScale > 0, "inputScale", inputScale, "above 0")
    var result: [LayerLayout] = []
    var shape = input
    for layer in layers {
      let next = try layer.layout(input: shape)
      shape = next.output
      result.append(next)
    }
    guard classes > 0, let last = layers.last else {
      throw .lastLayerIsNotFullyConnected(layer: layers.last?.name ?? name, output: shape)
    }
    precondition(shape == Shape(channels: classes), "\(last.name) gives one score a class")
    return result
  }

  private func checkNames() throws(BlueprintError) {
    guard !layers.isEmpty else { throw .noLayers(network: name) }
    var seen: Set<String> = []
    for (index, layer) in layers.enumerated() {
      guard layer.name.contains(where: { !$0.isWhitespace }) else {
        throw .unnamedLayer(position: index + 1)
      }
      guard seen.insert(layer.name).inserted else { throw .duplicateName(layer.name) }
    }
  }
}

extension Sequence<LayerLayout> {
  public var parameters: Int { reduce(0) { $0 + $1.parameters } }

  /// Forward, for one image.
  public var multiplyAdds: Int { reduce(0) { $0 + $1.multiplyAdds } }

  /// A training step, for one image: forward, the weights' gradient and the data gradient, which
  /// nothing needs in the first layer that has parameters.
  public var trainingMultiplyAdds: Int {
    let first = first { $0.spec.hasParameters }?.multiplyAdds ?? 0
    return 3 * multiplyAdds - first
  }
}

extension Sequence<LayerLayout> {
  /// Weights, gradients and velocities in single precision.
  public var parameterBytes: Int { 3 * 4 * parameters }

  /// Weights and velocities, as a checkpoint has them.
  public var snapshotBytes: Int { 2 * 4 * parameters }

  /// What a training step keeps at once beside the parameters, about: the images and a batch's
  /// activations, of which an activation function's are those of the layer before; three gradients
  /// as large as the largest, which take turns; and but for `fp32-direct` as much again for Winograd's
  /// algorithm. That of `bf16` is for processors where layers widen what they multiply, the dearer
  /// of its two ways.
  public func activationBytes(batch: Int, precision: Precision = .fp32) -> Int {
    let activations = filter { if case .activation = $0.spec.kind { false } else { true } }
    let outputs = activations.map(\.output.count)
    let images = first { _ in true }?.input.count ?? 0
    let width = precision == .bf16 ? 2 : 4
    let passing = (precision == .fp32Direct ? 3 : 6) * (outputs.max() ?? 0)
    return batch * (4 * (images + passing) + width * outputs.reduce(0, +))
  }
}

extension LayerSpec {
  /// This layer with `input` coming in.
  func layout(input: Shape) throws(BlueprintError) -> LayerLayout {
    switch kind {
    case .convolution(let convolution): try layout(convolution, input: input)
    case .fullyConnected(let full): try layout(full, input: input)
    case .pooling(let pooling): try layout(pooling, input: input)
    case .normalization(let lrn): try layout(lrn, input: input)
    case .activation, .dropout: layout(input: input, output: input)
    }
  }

  private func layout(
    input: Shape, output: Shape, parameters: Int = 0, multiplyAdds: Int = 0
  ) -> LayerLayout {
    LayerLayout(
      spec: self, input: input, output: output, parameters: parameters, multiplyAdds: multiplyAdds)
  }

  private func layout(
    _ convolution: Convolution, input: Shape
  ) throws(BlueprintError) -> LayerLayout {
    let check = Check(name)
    let (outputs, kernel, groups) = (convolution.outputs, convolution.kernel, convolution.groups)
    let (stride, padding) = (convolution.stride, convolution.padding)
    try check.sizes(
      ("outputs", outputs), ("kernel", kernel), ("stride", stride), ("groups", groups))
    try check.padding(padding, below: kernel, "the kernel's")
    try check.initialization(convolution.initial)
    try check.learning(convolution.learning)
    guard input.channels.isMultiple(of: groups), outputs.isMultiple(of: groups) else {
      throw .groupsDoNotDivide(layer: name, input: input, outputs: outputs, groups: groups)
    }
    func windows(_ size: Int) throws(BlueprintError) -> Int {
      guard kernel <= size + 2 * padding else {
        throw .windowTooLarge(layer: name, input: input, window: kernel, padding: padding)
      }
      return (size + 2 * padding - kernel) / stride + 1
    }
    let output = Shape(
      channels: outputs, height: try windows(input.height), width: try windows(input.width))
    try check.product(outputs, output.height, output.width, input: input)
    let weights = try check.product(
      outputs, input.channels / groups, kernel, kernel, input: input)
    return layout(
      input: input, output: output, parameters: weights + outputs,
      multiplyAdds: try check.product(weights, output.height, output.width, input: input))
  }

  private func layout(_ full: FullyConnected, input: Shape) throws(BlueprintError) -> LayerLayout {
    let check = Check(name)
    try check.sizes(("outputs", full.outputs))
    try check.initialization(full.initial)
    try check.learning(full.learning)
    let weights = try check.product(
      full.outputs, input.channels, input.height, input.width, input: input)
    return layout(
      input: input, output: Shape(channels: full.outputs), parameters: weights + full.outputs,
      multiplyAdds: weights)
  }

  private func layout(_ pooling: Pooling, input: Shape) throws(BlueprintError) -> LayerLayout {
    let check = Check(name)
    try check.sizes(("size", pooling.size), ("stride", pooling.stride))
    try check.padding(pooling.padding, below: pooling.size, "the window's size")
    let (height, width) = (
      pooling.windows(along: input.height), pooling.windows(along: input.width)
    )
    guard height > 0, width > 0 else {
      throw .windowTooLarge(
        layer: name, input: input, window: pooling.size, padding: pooling.padding)
    }
    return layout(
      input: input, output: Shape(channels: input.channels, height: height, width: width))
  }

  private func layout(
    _ lrn: ResponseNormalization, input: Shape
  ) throws(BlueprintError) -> LayerLayout {
    let check = Check(name)
    try check.sizes(("size", lrn.size))
    try check.require(!lrn.size.isMultiple(of: 2), "size", lrn.size, "an odd number")
    try check.require(lrn.alpha.isFinite && lrn.alpha >= 0, "alpha", lrn.alpha, "0 or more")
    try check.require(lrn.beta.isFinite && lrn.beta >= 0, "beta", lrn.beta, "0 or more")
    try check.require(lrn.k.isFinite && lrn.k > 0, "k", lrn.k, "above 0")
    try check.sizes(("groups", lrn.groups))
    try check.require(
      input.channels.isMultiple(of: lrn.groups), "groups", lrn.groups,
      "a divisor of the \(input.channels) channels that come in")
    return layout(input: input, output: input)
  }
}

extension Pooling {
  /// How many windows lie along a side; 0 or less when none fits.
  ///
  /// `ceil` counts 1 + ceil((size + 2·padding − window) / stride), less a last window that would
  /// begin beyond the image and its left padding, for that one would pool nothing.
  func windows(along side: Int) -> Int {
    let room = side + 2 * padding - size
    switch rounding {
    case .floor:
      return room < 0 ? 0 : room / stride + 1
    case .ceil:
      // Swift's division truncates towards zero, which is the ceiling of a negative quotient.
      let count = 1 + (room > 0 ? (room + stride - 1) / stride : room / stride)
      return (count - 1) * stride >= side + padding ? count - 1 : count
    }
  }
}

/// Checks one layer's numbers, so that what is computed from them cannot overflow.
private struct Check {
  /// More than any image side or layer width in use, and small enough to add up safely.
  static let largestSize = 1 << 20
  /// A million million weights, activations or multiply-adds an image: no machine holds them.
  static let largestCount = 1 << 40

  let owner: String

  init(_ owner: String) { self.owner = owner }

  func require(
    _ condition: Bool, _ setting: String, _ value: some CustomStringConvertible, _ wanted: String
  ) throws(BlueprintError) {
    guard condition else {
      throw .invalidValue(
        owner: owner, setting: setting, value: value.description, wanted: wanted)
    }
  }

  func sizes(_ settings: (name: String, value: Int)...) throws(BlueprintError) {
    for (name, value) in settings {
      try require(
        (1...Self.largestSize).contains(value), name, value, "1 to \(Self.largestSize)")
    }
  }

  func padding(_ padding: Int, below window: Int, _ what: String) throws(BlueprintError) {
    try require(
      (0..<window).contains(padding), "padding", padding, "0 to \(window - 1), below \(what)")
  }

  func initialization(_ initial: Initialization) throws(BlueprintError) {
    if case .gaussian(let deviation) = initial.weights {
      try require(deviation.isFinite && deviation >= 0, "weights", deviation, "0 or more")
    }
    try require(initial.bias.isFinite, "bias", initial.bias, "a finite number")
  }

  func learning(_ learning: Learning) throws(BlueprintError) {
    for (name, factor) in [
      ("weightRate", learning.weightRate), ("biasRate", learning.biasRate),
      ("weightDecay", learning.weightDecay), ("biasDecay", learning.biasDecay),
    ] {
      try require(factor.isFinite && factor >= 0, name, factor, "0 or more")
    }
  }

  @discardableResult
  func product(_ factors: Int..., input: Shape) throws(BlueprintError) -> Int {
    var result = 1
    for factor in factors {
      let (product, overflow) = result.multipliedReportingOverflow(by: factor)
      guard !overflow, product <= Self.largestCount else {
        throw .tooLarge(layer: owner, input: input)
      }
      result = product
    }
    return result
  }
}
