// The settings that a lane can change, their allowed values, and the parser of these values.

extension Setting {
  /// The settings that a lane can change, in the order in which messages list them.
  public static let changeable: [Setting] = [
    .dropout, .lrn, .rate, .momentum, .decay, .augment, .pooling, .activation, .initial, .seed,
  ]

  /// Reads a value for a lane.
  /// - Throws: `BlueprintError.unknownChange` if a lane cannot change this setting,
  ///   `BlueprintError.invalidChange` if the value is not allowed.
  public func change(parsing value: String) throws(BlueprintError) -> PlanChange {
    guard let allowed = allowedValues else {
      throw .unknownChange(name, known: Setting.changeable.map(\.name))
    }
    guard let change = read(value) else {
      throw .invalidChange(setting: name, value: value, allowed: allowed)
    }
    return change
  }

  /// A description of the values that a lane and the option of the same name can have, as it follows
  /// "Give"; `nil` for a setting that a lane cannot change.
  public var allowedValues: String? {
    switch self {
    case .dropout: "off, or a probability from 0 to below 1, such as 0.5"
    case .lrn: "on or off"
    case .rate: "a number, 0 or more, such as 0.01"
    case .decay: "a number, 0 or more, such as 0.0005"
    case .momentum: "a number, 0 or more, below 1, such as 0.9"
    case .augment: "any of crop, mirror and colour, joined by commas, or off"
    case .pooling: "overlapping or plain"
    case .activation: "relu or tanh"
    case .initial: InitialValues.allowedValues
    case .seed: "a whole number, 0 to \(UInt64.max)"
    case .network, .data, .schedule, .warmUp, .optimizer, .batch, .limit, .precision, .threads,
      .length:
      nil
    }
  }

  private func read(_ value: String) -> PlanChange? {
    func number(in range: Range<Double>) -> Double? {
      Double(value).flatMap { range.contains($0) ? $0 : nil }
    }
    return switch self {
    case .dropout: value == "off" ? .dropout(0) : number(in: 0..<1).map(PlanChange.dropout)
    case .lrn: ["on", "off"].contains(value) ? .lrn(value == "on") : nil
    case .rate: number(in: 0..<Double.infinity).map(PlanChange.rate)
    case .momentum: number(in: 0..<1).map(PlanChange.momentum)
    case .decay: number(in: 0..<Double.infinity).map(PlanChange.decay)
    case .augment: Augmentation(parsing: value).map(PlanChange.augmentation)
    case .pooling: PoolingStyle(rawValue: value).map(PlanChange.pooling)
    case .activation: Activation(rawValue: value).map(PlanChange.activation)
    case .initial: InitialValues(parsing: value).map(PlanChange.initialization)
    case .seed: UInt64(value).map(PlanChange.seed)
    case .network, .data, .schedule, .warmUp, .optimizer, .batch, .limit, .precision, .threads,
      .length:
      nil
    }
  }
}
