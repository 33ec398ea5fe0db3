/// One thing that a lane has otherwise than the plan that it comes from.
public enum Change: Hashable, Codable, Sendable {
  case rate(Double)
  case momentum(Double)
  case decay(Double)
  /// The probability; 0 is off.
  case dropout(Double)
  case lrn(Bool)
  case augmentation(Augmentation)
  case pooling(PoolingStyle)
  case activation(Activation)
  case initialization(InitialValues)
  case seed(UInt64)

  /// Whether it needs a run from its beginning: what has been learned would mean something else.
  public var isFromTheStart: Bool {
    switch self {
    case .rate, .momentum, .decay, .dropout, .lrn, .augmentation: false
    case .pooling, .activation, .initialization, .seed: true
    }
  }
}

extension RunPlan {
  /// The same plan with changes made, the later over the earlier.
  public func with(_ changes: [Change]) -> RunPlan {
    var plan = self
    for change in changes {
      plan.knobs.make(change)
      switch change {
      case .pooling(let style): plan.network = plan.network.with(pooling: style)
      case .activation(let activation): plan.network = plan.network.with(activation: activation)
      case .initialization(let values): plan.network = plan.network.with(initial: values)
      case .seed(let seed): plan.seed = seed
      case .rate, .momentum, .decay, .dropout, .lrn, .augmentation: break
      }
    }
    return plan
  }

  /// The changes that lead from another plan to this one, as far as changes can.
  public func changes(from other: RunPlan) -> [Change] {
    var changes: [Change] = []
    func add<Value: Equatable>(_ mine: Value?, _ its: Value?, _ change: (Value) -> Change) {
      if let mine, mine != its { changes.append(change(mine)) }
    }
    let (network, old) = (network, other.network)
    add(knobs.dropout, other.knobs.dropout, Change.dropout)
    add(knobs.lrn, other.knobs.lrn, Change.lrn)
    add(network.activation, old.activation, Change.activation)
    add(network.poolingStyle, old.poolingStyle, Change.pooling)
    if let values = network.initialValues(from: old) { changes.append(.initialization(values)) }
    add(knobs.rate, other.knobs.rate, Change.rate)
    add(knobs.momentum, other.knobs.momentum, Change.momentum)
    add(knobs.decay, other.knobs.decay, Change.decay)
    add(knobs.augmentation, other.knobs.augmentation, Change.augmentation)
    add(seed, other.seed, Change.seed)
    return changes
  }
}

extension Knobs {
  /// Makes a change, if it is one of a knob.
  public mutating func make(_ change: Change) {
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

/// Where a run comes from that began beside another, or out of it.
public struct Lineage: Hashable, Codable, Sendable {
  /// The other's name.
  public var parent: String
  /// After so many steps of both; 0 is that they began together.
  public var step: Int

  public init(parent: String, step: Int) {
    self.parent = parent
    self.step = step
  }
}
