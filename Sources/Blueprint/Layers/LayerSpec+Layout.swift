extension LayerSpec {
  /// Returns the layer with its shapes and its cost for an input.
  func layout(input: Shape) throws(BlueprintError) -> LayerLayout {
    switch kind {
    case .convolution(let convolution): try layout(convolution, input: input)
    case .locallyConnected(let local): try layout(local, input: input)
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
    let check = SettingCheck(name)
    let (outputs, kernel, groups) = (convolution.outputs, convolution.kernel, convolution.groups)
    try check.sizes(
      ("outputs", outputs), ("kernel", kernel), ("stride", convolution.stride), ("groups", groups))
    try check.padding(convolution.padding, below: kernel, "the size of the kernel")
    try check.initialization(convolution.initial)
    try check.learning(convolution.learning)
    guard input.channels.isMultiple(of: groups), outputs.isMultiple(of: groups) else {
      throw .groupsDoNotDivide(layer: name, input: input, outputs: outputs, groups: groups)
    }
    let output = try windows(
      kernel, stride: convolution.stride, padding: convolution.padding, outputs: outputs, input)
    let weights = try check.product(
      outputs, input.channels / groups, kernel, kernel, input: input)
    return layout(
      input: input, output: output, parameters: weights + outputs,
      multiplyAdds: try check.product(weights, output.height, output.width, input: input))
  }

  private func layout(
    _ local: LocallyConnected, input: Shape
  ) throws(BlueprintError) -> LayerLayout {
    let check = SettingCheck(name)
    let (outputs, kernel) = (local.outputs, local.kernel)
    try check.sizes(("outputs", outputs), ("kernel", kernel), ("stride", local.stride))
    try check.padding(local.padding, below: kernel, "the size of the kernel")
    try check.initialization(local.initial)
    try check.learning(local.learning)
    let output = try windows(
      kernel, stride: local.stride, padding: local.padding, outputs: outputs, input)
    let weights = try check.product(
      output.count, input.channels, kernel, kernel, input: input)
    return layout(
      input: input, output: output, parameters: weights + output.count, multiplyAdds: weights)
  }

  /// Returns the output of kernels that are applied to each whole window.
  private func windows(
    _ kernel: Int, stride: Int, padding: Int, outputs: Int, _ input: Shape
  ) throws(BlueprintError) -> Shape {
    func count(_ size: Int) throws(BlueprintError) -> Int {
      guard kernel <= size + 2 * padding else {
        throw .windowTooLarge(layer: name, input: input, window: kernel, padding: padding)
      }
      return (size + 2 * padding - kernel) / stride + 1
    }
    let output = Shape(
      channels: outputs, height: try count(input.height), width: try count(input.width))
    try SettingCheck(name).product(outputs, output.height, output.width, input: input)
    return output
  }

  private func layout(_ full: FullyConnected, input: Shape) throws(BlueprintError) -> LayerLayout {
    let check = SettingCheck(name)
    let (outputs, groups) = (full.outputs, full.groups)
    try check.sizes(("outputs", outputs), ("groups", groups))
    try check.initialization(full.initial)
    try check.learning(full.learning)
    guard input.channels.isMultiple(of: groups), outputs.isMultiple(of: groups) else {
      throw .groupsDoNotDivide(layer: name, input: input, outputs: outputs, groups: groups)
    }
    let weights = try check.product(
      outputs, input.channels / groups, input.height, input.width, input: input)
    return layout(
      input: input, output: Shape(channels: outputs), parameters: weights + outputs,
      multiplyAdds: weights)
  }

  private func layout(_ pooling: Pooling, input: Shape) throws(BlueprintError) -> LayerLayout {
    let check = SettingCheck(name)
    try check.sizes(("size", pooling.size), ("stride", pooling.stride))
    try check.padding(pooling.padding, below: pooling.size, "the size of the window")
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
    let check = SettingCheck(name)
    try check.sizes(("size", lrn.size))
    try check.require(!lrn.size.isMultiple(of: 2), "size", lrn.size, "an odd number")
    try check.require(lrn.alpha.isFinite && lrn.alpha >= 0, "alpha", lrn.alpha, "0 or more")
    try check.require(lrn.beta.isFinite && lrn.beta >= 0, "beta", lrn.beta, "0 or more")
    try check.require(lrn.k.isFinite && lrn.k > 0, "k", lrn.k, "above 0")
    try check.sizes(("groups", lrn.groups))
    try check.require(
      input.channels.isMultiple(of: lrn.groups), "groups", lrn.groups,
      "a divisor of the \(input.channels) channels of the input")
    return layout(input: input, output: input)
  }
}
