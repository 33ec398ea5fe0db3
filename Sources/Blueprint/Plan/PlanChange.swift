/// One difference between two plans, as in `--lane dropout=off`.
public enum PlanChange: Hashable, Codable, Sendable {
  /// A learning rate, 0 or more.
  case rate(Double)
  /// A momentum, 0 or more and below 1.
  case momentum(Double)
  /// A weight decay, 0 or more.
  case decay(Double)
  /// The probability of dropout, below 1; 0 is off.
  case dropout(Double)
  /// Local response normalisation, on or off.
  case lrn(Bool)
  /// The random variation of training images.
  case augmentation(Augmentation)
  /// The style of all pooling windows.
  case pooling(PoolingStyle)
  /// The activation function of all layers.
  case activation(Activation)
  /// The weights and biases before the first step.
  case initialization(InitialValues)
  /// The seed of all random numbers.
  case seed(UInt64)

  /// True if the change is possible only before the first step. Weights that were trained with the old value
  /// do not belong to a plan with the new one.
  public var isOnlyBeforeFirstStep: Bool {
    switch self {
    case .rate, .momentum, .decay, .dropout, .lrn, .augmentation: false
    case .pooling, .activation, .initialization, .seed: true
    }
  }
}

extension RunPlan {
  /// Returns the plan with changes applied in order.
  public func with(_ changes: [PlanChange]) -> RunPlan {
    var plan = self
    for change in changes {
      switch change {
      case .pooling(let style): plan.network = plan.network.with(pooling: style)
      case .activation(let activation): plan.network = plan.network.with(activation: activation)
      case .initialization(let values): plan.network = plan.network.with(initial: values)
      case .seed(let seed): plan.seed = seed
      case .rate, .momentum, .decay, .dropout, .lrn, .augmentation: plan.knobs.apply(change)
      }
    }
    return plan
  }

  /// Returns the changes that turn another plan into this one. Differences that no change can express are
  /// left out.
  public func changes(from other: RunPlan) -> [PlanChange] {
    var changes: [PlanChange] = []
    func add<Value: Equatable>(_ new: Value?, _ old: Value?, _ change: (Value) -> PlanChange) {
      if let new, new != old { changes.append(change(new)) }
    }
    let (network, old) = (network, other.network)
    add(knobs.dropout, other.knobs.dropout, PlanChange.dropout)
    add(knobs.lrn, other.knobs.lrn, PlanChange.lrn)
    add(network.activation, old.activation, PlanChange.activation)
    add(network.poolingStyle, old.poolingStyle, PlanChange.pooling)
    if let values = network.initialValues(from: old) { changes.append(.initialization(values)) }
    add(knobs.rate, other.knobs.rate, PlanChange.rate)
    add(knobs.momentum, other.knobs.momentum, PlanChange.momentum)
    add(knobs.decay, other.knobs.decay, PlanChange.decay)
    add(knobs.augmentation, other.knobs.augmentation, PlanChange.augmentation)
    add(seed, other.seed, PlanChange.seed)
    return changes
  }
}

extension Knobs {
  /// Applies a change of a knob. Other changes have no effect.
  public mutating func apply(_ change: PlanChange) {
    switch change {
    case .rate(let value): rate = value
    case .momentum(let value): momentum = value
    case .decay(let value): decay = value
    case .dropout(let probability): dropout = probability
    case .lrn(let on): lrn = on
    case .augmentation(let value): augmentation = value
    case .pooling, .activation, .initialization, .seed: break
    }
  }
}
