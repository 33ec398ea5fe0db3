import Blueprint

/// A specification made executable for one batch size: tensors taken, operations chosen, parameters
/// drawn. A step allocates nothing. Belongs to the thread that made its engine.
public final class Network {
  public let spec: NetworkSpec
  public let layout: [LayerLayout]
  public let batch: Int
  public let parameters: [Parameter]
  /// The images, `[batch, channels, height, width]` row by row.
  public let input: Tensor
  /// What every layer gave in the last pass, in order; an activation function that is folded into
  /// the layer before has no entry of its own.
  let outputs: [(layer: String, output: Tensor, shape: Shape)]
  /// Those of the layers with parameters.
  let activations: [(layer: String, output: Tensor, shape: Shape)]
  let engine: Engine
  let precision: Precision
  private let mode: Mode
  let loss: SoftmaxLoss
  private let forwardTasks: [Task]
  private let backwardTasks: [Task]
  private let passing: PassingMemory

  /// - Parameters:
  ///   - spec: the network.
  ///   - layout: the specification's layers with their shapes, from `spec.layout()`.
  ///   - batch: images a step.
  ///   - seed: draws the first weights and, with the step's number, dropout's masks.
  ///   - precision: of the step.
  ///   - engine: the engine of this thread.
  ///   - other: a network on the same engine that never is in the middle of a step when this one is:
  ///     the images, and what is wanted for a moment in a step, lie in its memory.
  public convenience init(
    _ spec: NetworkSpec, layout: [LayerLayout], batch: Int, seed: UInt64,
    precision: Precision = .fp32, on engine: Engine, beside other: Network? = nil
  ) throws(ComputeError) {
    try self.init(
      spec, layout: layout, batch: batch, seed: seed, precision: precision, lent: nil,
      beside: other, on: engine)
  }

  /// A network for another number of images that has no weights of its own: it evaluates with those
  /// that `other` has learned so far, and cannot learn.
  convenience init(lookingThrough other: Network, batch: Int) throws(ComputeError) {
    try self.init(
      other.spec, layout: other.layout, batch: batch, seed: other.mode.seed,
      precision: other.precision, lent: other.parameters, beside: nil, on: other.engine)
  }

  private init(
    _ spec: NetworkSpec, layout: [LayerLayout], batch: Int, seed: UInt64, precision: Precision,
    lent: [Parameter]?, beside other: Network?, on engine: Engine
  ) throws(ComputeError) {
    precondition(batch >= 1, "a batch has images")
    self.spec = spec
    self.layout = layout
    self.batch = batch
    self.engine = engine
    self.precision = precision
    let builder = Builder(
      engine: engine, batch: batch, precision: precision,
      passing: other?.passing ?? PassingMemory(blockBytes: layout.largestBytes(batch: batch)),
      lent: lent)
    passing = builder.passing
    mode = builder.mode
    mode.seed = seed
    if let other, other.batch == batch, other.spec.input == spec.input {
      input = other.input
    } else {
      input = try builder.tensor(.plain(builder.dimensions(spec.input)))
    }
    let layers = try Self.build(layout, input: input, seed: seed, into: builder)
    outputs = layers.filter { !($0.layer is ReshapeLayer) }
      .map { ($0.name, $0.layer.output, $0.shape) }
    activations = layers.filter { $0.layer is ParametricLayer }
      .map { ($0.name, $0.layer.output, $0.shape) }
    let last = layers[layers.count - 1]
    builder.join(last.layer.output, for: last.name)
    let scores = try builder.tensor(
      last.layer.output, as: .plain([batch, spec.classes]), for: last.name, .forward)
    loss = try SoftmaxLoss(scores: scores, classes: spec.classes, batch: batch, on: engine)
    var gradient: Tensor? = lent == nil ? loss.gradient : nil
    for (_, layer, _) in layers.reversed() {
      guard let from = gradient else { break }
      gradient = try layer.buildBackward(from: from, into: builder)
      builder.keep(gradient)
    }
    builder.keep(nil)
    forwardTasks = builder.forward
    backwardTasks = builder.backward
    parameters = builder.parameters
  }

  private static func build(
    _ layout: [LayerLayout], input: Tensor, seed: UInt64, into builder: Builder
  ) throws(ComputeError) -> [(name: String, layer: any Layer, shape: Shape)] {
    var layers: [(name: String, layer: any Layer, shape: Shape)] = []
    var tensor = input
    var parametric = 0
    var index = 0
    while index < layout.count {
      let entry = layout[index]
      if !entry.spec.kind.takesColumns { builder.join(tensor, for: entry.spec.name) }
      if let reshaped = try ReshapeLayer.needed(before: entry, input: tensor, into: builder) {
        layers.append((entry.spec.name, reshaped, entry.input))
        tensor = reshaped.output
      }
      let layer: any Layer
      switch entry.spec.kind {
      case .convolution, .fullyConnected:
        let activation = layout.activation(after: index)
        if activation != nil { index += 1 }
        layer = try ParametricLayer(
          entry, activation: activation, input: tensor,
          place: .init(
            number: parametric, needsInputGradient: parametric > 0,
            givesScores: index == layout.count - 1),
          seed: seed, into: builder)
        parametric += 1
      case .activation(let activation):
        layer = try ActivationLayer(
          entry.spec.name, activation, input: tensor, into: builder)
      case .normalization(let lrn):
        layer =
          switch lrn.region {
          case .acrossMaps:
            try NormalizationLayer(entry, lrn, input: tensor, into: builder)
          case .sameMap: try SameMapNormalizationLayer(entry, lrn, input: tensor, into: builder)
          }
      case .pooling(let pooling) where BlockedPoolingLayer.takes(pooling, entry, of: tensor):
        let activation = layout.activation(after: index).flatMap {
          BlockedPoolingLayer.takes($0, after: pooling) ? $0 : nil
        }
        if activation != nil { index += 1 }
        layer = try BlockedPoolingLayer(
          entry, pooling, activation: activation, input: tensor, into: builder)
      case .pooling(let pooling):
        layer = try PoolingLayer(entry, pooling, input: tensor, into: builder)
      case .dropout:
        layer = try DropoutLayer(
          entry.spec.name, number: index, input: tensor, into: builder)
      }
      builder.keep(nil)
      tensor = layer.output
      layers.append((entry.spec.name, layer, entry.output))
      index += 1
    }
    return layers
  }

  /// What the layers with parameters gave in the last pass, the function that follows them
  /// included: row by row, as others know it.
  public func readActivations() throws(ComputeError) -> [(layer: String, values: [Float])] {
    var read: [(layer: String, values: [Float])] = []
    for (layer, output, _) in activations {
      let plain = try Tensor(.plain(output.layout.dimensions), on: engine)
      output.join?(batch)
      try Operation.reorder(output, to: plain, on: engine).run()
      read.append((layer, Array(plain.elements)))
    }
    return read
  }

  /// oneDNN's names for how it computes the parts of a step.
  var implementations: [String] { (forwardTasks + backwardTasks).compactMap(\.implementation) }

  // MARK: - Steps

  /// The labels of the images in `input`; images from `labels.count` on do not count.
  public func setLabels(_ labels: some Collection<Int32>) {
    precondition(labels.count <= batch, "no more labels than images")
    precondition(
      labels.allSatisfy { (0..<spec.classes).contains(Int($0)) }, "a label is one of the classes")
    loss.valid = labels.count
    for (index, label) in labels.enumerated() { loss.labels[index] = label }
  }

  /// The labels of the images that count.
  public var labels: [Int32] { Array(loss.labels.prefix(loss.valid)) }

  /// The most probable class of each image that counts, in the last pass.
  public var bestClasses: [Int] {
    let scores = loss.scores.elements
    return (0..<loss.valid).map { image in
      let row = image * spec.classes
      return (1..<max(1, spec.classes)).reduce(0) {
        scores[row + $1] > scores[row + $0] ? $1 : $0
      }
    }
  }

  /// Scores the images without learning: no dropout.
  public func evaluate(_ knobs: Knobs) -> Score {
    mode.dropout = 0
    mode.lrn = knobs.lrn
    for task in forwardTasks { task.run() }
    loss.run(withGradient: false)
    return loss.score
  }

  /// One step of learning: forward, loss, backward, update.
  /// - Parameters:
  ///   - knobs: as they stand for this step.
  ///   - step: the number of the step, from which dropout draws its masks.
  ///   - times: learns how long the step's parts take; the same is computed either way.
  /// - Returns: the score before the update, dropout included.
  public func train(_ knobs: Knobs, step: Int, times: StepTimes? = nil) -> Score {
    guard let times else {
      computeGradients(knobs, step: step)
      for parameter in parameters { parameter.update(knobs) }
      return loss.score
    }
    prepare(knobs, step: step)
    times.begin()
    for task in forwardTasks { times.measure(task.run) }
    times.measure { loss.run(withGradient: true) }
    for task in backwardTasks { times.measure(task.run) }
    for parameter in parameters { times.measure { parameter.update(knobs) } }
    return loss.score
  }

  /// What a step is made of, in order.
  var parts: [(layer: String, direction: Task.Direction)] {
    forwardTasks.map { ($0.layer, $0.direction) } + [("softmax", .loss)]
      + backwardTasks.map { ($0.layer, $0.direction) } + parameters.map { ($0.layer, .update) }
  }

  /// Forward, loss and backward, without an update.
  @discardableResult
  public func computeGradients(_ knobs: Knobs, step: Int) -> Score {
    prepare(knobs, step: step)
    for task in forwardTasks { task.run() }
    loss.run(withGradient: true)
    for task in backwardTasks { task.run() }
    return loss.score
  }

  private func prepare(_ knobs: Knobs, step: Int) {
    mode.dropout = knobs.dropout
    mode.lrn = knobs.lrn
    mode.step = UInt64(step)
  }

  /// The parts of a training step, in order: running them all is a step.
  public func tasks(_ knobs: Knobs, step: Int) -> [Task] {
    prepare(knobs, step: step)
    let loss = loss
    return forwardTasks
      + [Task("softmax", .loss) { loss.run(withGradient: true) }]
      + backwardTasks
      + parameters.map { parameter in
        Task(parameter.layer, .update) { parameter.update(knobs) }
      }
  }
}

extension [LayerLayout] {
  /// The activation function that follows a layer directly.
  fileprivate func activation(after index: Int) -> Activation? {
    guard index + 1 < count, case .activation(let next) = self[index + 1].spec.kind else {
      return nil
    }
    return next
  }
}

extension LayerSpec.Kind {
  /// Whether the layer knows what to do with activations that lie in columns.
  fileprivate var takesColumns: Bool {
    switch self {
    case .convolution: true
    case .normalization(let lrn): lrn.region == .acrossMaps
    case .activation, .dropout, .fullyConnected, .pooling: false
    }
  }
}
