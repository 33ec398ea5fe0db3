/// How the numbers of a training step are kept and multiplied. Weights, their gradients and updates
/// are single precision always.
public enum Precision: String, Hashable, Codable, Sendable, CaseIterable {
  /// Single precision; convolutions that are, or can be seen as, 3×3 with stride 1 by Winograd's
  /// minimal filtering F(4×4, 3×3) where it is faster (Lavin and Gray 2015).
  case fp32
  /// Single precision, every convolution as its direct sum.
  case fp32Direct = "fp32-direct"
  /// Activations in bfloat16, and where the processor is the faster for it, copies of the weights; sums in
  /// single precision.
  case bf16
}
