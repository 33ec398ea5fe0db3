/// The way in which the ranks get a layer's gradients over the images of all ranks.
///
/// The choice follows from the shapes alone, so that all ranks make the same one.
public enum GradientExchange: Equatable, Sendable {
  /// Each rank computes the gradients of its images, and the ranks add them up.
  case sum
  /// The ranks exchange the factors of the gradients, the layer's input and the gradient of its output. Each
  /// rank then multiplies the factors of all images, which is more arithmetic but less to send.
  case factors

  /// The time to send a byte, in operations of a rank's processor. This is 1 Gbit/s for a processor with 50
  /// GFLOP/s, or 10 Gbit/s for one with 500.
  static let operationsPerByte = 400.0

  /// Returns the better way for a fully-connected layer.
  ///
  /// For a layer of the paper the bytes of both are equal at about 34 ranks with 128 images each, and the
  /// arithmetic makes the sum better at fewer.
  ///
  /// - Parameters:
  ///   - inputs: The number of units that each output is connected to.
  ///   - outputs: The number of units.
  ///   - capacity: The number of images in the tensors of a rank.
  ///   - ranks: The number of ranks.
  public static func forFullyConnected(
    inputs: Int, outputs: Int, capacity: Int, ranks: Int
  ) -> GradientExchange {
    let sum = operationsPerByte * Double(sumBytes(inputs: inputs, outputs: outputs, ranks: ranks))
    let bytes = factorBytes(inputs: inputs, outputs: outputs, capacity: capacity, ranks: ranks)
    let operations = 2 * Double(inputs * outputs) * Double(capacity * (ranks - 1))
    return operationsPerByte * Double(bytes) + operations < sum ? .factors : .sum
  }

  /// Returns the number of bytes that a rank sends to add up gradients: a part of its own gradients to each
  /// rank, and one part of the sum to all.
  static func sumBytes(inputs: Int, outputs: Int, ranks: Int) -> Int {
    4 * 2 * (ranks - 1) * (inputs + 1) * outputs / ranks
  }

  /// Returns the number of bytes that a rank sends to exchange factors: its own to each other rank.
  static func factorBytes(inputs: Int, outputs: Int, capacity: Int, ranks: Int) -> Int {
    4 * (ranks - 1) * capacity * (inputs + outputs)
  }
}
