import Blueprint

// The nodes of each kind of layer.

extension ONNXGraphBuilder {
  /// Adds the nodes that make the network's input from grey levels: minus the mean, times the factors, and
  /// then in the network's order of the colours.
  mutating func addInput(_ network: ExportedNetwork) {
    let mean = constant(ONNXTensor("input.mean", network.mean, shape: network.meanShape))
    add("Sub", "input.centred", inputs: [mean])
    let factors = network.factors
    if factors.contains(where: { $0 != 1 }) {
      let factor = constant(
        ONNXTensor("input.factors", factors, shape: [factors.count, 1, 1]))
      add("Mul", "input.scaled", inputs: [factor])
    }
    let colors = network.spec.inputColors
    if colors != colors.sorted() {
      let order = constant(ONNXTensor("input.order", colors))
      add("Gather", "input.ordered", inputs: [order], ["axis": .int(1)])
    }
  }

  /// Adds the nodes of a layer.
  mutating func add(_ entry: LayerLayout, _ parameters: [String: ExportedTensor]) {
    let name = entry.spec.name
    switch entry.spec.kind {
    case .convolution(let convolution):
      unflatten(to: entry.input, for: name)
      add(
        "Conv", name, inputs: constants(of: name, parameters),
        [
          "group": .int(convolution.groups),
          "kernel_shape": .ints([convolution.kernel, convolution.kernel]),
          "pads": .ints(Array(repeating: convolution.padding, count: 4)),
          "strides": .ints([convolution.stride, convolution.stride]),
        ])
    case .locallyConnected(let local):
      unflatten(to: entry.input, for: name)
      add(local, name, entry, constants(of: name, parameters))
    case .fullyConnected(let full):
      flatten(for: name)
      if full.groups > 1 {
        addGroups(full, name, entry, parameters)
      } else {
        add("Gemm", name, inputs: constants(of: name, parameters), ["transB": .int(1)])
      }
    case .activation(let activation):
      add(activation == .relu ? "Relu" : "Tanh", name)
    case .normalization(let lrn):
      unflatten(to: entry.input, for: name)
      switch lrn.region {
      case .acrossMaps: addAcrossMaps(name, lrn, entry.input)
      case .sameMap: addSameMap(name, lrn)
      }
    case .pooling(let pooling):
      unflatten(to: entry.input, for: name)
      add(pooling, name, entry)
    case .dropout:
      // Dropout does nothing after training.
      break
    }
  }

  /// Adds a fully-connected layer with groups: a convolution of one cell, whose inputs are its channels.
  private mutating func addGroups(
    _ full: FullyConnected, _ name: String, _ entry: LayerLayout,
    _ parameters: [String: ExportedTensor]
  ) {
    reshape("\(name).cell", to: [-1, entry.input.count, 1, 1])
    add(
      "Conv", "\(name).groups", inputs: constants(of: name, parameters, cell: [1, 1]),
      ["group": .int(full.groups), "kernel_shape": .ints([1, 1])])
    reshape(name, to: [-1, full.outputs])
  }

  /// Adds the weights and the biases of a layer.
  /// - Parameter cell: The dimensions that follow those of the weights.
  /// - Returns: Their names.
  private mutating func constants(
    of layer: String, _ parameters: [String: ExportedTensor], cell: [Int] = []
  ) -> [String] {
    ["\(layer).weight", "\(layer).bias"].map { name in
      guard let tensor = parameters[name] else { preconditionFailure("\(layer) has parameters") }
      var value = ONNXTensor(tensor)
      if value.shape.count > 1 { value.shape += cell }
      return constant(value)
    }
  }

  /// Adds a normalisation across maps. ONNX divides α by the size, as Caffe does.
  private mutating func addAcrossMaps(
    _ name: String, _ lrn: ResponseNormalization, _ input: Shape
  ) {
    if lrn.groups > 1 {
      // Each group of maps becomes an image of its own, so that a sum stays within the group.
      reshape("\(name).groups", to: [-1, input.channels / lrn.groups, input.height, input.width])
    }
    add(
      "LRN", lrn.groups > 1 ? "\(name).normalized" : name,
      [
        "alpha": .float(lrn.alpha * Double(lrn.size)), "beta": .float(lrn.beta),
        "bias": .float(lrn.k), "size": .int(lrn.size),
      ])
    if lrn.groups > 1 {
      reshape(name, to: [-1, input.channels, input.height, input.width])
    }
  }

  /// Adds a normalisation within each map, which ONNX lacks: a / (k + α·Σ a²)^β. The sum is the average of a
  /// window that includes zeros around the map, times the cells of the window.
  private mutating func addSameMap(_ name: String, _ lrn: ResponseNormalization) {
    let input = value
    let (size, cells) = (lrn.size, Double(lrn.size * lrn.size))
    add("Mul", "\(name).squares", inputs: [input])
    add(
      "AveragePool", "\(name).means",
      [
        "count_include_pad": .int(1), "kernel_shape": .ints([size, size]),
        "pads": .ints(Array(repeating: size / 2, count: 4)), "strides": .ints([1, 1]),
      ])
    add("Mul", "\(name).sums", inputs: [constant("\(name).alpha", lrn.alpha * cells)])
    add("Add", "\(name).bases", inputs: [constant("\(name).k", lrn.k)])
    // The power is negative, because the latest value is the first operand of the next node.
    add("Pow", "\(name).factors", inputs: [constant("\(name).beta", -lrn.beta)])
    add("Mul", name, inputs: [input])
  }

  /// Adds pooling. The zeros or gaps on the lower and right sides end where the last window ends, because
  /// versions of ONNX differ in which last windows `ceil_mode` counts.
  private mutating func add(_ pooling: Pooling, _ name: String, _ entry: LayerLayout) {
    func end(_ side: Int, _ windows: Int) -> Int {
      switch pooling.rounding {
      case .floor: pooling.padding
      case .ceil:
        max(0, (windows - 1) * pooling.stride + pooling.size - side - pooling.padding)
      }
    }
    let below = end(entry.input.height, entry.output.height)
    let right = end(entry.input.width, entry.output.width)
    add(
      pooling.operation == .maximum ? "MaxPool" : "AveragePool", name,
      [
        "kernel_shape": .ints([pooling.size, pooling.size]),
        "pads": .ints([pooling.padding, pooling.padding, below, right]),
        "strides": .ints([pooling.stride, pooling.stride]),
      ])
  }
}
