import Blueprint
import DisplayText

/// The output of `describe`. The fields are the contract of `describe --json`.
struct NetworkDescription: Encodable {
  /// A layer with the fields of a network file (name, kind, and the settings of the kind), and the values
  /// that follow from them.
  struct Layer: Encodable {
    var spec: LayerSpec
    var input: Shape
    var output: Shape
    var parameters: Int
    var multiplyAdds: Int
  }

  var name: String
  var source: String
  var input: Shape
  var classes: Int
  var parameters: Int
  /// The multiply-adds of the forward pass of one image.
  var multiplyAdds: Int
  /// The multiply-adds of the forward and the backward pass of one image.
  var trainingMultiplyAdds: Int
  /// The batch to which the memory refers.
  var batch: Int
  /// The precision to which the memory refers.
  var precision: Precision
  /// The bytes of weights, gradients and momentum buffers in single precision.
  var parameterBytes: Int
  /// The approximate bytes of activations and their gradients in a training step.
  var activationBytes: Int
  /// The rates by epochs: those of the run, or the default ones of the preset; `nil` for other schedules.
  var schedule: EpochTable?
  var layers: [Layer]

  init(
    _ spec: NetworkSpec, batch: Int, precision: Precision, schedule: Schedule? = nil
  ) throws(BlueprintError) {
    let layout = try spec.layout()
    name = spec.name
    source = spec.source
    input = spec.input
    classes = spec.classes
    parameters = layout.parameters
    multiplyAdds = layout.multiplyAdds
    trainingMultiplyAdds = layout.trainingMultiplyAdds
    self.batch = batch
    self.precision = precision
    parameterBytes = layout.parameterBytes
    activationBytes = layout.activationBytes(batch: batch, precision: precision)
    if case .epochs(let table) = schedule { self.schedule = table }
    layers = layout.map {
      Layer(
        spec: $0.spec, input: $0.input, output: $0.output, parameters: $0.parameters,
        multiplyAdds: $0.multiplyAdds)
    }
  }
}

extension NetworkDescription.Layer {
  private enum Key: String, CodingKey { case input, output, parameters, multiplyAdds }

  func encode(to encoder: any Encoder) throws {
    try spec.encode(to: encoder)
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(input, forKey: .input)
    try values.encode(output, forKey: .output)
    try values.encode(parameters, forKey: .parameters)
    try values.encode(multiplyAdds, forKey: .multiplyAdds)
  }
}

extension NetworkDescription {
  var text: String {
    var table = TextTable([
      .left("layer"), .left("kind"), .right("output"), .right("parameters"),
      .right("multiply-adds"),
    ])
    table.add(["", "input", "\(input)", "", ""])
    for layer in layers {
      table.add([
        layer.spec.name, layer.spec.kindName, "\(layer.output)", Self.count(layer.parameters),
        Self.count(layer.multiplyAdds),
      ])
    }
    table.add(["total", "", "", Self.count(parameters), Self.count(multiplyAdds)])
    let rates =
      schedule.map {
        "\n\nRates, in proportion to --rate:\n  \($0.sentence.replacing("; ", with: "\n  "))"
      } ?? ""
    return """
      \("\(name): \(source.isEmpty ? "no source given" : source)".printable)

      \(table.text)

      A training step needs \(trainingMultiplyAdds.grouped) multiply-adds an image.
      Memory at a batch of \(batch.grouped) in \(precision.rawValue): about \
      \((parameterBytes + activationBytes).memoryText), of which \(parameterBytes.memoryText) are for
      weights, gradients and momentum buffers and \(activationBytes.memoryText) for activations and \
      their gradients.\(rates)
      """
  }

  /// A number, or a dash for 0.
  private static func count(_ value: Int) -> String { value == 0 ? "—" : value.grouped }
}
