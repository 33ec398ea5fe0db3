/// The number formats and algorithms of a training step. Weights, gradients and updates are always in single
/// precision.
public enum Precision: String, Hashable, Codable, Sendable, CaseIterable {
  /// Single precision. Convolutions that are, or can be seen as, 3×3 with stride 1 use Winograd's minimal
  /// filtering F(4×4, 3×3) where it is faster (Lavin and Gray 2015).
  case fp32
  /// Single precision, with every convolution computed as its defining sum.
  case fp32Direct = "fp32-direct"
  /// Activations in bfloat16, with sums in single precision. On processors with fast bfloat16
  /// multiplication, layers also use bfloat16 copies of the weights.
  case bf16
}
