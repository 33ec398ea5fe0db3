/// An activation function.
public enum Activation: String, Hashable, Codable, Sendable, CaseIterable {
  /// The rectifier max(0, x).
  case relu
  /// The hyperbolic tangent.
  case tanh
}
