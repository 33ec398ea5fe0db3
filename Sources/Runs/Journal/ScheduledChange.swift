import DisplayText

/// A change by the schedule that the learning rate of the run does not contain.
public enum ScheduledChange: Hashable, Sendable {
  /// The learning rate of the weights, or of the biases, of some layers. With 0 they are not updated.
  case rate(layers: [String], biases: Bool, rate: Double)
  /// Colour noise, on or off.
  case colorNoise(on: Bool)

  /// The change in words: "learning rate 0.00001 for the weights of conv1".
  public var text: String {
    switch self {
    case .rate(let layers, let biases, let rate):
      let names =
        layers.count > 1
        ? layers.dropLast().joined(separator: ", ") + " and \(layers[layers.count - 1])"
        : layers.first ?? ""
      return
        "learning rate \(NumberText.plain(rate)) for the \(biases ? "biases" : "weights") of \(names)"
    case .colorNoise(let on): return "colour noise \(on ? "on" : "off")"
    }
  }
}
