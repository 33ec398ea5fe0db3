/// The mapping between the kernels of a convolution and kernels of 3×3 that compute the same sums
/// at stride 1, as Winograd's algorithm requires.
///
/// Each square of 4×4 cells of the image becomes one cell with sixteen times as many channels ("space to depth"),
/// so that the paper's 11×11 kernel at stride 4 becomes 3×3. A folded kernel is padded with zeros where the
/// original does not fill it.
struct KernelFold: Equatable {
  /// The side of a folded square in cells, which is the stride of the original convolution.
  static let stride = 4
  /// The side of a folded kernel in cells.
  static let side = 3

  /// The number of kernels.
  let outputs: Int
  /// The number of channels of an original kernel.
  let channels: Int
  /// The side of an original kernel in cells.
  let kernel: Int

  /// The count of numbers in the original kernels, `[outputs, channels, kernel, kernel]`.
  var count: Int { outputs * channels * kernel * kernel }
  /// The number of channels of a folded kernel.
  var foldedChannels: Int { channels * Self.stride * Self.stride }
  /// `[outputs, folded channels, 3, 3]`
  var foldedDimensions: [Int] { [outputs, foldedChannels, Self.side, Self.side] }

  /// Returns the number of squares that cover a side of an image.
  static func squares(along side: Int) -> Int { (side + stride - 1) / stride }

  /// Returns the folded kernels of original ones, both row by row.
  func folded(_ numbers: some Collection<Float>) -> [Float] {
    var folded = Array(repeating: Float(0), count: foldedDimensions.reduce(1, *))
    for (index, number) in zip(foldedIndices, numbers) { folded[index] = number }
    return folded
  }

  /// Returns the original kernels of folded ones, both row by row.
  func unfolded<Numbers: RandomAccessCollection>(_ numbers: Numbers) -> [Float]
  where Numbers.Element == Float, Numbers.Index == Int {
    foldedIndices.map { numbers[$0] }
  }

  /// The index of each original number, row by row, among the folded numbers.
  private var foldedIndices: [Int] {
    var indices: [Int] = []
    indices.reserveCapacity(count)
    for output in 0..<outputs {
      for channel in 0..<channels {
        for y in 0..<kernel {
          for x in 0..<kernel {
            let (folded, cell) = foldedPosition(channel, y, x)
            indices.append((output * foldedChannels + folded) * Self.side * Self.side + cell)
          }
        }
      }
    }
    return indices
  }

  /// Returns the folded channel of a number, and its cell in that channel's kernel.
  private func foldedPosition(_ channel: Int, _ y: Int, _ x: Int) -> (channel: Int, cell: Int) {
    let (stride, side) = (Self.stride, Self.side)
    return (
      (channel * stride + y % stride) * stride + x % stride, y / stride * side + x / stride
    )
  }
}
