import Evaluating

/// The networks that this processor evaluates in another precision than that of their training, on standard
/// error.
enum PrecisionReport {
  static func print(_ networks: [TrainedNetwork]) {
    for network in networks {
      guard let sentence = sentence(on: network) else { continue }
      StandardError.write(ErrorMessage.line(sentence))
    }
  }

  private static func sentence(on network: TrainedNetwork) -> String? {
    let (trained, used) = (network.plan.precision, network.usablePrecision)
    guard used != trained else { return nil }
    let name = network.run.name
    return "'\(name)' was trained in \(trained.rawValue), which this processor cannot compute. "
      + "It is evaluated in \(used.rawValue)."
  }
}
