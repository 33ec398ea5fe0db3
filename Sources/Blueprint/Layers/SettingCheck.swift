/// Checks of the settings of one layer, or of the input. They also ensure that numbers that are computed from
/// the settings do not overflow.
struct SettingCheck {
  /// The largest side or width: larger than any in use, and small enough to add safely.
  static let largestSize = 1 << 20
  /// The largest number of weights, activations or multiply-adds per image: more than any machine can hold.
  static let largestCount = 1 << 40

  /// The name of the layer, or "input", for errors.
  let owner: String

  init(_ owner: String) { self.owner = owner }

  func require(
    _ condition: Bool, _ setting: String, _ value: some CustomStringConvertible, _ allowed: String
  ) throws(BlueprintError) {
    guard condition else {
      throw .invalidValue(
        owner: owner, setting: setting, value: value.description, allowed: allowed)
    }
  }

  func sizes(_ settings: (name: String, value: Int)...) throws(BlueprintError) {
    for (name, value) in settings {
      try require(
        (1...Self.largestSize).contains(value), name, value, "1 to \(Self.largestSize)")
    }
  }

  /// Checks a padding, which is smaller than the window: an outer window would see no cell of the input.
  /// - Parameter limit: The name of the window's size.
  func padding(_ padding: Int, below window: Int, _ limit: String) throws(BlueprintError) {
    try require(
      (0..<window).contains(padding), "padding", padding, "0 to \(window - 1), below \(limit)")
  }

  func initialization(_ initial: Initialization) throws(BlueprintError) {
    if case .gaussian(let deviation) = initial.weights {
      try require(deviation.isFinite && deviation >= 0, "weights", deviation, "0 or more")
    }
    try require(initial.bias.isFinite, "bias", initial.bias, "a finite number")
  }

  func learning(_ learning: LearningFactors) throws(BlueprintError) {
    for (name, factor) in [
      ("weightRate", learning.weightRate), ("biasRate", learning.biasRate),
      ("weightDecay", learning.weightDecay), ("biasDecay", learning.biasDecay),
    ] {
      try require(factor.isFinite && factor >= 0, name, factor, "0 or more")
    }
  }

  /// Returns the product of factors.
  /// - Throws: `BlueprintError.tooLarge` if the product is above `largestCount`.
  @discardableResult
  func product(_ factors: Int..., input: Shape) throws(BlueprintError) -> Int {
    var result = 1
    for factor in factors {
      let (product, overflow) = result.multipliedReportingOverflow(by: factor)
      guard !overflow, product <= Self.largestCount else {
        throw .tooLarge(layer: owner, input: input)
      }
      result = product
    }
    return result
  }
}
