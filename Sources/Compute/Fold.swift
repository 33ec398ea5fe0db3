/// A convolution seen as another with kernels of 3×3 at stride 1, for which Winograd's algorithm is
/// made. The sums are the same in another order, and zeros are added where a kernel does not fill its
/// place.
struct Fold {
  enum Form {
    /// Of stride 4: each square of 4×4 cells of the image becomes one cell of sixteen times as many
    /// channels, so that the paper's 11×11 kernel becomes 3×3 (others say "space to depth").
    case squares
    /// Of stride 1 and kernels of 4×4 to 6×6: four kernels of 3×3, each of which looks at the image
    /// moved by 0 or 3 rows and columns. The moved images lie side by side, as more channels.
    case shifts

    /// Of the channels that come of one.
    var phases: Int { self == .squares ? 16 : 4 }
  }

  /// How far the squares lie apart.
  static let stride = 4
  /// The side of a folded kernel.
  static let side = 3

  let form: Form
  /// Of the layer as it is: kernels `[outputs, channels, kernel, kernel]`.
  let outputs: Int
  let channels: Int
  let kernel: Int

  var count: Int { outputs * channels * kernel * kernel }
  var foldedChannels: Int { channels * form.phases }
  /// `[outputs, folded channels, 3, 3]`
  var foldedDimensions: [Int] { [outputs, foldedChannels, Self.side, Self.side] }

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
    for output in 0..<outputs {
      for channel in 0..<channels {
        for y in 0..<kernel {
          for x in 0..<kernel {
            let (folded, cell) = place(channel, y, x)
            places.append((output * foldedChannels + folded) * Self.side * Self.side + cell)
          }
        }
      }
    }
    return places
  }

  /// The folded channel and the cell of its kernel.
  private func place(_ channel: Int, _ y: Int, _ x: Int) -> (channel: Int, cell: Int) {
    let (stride, side) = (Self.stride, Self.side)
    return switch form {
    case .squares:
      (
        channel * form.phases + y % stride * stride + x % stride,
        y / stride * side + x / stride
      )
    // Whole blocks of channels, so that moving an image copies rows.
    case .shifts: ((y / side * 2 + x / side) * channels + channel, y % side * side + x % side)
    }
  }
}
