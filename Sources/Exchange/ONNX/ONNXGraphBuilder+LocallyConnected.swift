import Blueprint

extension ONNXGraphBuilder {
  /// Adds a locally connected layer, which ONNX lacks, as one product of matrices for each cell of the output:
  /// `[cells, batch, inputs · kernel · kernel]` times `[cells, inputs · kernel · kernel, outputs]`.
  ///
  /// A convolution cuts out the windows: each of its kernels has one weight of 1, which selects one number.
  /// - Parameters:
  ///   - local: The layer.
  ///   - name: The name of the layer.
  ///   - entry: The layer with its shapes.
  ///   - constants: The names of the weights and the biases.
  mutating func add(
    _ local: LocallyConnected, _ name: String, _ entry: LayerLayout, _ constants: [String]
  ) {
    let (inputs, window) = (entry.input.channels, local.kernel * local.kernel)
    let (output, cells) = (entry.output, entry.output.height * entry.output.width)
    let selection = ONNXTensor(
      "\(name).selection", Self.selection(inputs: inputs, window: window),
      shape: [inputs * window, 1, local.kernel, local.kernel])
    add(
      "Conv", "\(name).windows", inputs: [constant(selection)],
      [
        "group": .int(inputs), "kernel_shape": .ints([local.kernel, local.kernel]),
        "pads": .ints(Array(repeating: local.padding, count: 4)),
        "strides": .ints([local.stride, local.stride]),
      ])
    reshape("\(name).columns", to: [-1, inputs * window, cells])
    add("Transpose", "\(name).cells", ["perm": .ints([2, 0, 1])])
    let matrices = changed(constants[0]) {
      $0.reshape("\(name).kernels", to: [output.channels, cells, inputs * window])
      $0.add("Transpose", "\(name).matrices", ["perm": .ints([1, 2, 0])])
    }
    add("MatMul", "\(name).products", inputs: [matrices])
    add("Transpose", "\(name).outputs", ["perm": .ints([1, 2, 0])])
    reshape("\(name).maps", to: [-1, output.channels, output.height, output.width])
    add("Add", name, inputs: [constants[1]])
  }

  /// The kernels that select each number of a window, `[inputs · window, window]`.
  private static func selection(inputs: Int, window: Int) -> [Float] {
    (0..<inputs * window).flatMap { row in
      (0..<window).map { $0 == row % window ? 1 : 0 }
    }
  }
}
