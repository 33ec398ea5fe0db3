/// A named setting of a plan. Filters of runs, comparisons and the changes of a lane use these names.
///
/// ```swift
/// Setting.rate.value(in: plan)                   // "0.01"
/// try Setting.dropout.change(parsing: "off")     // PlanChange.dropout(0)
/// ```
public enum Setting: String, Hashable, Sendable, CaseIterable {
  /// The name of the network.
  case network
  /// The pooling style: "overlapping", "plain" or "none".
  case pooling
  /// The activation functions: "relu", "tanh", "relu+tanh".
  case activation
  /// The initial values: "he", a standard deviation, a set's name or "mixed".
  case initial
  /// The source of the images: "scenes" or the name of a folder.
  case data
  /// The probability of dropout, or "off".
  case dropout
  /// Local response normalisation: "on" or "off".
  case lrn
  /// The learning rate.
  case rate
  /// The momentum.
  case momentum
  /// The weight decay.
  case decay
  /// The random variation of training images: any of "crop", "mirror" and "colour", or "off".
  case augment
  /// The kind of the schedule.
  case schedule
  /// The increase of the rate in the first steps: "0.25 to 1 in 500 steps", or "off".
  case warmUp = "warm-up"
  /// The rule of an update: "sgd" or "lars".
  case optimizer
  /// The number of images of one step.
  case batch
  /// The number of training images that are used, or "none".
  case limit
  /// The precision of a step.
  case precision
  /// The number of compute threads.
  case threads
  /// The length: "500 steps", "90 epochs" or "endless".
  case length
  /// The seed of all random numbers.
  case seed

  /// The name on the command line and in reports.
  public var name: String { rawValue }

  /// Returns the value in a plan. If the setting is also an option, the text is as on the command line.
  public func value(in plan: RunPlan) -> String {
    let (network, knobs) = (plan.network, plan.knobs)
    return switch self {
    case .network: network.name
    case .pooling: network.poolingWord
    case .activation: network.activationWord
    case .initial: network.initialValues?.text ?? "mixed"
    case .data: plan.data.description
    case .dropout:
      network.hasDropout && knobs.dropout > 0 ? Self.text(of: knobs.dropout) : "off"
    case .lrn: network.hasNormalization && knobs.lrn ? "on" : "off"
    case .rate: Self.text(of: knobs.rate)
    case .momentum: Self.text(of: knobs.momentum)
    case .decay: Self.text(of: knobs.decay)
    case .augment: knobs.augmentation.text
    case .schedule: plan.schedule.text
    case .warmUp: plan.warmUp?.text ?? "off"
    case .optimizer: plan.lars?.text ?? "sgd"
    case .batch: String(plan.batch)
    case .limit: plan.limit.map(String.init) ?? "none"
    case .precision: plan.precision.rawValue
    case .threads: String(plan.threads)
    case .length: plan.length.text
    case .seed: String(plan.seed)
    }
  }

  /// A number in single precision, as on the command line: "0.5", "1", "1e-5".
  public static func text(of value: Double) -> String { Float(value).description.withoutZeros }
}

extension NetworkSpec {
  fileprivate var hasDropout: Bool { layers.contains { $0.kind == .dropout } }

  fileprivate var hasNormalization: Bool {
    layers.contains { if case .normalization = $0.kind { true } else { false } }
  }

  /// "overlapping" if the windows of any pooling layer overlap, else "plain"; "none" without pooling.
  fileprivate var poolingWord: String {
    let pools = layers.compactMap { layer -> Pooling? in
      if case .pooling(let pooling) = layer.kind { pooling } else { nil }
    }
    guard !pools.isEmpty else { return "none" }
    return pools.contains { $0.size > $0.stride } ? "overlapping" : "plain"
  }

  /// The activation functions in order, without repetitions: "relu", "relu+tanh"; "none" without any.
  fileprivate var activationWord: String {
    var words: [String] = []
    for case .activation(let activation) in layers.map(\.kind)
    where !words.contains(activation.rawValue) {
      words.append(activation.rawValue)
    }
    return words.isEmpty ? "none" : words.joined(separator: "+")
  }
}

extension Schedule {
  fileprivate var text: String {
    switch self {
    case .constant: "constant"
    case .plateau: "plateau"
    case .table(let changes): "table of \(changes.count)"
    case .epochs(let table): table.text
    }
  }
}

extension WarmUp {
  fileprivate var text: String {
    "\(Setting.text(of: firstFactor)) to 1 in \(steps) \(steps == 1 ? "step" : "steps")"
  }
}

extension LARS {
  fileprivate var text: String {
    self == LARS() ? "lars" : "lars \(Setting.text(of: trustCoefficient))"
  }
}

extension RunPlan.Length {
  fileprivate var text: String {
    switch self {
    case .steps(let steps): "\(steps) \(steps == 1 ? "step" : "steps")"
    case .epochs(let epochs): "\(epochs) \(epochs == 1 ? "epoch" : "epochs")"
    case .endless: "endless"
    }
  }
}
