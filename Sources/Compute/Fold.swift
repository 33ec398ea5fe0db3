/// A convolution of stride 4 seen as one of stride 1: each square of 4×4 cells of the image becomes
/// one cell of sixteen times as many channels, and the kernel, zeros added below and to the right,
/// is folded likewise. So the paper's 11×11 kernel becomes 3×3, for which Winograd's algorithm is
/// made. (The same sums in another order; others say "space to depth".)
struct Fold {
  static let stride = 4

  /// Of the layer as it is: kernels `[outputs, channels, kernel, kernel]`.
  let outputs: Int
  let channels: Int
  let kernel: Int

  var count: Int { outputs * channels * kernel * kernel }
  /// The side of a folded kernel.
  var foldedKernel: Int { Self.squares(along: kernel) }
  var foldedChannels: Int { channels * Self.stride * Self.stride }
  /// `[outputs, folded channels, folded kernel, folded kernel]`
  var foldedDimensions: [Int] { [outputs, foldedChannels, foldedKernel, foldedKernel] }

  /// How many squares cover a side.
  static func squares(along side: Int) -> Int { (side + stride - 1) / stride }

  func folded(_ numbers: some Collection<Float>) -> [Float] {
    var folded = Array(repeating: Float(0), count: foldedDimensions.reduce(1, *))
    for (place, number) in zip(places, numbers) { folded[place] = number }
    return folded
  }

  func unfolded(_ numbers: UnsafeMutableBufferPointer<Float>) -> [Float] {
    places.map { numbers[$0] }
  }

  /// Where each number of the kernels, row by row, lies among the folded ones.
  private var places: [Int] {
    var places: [Int] = []
    places.reserveCapacity(count)
    let side = foldedKernel
    for plane in 0..<outputs * channels {
      for y in 0..<kernel {
        for x in 0..<kernel {
          let phase = y % Self.stride * Self.stride + x % Self.stride
          let square = y / Self.stride * side + x / Self.stride
          places.append((plane * Self.stride * Self.stride + phase) * side * side + square)
        }
      }
    }
    return places
  }
}
