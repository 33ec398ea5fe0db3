import Blueprint

/// A network specification in executable form for one batch size.
///
/// Its initialiser allocates all tensors, chooses the operations and draws the initial values. A step
/// allocates no memory. A network must be used on the thread that created its engine.
public final class Network {
  /// The specification.
  public let spec: NetworkSpec
  /// The layers with their shapes.
  public let layout: [LayerLayout]
  /// The number of images in a step.
  public let batch: Int
  /// The weights and biases of each layer that has them, in order.
  public let parameters: [Parameter]
  /// The images, `[batch, channels, height, width]`, row by row.
  public let input: Tensor
  /// The activations of each layer in the last pass, in order. An activation function that is merged
  /// into the preceding layer has no element.
  let outputs: [ReadableOutput]
  /// The outputs of the layers with parameters.
  let parametricOutputs: [ReadableOutput]
  let engine: Engine
  let precision: Precision
  /// The share of this process in a job; `nil` if this process trains alone.
  public let share: NetworkShare?
  /// The rule for the learning rates of the layers; `nil` for one rate.
  public var lars: LARS?
  private let transfers: StepTransfers
  /// The part of this process; `nil` if it has the whole network.
  let part: NetworkPart?
  let loss: SoftmaxLoss
  private let settings: StepSettings
  private let forwardTasks: [StepTask]
  let backwardTasks: [StepTask]
  let temporaryMemory: TemporaryMemory
  /// The input of the last layer, `[batch, units]`.
  let classifierInput: Tensor
  /// The gradient with respect to the activations of the last convolution, in a network that explains.
  let explainedGradient: LayerGradient?

  /// Creates a network with its initial values.
  ///
  /// - Parameters:
  ///   - spec: The network.
  ///   - layout: The layers with their shapes, from `spec.layout()`.
  ///   - batch: The number of images in a step.
  ///   - seed: The seed of the initial values and of dropout's masks.
  ///   - precision: The precision of a step.
  ///   - engine: The engine of this thread.
  ///   - other: A network on the same engine whose steps never overlap with those of this one. Both
  ///     use the same memory for images and temporary tensors.
  ///   - share: The share of this process in a job; `nil` if this process trains alone. `batch` is then
  ///     ``NetworkShare/capacity``.
  /// - Throws: ``ComputeError`` if oneDNN refuses a layer or memory is missing.
  public convenience init(
    _ spec: NetworkSpec, layout: [LayerLayout], batch: Int, seed: UInt64,
    precision: Precision = .fp32, on engine: Engine, beside other: Network? = nil,
    share: NetworkShare? = nil
  ) throws(ComputeError) {
    try self.init(
      spec, layout: layout, batch: batch, seed: seed, precision: precision, for: .training,
      beside: other, share: share, division: share?.division(of: layout), on: engine)
  }

  /// Creates a network for another number of images that evaluates with the parameters of `other` and
  /// cannot train.
  convenience init(evaluatingWith other: Network, batch: Int) throws(ComputeError) {
    try self.init(
      other.spec, layout: other.layout, batch: batch, seed: other.settings.seed,
      precision: other.precision,
      for: .inspection(of: other.parameters, batch: other.batch), beside: nil, share: nil,
      division: other.part.map { ($0.division, $0.ranks) }, transfers: other.transfers,
      on: other.engine)
  }

  /// Creates a network for one image that computes with the parameters of `other`, and from the scores of the
  /// classes back to the activations of the last convolution. It cannot train.
  convenience init(explaining other: Network) throws(ComputeError) {
    precondition(other.part == nil, "a part of a network has no gradient of the whole")
    try self.init(
      other.spec, layout: other.layout, batch: 1, seed: other.settings.seed,
      precision: other.precision,
      for: .explanation(of: other.parameters, batch: other.batch), beside: nil, share: nil,
      division: nil, on: other.engine)
  }

  /// Creates a network that evaluates with its own parameters, which are 0, and cannot train.
  convenience init(
    evaluating spec: NetworkSpec, layout: [LayerLayout], batch: Int, precision: Precision,
    on engine: Engine
  ) throws(ComputeError) {
    try self.init(
      spec, layout: layout, batch: batch, seed: 0, precision: precision, for: .evaluation,
      beside: nil, share: nil, division: nil, on: engine)
  }

  private init(
    _ spec: NetworkSpec, layout: [LayerLayout], batch: Int, seed: UInt64, precision: Precision,
    for purpose: NetworkPurpose, beside other: Network?, share: NetworkShare?,
    division: (part: NetworkDivision, ranks: any RankGroup)?,
    transfers: StepTransfers = StepTransfers(), on engine: Engine
  ) throws(ComputeError) {
    precondition(batch >= 1, "a batch must have images")
    precondition(batch == share?.capacity ?? batch, "the batch must be that of the share")
    self.spec = spec
    self.layout = layout
    self.batch = batch
    self.engine = engine
    self.precision = precision
    self.share = share
    self.transfers = transfers
    var part: NetworkPart?
    if let (division, ranks) = division {
      part = try NetworkPart(
        division, among: ranks, images: batch, sharesImages: share?.isHybrid != true,
        transfers: transfers, on: engine)
    }
    self.part = part
    let local = part?.division.local ?? layout
    let builder = try NetworkBuilder(
      engine: engine, batch: batch, precision: precision,
      temporaryMemory: other?.temporaryMemory
        ?? TemporaryMemory(
          blockBytes: purpose.sharesActivations
            ? 0 : part?.largestBytes ?? layout.largestBytes(batch: batch)),
      purpose: purpose, share: share, part: part, transfers: transfers)
    temporaryMemory = builder.temporaryMemory
    settings = builder.settings
    settings.seed = seed
    if let other, other.batch == batch, other.spec.input == spec.input {
      input = other.input
    } else {
      input = try builder.tensor(.plain(builder.dimensions(spec.input)))
    }
    var layers = try builder.buildLayers(local, input: input, seed: seed)
    let outputs = purpose.sharesActivations ? [] : layers.readableOutputs(of: local)
    self.outputs = outputs
    classifierInput = layers[layers.count - 1].input
    layers += try builder.buildScores(after: layers[layers.count - 1])
    let parametric = Set(layout.filter(\.spec.hasParameters).map(\.spec.name))
    parametricOutputs = outputs.filter { parametric.contains($0.layer) }
    loss = try builder.buildLoss(after: layers[layers.count - 1], classes: spec.classes)
    explainedGradient =
      purpose.hasBackwardPass
      ? try builder.buildBackward(layers, from: loss, of: layout) : nil
    builder.endLayer()
    forwardTasks = builder.forward
    backwardTasks = builder.backward
    parameters = builder.parameters
  }

  /// Returns the activations of each layer with parameters in the last pass, including the function
  /// that follows it, row by row. Of a divided layer only the activations of this process are read.
  ///
  /// - Throws: ``ComputeError`` if memory is missing.
  public func readActivations() throws(ComputeError) -> [(layer: String, values: [Float])] {
    var read: [(layer: String, values: [Float])] = []
    for output in parametricOutputs {
      read.append((output.layer, try TensorReader(output, images: batch, on: engine).copy()))
    }
    return read
  }

  /// oneDNN's names of the implementations of all operations of a step.
  var implementations: [String] { (forwardTasks + backwardTasks).compactMap(\.implementation) }

  /// The layer and direction of each part of a step, in order.
  var parts: [(layer: String, direction: StepTask.Direction)] {
    forwardTasks.map { ($0.layer, $0.direction) } + [("softmax", .loss)]
      + backwardTasks.map { ($0.layer, $0.direction) } + parameters.map { ($0.layer, .update) }
  }
}

// MARK: - Ranks

extension Network {
  /// The failure of another rank that ended training; `nil` if there was none. The step of the failure and
  /// all later ones change no parameter, and their scores have no meaning.
  public var rankFailure: RankFailure? { transfers.failure }

  /// True if this process has a part of the network, and other processes have the rest.
  public var isDivided: Bool { part != nil }
}

// MARK: - Steps

extension Network {
  /// Evaluates the images without training and without dropout.
  ///
  /// - Returns: The score of this process's images.
  public func evaluate(_ knobs: Knobs) -> Score {
    runForward(lrn: knobs.lrn)
    loss.run(withGradient: false)
    return loss.score
  }

  /// Runs the forward pass without dropout.
  func runForward(lrn: Bool) {
    settings.dropout = 0
    settings.lrn = lrn
    for task in forwardTasks { task.run() }
  }

  /// Trains one step: forward pass, loss, backward pass, update.
  ///
  /// If the network is shared by ranks, all of them must train the same step, each with the labels of its part
  /// of the images. If a rank fails, nothing is updated, and ``rankFailure`` is set.
  ///
  /// - Parameters:
  ///   - knobs: The values for this step.
  ///   - step: The number of the step, which determines dropout's masks.
  ///   - times: Receives the times of the parts. The results are the same with and without it.
  /// - Returns: The score of all ranks before the update, with dropout.
  public func train(_ knobs: Knobs, step: Int, times: StepTimes? = nil) -> Score {
    guard let times else {
      computeGradients(knobs, step: step)
      updateAll(knobs)
      return loss.score
    }
    prepare(knobs, step: step)
    times.begin()
    for task in forwardTasks { times.measure(task.run) }
    times.measure { loss.run(withGradient: true) }
    for task in backwardTasks { times.measure(task.run) }
    updateAll(knobs) { times.measure($0) }
    return loss.score
  }

  /// Runs the forward pass, the loss and the backward pass without an update.
  ///
  /// - Returns: The score of all ranks.
  @discardableResult
  public func computeGradients(_ knobs: Knobs, step: Int) -> Score {
    prepare(knobs, step: step)
    for task in forwardTasks { task.run() }
    loss.run(withGradient: true)
    for task in backwardTasks { task.run() }
    return loss.score
  }

  /// Returns the tasks of a training step, in the order in which they must run.
  public func tasks(_ knobs: Knobs, step: Int) -> [StepTask] {
    prepare(knobs, step: step)
    let loss = loss
    return forwardTasks
      + [StepTask("softmax", .loss) { loss.run(withGradient: true) }]
      + backwardTasks
      + parameters.map { parameter in
        StepTask(parameter.layer, .update) { [self] in
          if rankFailure == nil { update(parameter, knobs) }
        }
      }
  }

  /// Updates all parameters, unless a rank has failed.
  private func updateAll(_ knobs: Knobs, _ measure: (() -> Void) -> Void = { $0() }) {
    // The parts exchange the norms of all parameters first, because after a failure nothing is updated.
    let factors =
      part == nil
      ? nil
      : lars.map { lars in
        parameters.map { $0.localFactor(lars, knobs, among: part) }
      }
    guard rankFailure == nil else { return }
    for (index, parameter) in parameters.enumerated() {
      measure { update(parameter, knobs, factor: factors?[index]) }
    }
  }

  private func update(_ parameter: Parameter, _ knobs: Knobs, factor: Double? = nil) {
    let own = factor ?? lars.map { parameter.localFactor($0, knobs) } ?? 1
    parameter.update(knobs, localFactor: own)
  }

  private func prepare(_ knobs: Knobs, step: Int) {
    settings.dropout = knobs.dropout
    settings.lrn = knobs.lrn
    settings.step = UInt64(step)
  }
}
