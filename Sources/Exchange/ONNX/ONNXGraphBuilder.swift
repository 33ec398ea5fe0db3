import Blueprint

/// Builds the graph of a network, one node after another. Each node reads the value of the one before.
struct ONNXGraphBuilder {
  /// A graph without its constants, and the constants.
  struct Graph {
    var message: Onnx_GraphProto
    var constants: [ONNXTensor]
  }

  static let input = "images"
  static let logits = "logits"
  static let output = "probabilities"

  private var nodes: [Onnx_NodeProto] = []
  private var constants: [ONNXTensor] = []
  private var names: Set = [Self.input, Self.logits, Self.output]
  /// The name of the latest value.
  private(set) var value = Self.input
  /// True if the latest value is `[batch, elements]`, and false for `[batch, channels, height, width]`.
  private var isFlat = false

  /// Returns the graph of a network with the name of the network.
  static func graph(of network: ExportedNetwork) -> Graph {
    var builder = ONNXGraphBuilder()
    builder.addInput(network)
    let parameters = Dictionary(
      uniqueKeysWithValues: network.tensors.map { ($0.name, $0) })
    for entry in network.layout { builder.add(entry, parameters) }
    builder.nodes[builder.nodes.count - 1].output = [logits]
    builder.value = logits
    builder.add("Softmax", output, ["axis": .int(1)], output: output)
    let spec = network.spec
    let message = Onnx_GraphProto.with {
      $0.name = spec.name
      $0.node = builder.nodes
      $0.input = [
        .tensor(
          input, [spec.input.channels, spec.input.height, spec.input.width],
          "Pixels as grey levels from 0 to 255, in the order red, green, blue: "
            + "[batch, channels, height, width].")
      ]
      $0.output = [
        .tensor(output, [spec.classes], "The probability of each class: [batch, classes]."),
        .tensor(logits, [spec.classes], "The values before softmax: [batch, classes]."),
      ]
    }
    return Graph(message: message, constants: builder.constants)
  }
}

// Nodes and constants.

extension ONNXGraphBuilder {
  /// The value of a node's setting.
  enum Setting {
    case int(Int)
    case ints([Int])
    case float(Double)
  }

  /// Adds a node that reads the latest value first, and whose output becomes the latest value.
  /// - Parameters:
  ///   - type: The operator: "Conv".
  ///   - name: The name of the node and its output, if no other value has it.
  ///   - inputs: The names of the inputs after the latest value.
  ///   - settings: The settings by their names.
  ///   - output: The name of the output where it is an output of the graph.
  mutating func add(
    _ type: String, _ name: String, inputs: [String] = [],
    _ settings: KeyValuePairs<String, Setting> = [:], output: String? = nil
  ) {
    let output = output ?? unique(name)
    nodes.append(
      .with {
        $0.name = output
        $0.opType = type
        $0.input = [value] + inputs
        $0.output = [output]
        $0.attribute = settings.map { Onnx_AttributeProto($0.key, $0.value) }
      })
    value = output
  }

  /// Adds a constant.
  /// - Returns: Its name.
  mutating func constant(_ tensor: ONNXTensor) -> String {
    var tensor = tensor
    tensor.name = unique(tensor.name)
    constants.append(tensor)
    return tensor.name
  }

  /// Adds a constant number.
  /// - Returns: Its name.
  mutating func constant(_ name: String, _ number: Double) -> String {
    constant(ONNXTensor(name, [Float(number)], shape: []))
  }

  /// Adds a node that changes the shape of the latest value.
  /// - Parameter shape: The extents; one of them is −1 and follows from the others.
  mutating func reshape(_ name: String, to shape: [Int]) {
    add("Reshape", name, inputs: [constant(ONNXTensor("\(name).shape", shape))])
  }

  /// Adds nodes that change a constant. The latest value remains what it is.
  /// - Parameters:
  ///   - constant: The name of the constant, which the first node reads.
  ///   - nodes: A closure that adds the nodes.
  /// - Returns: The name of the last node's output.
  mutating func changed(_ constant: String, _ nodes: (inout Self) -> Void) -> String {
    let latest = value
    value = constant
    nodes(&self)
    defer { value = latest }
    return value
  }

  /// Makes the latest value `[batch, elements]`.
  mutating func flatten(for layer: String) {
    guard !isFlat else { return }
    add("Flatten", "\(layer).input", ["axis": .int(1)])
    isFlat = true
  }

  /// Makes the latest value `[batch, channels, height, width]`.
  mutating func unflatten(to shape: Shape, for layer: String) {
    guard isFlat else { return }
    reshape("\(layer).input", to: [-1, shape.channels, shape.height, shape.width])
    isFlat = false
  }

  /// Returns a name that no other value has. A layer can have the name of an input or output.
  private mutating func unique(_ name: String) -> String {
    var result = name
    while !names.insert(result).inserted { result += "_" }
    return result
  }
}

extension Onnx_AttributeProto {
  fileprivate init(_ name: String, _ setting: ONNXGraphBuilder.Setting) {
    self.init()
    self.name = name
    switch setting {
    case .int(let value):
      type = .int
      i = Int64(value)
    case .ints(let values):
      type = .ints
      ints = values.map(Int64.init)
    case .float(let value):
      type = .float
      f = Float(value)
    }
  }
}

extension Onnx_ValueInfoProto {
  /// Returns the description of an input or output, whose first dimension is the batch.
  fileprivate static func tensor(_ name: String, _ shape: [Int], _ description: String) -> Self {
    let dimensions: [Onnx_TensorShapeProto.Dimension] =
      [.with { $0.dimParam = "batch" }] + shape.map { size in .with { $0.dimValue = Int64(size) } }
    return .with {
      $0.name = name
      $0.docString = description
      $0.type.tensorType.elemType = Int32(Onnx_TensorProto.DataType.float.rawValue)
      $0.type.tensorType.shape.dim = dimensions
    }
  }
}
