import Blueprint

/// The sum of a convolution or of a locally connected layer for one cell: a patch of the layer's input times a
/// kernel, channel by channel, and the bias.
public struct PatchSum: Equatable, Codable, Sendable {
  /// The largest number of terms whose numbers are sent. The largest kernel of the paper has 3,456.
  public static let maximumTerms = 1 << 15

  /// The number of the first channel of the input that the sum reads. In a layer with groups these are the
  /// channels of the cell's group.
  public var firstChannel: Int
  /// The number of channels that the sum reads.
  public var channels: Int
  /// The number of groups of the layer.
  public var groups: Int
  /// The width and height of the kernel in cells.
  public var side: Int
  /// The row of the patch's first cell in the input; negative if it is in the padding.
  public var top: Int
  /// The column of the patch's first cell in the input; negative if it is in the padding.
  public var left: Int
  /// The shape of the layer's input.
  public var input: Shape
  /// The patch, `[channels, side, side]`; 0 in the padding.
  public var patch: [Float]
  /// The kernel, `[channels, side, side]`.
  public var kernel: [Float]
  /// The bias.
  public var bias: Float
  /// True if the cell has a kernel of its own, as in a locally connected layer.
  public var isLocal: Bool

  /// Cuts the patch of a cell out of a layer's input.
  /// - Parameters:
  ///   - values: The activations that the layer reads, `[channels, height, width]` of `shape`.
  ///   - shape: The shape of the input.
  ///   - channels: The channels that the sum reads.
  ///   - window: The side, the first row and the first column of the patch.
  ///   - kernel: The kernel, `[channels, side, side]`.
  ///   - bias: The bias.
  ///   - groups: The number of groups of the layer.
  ///   - isLocal: True if the cell has a kernel of its own.
  public init(
    of values: [Float], _ shape: Shape, channels: Range<Int>,
    window: (side: Int, top: Int, left: Int), kernel: [Float], bias: Float, groups: Int,
    isLocal: Bool
  ) {
    precondition(
      kernel.count == channels.count * window.side * window.side, "the kernel fills its shape")
    firstChannel = channels.lowerBound
    self.channels = channels.count
    self.groups = groups
    (side, top, left) = window
    input = shape
    self.kernel = kernel
    self.bias = bias
    self.isLocal = isLocal
    patch = []
    patch.reserveCapacity(kernel.count)
    for channel in channels {
      for row in top..<top + side {
        for column in left..<left + side {
          let isInside =
            (0..<shape.height).contains(row) && (0..<shape.width).contains(column)
          patch.append(
            isInside ? values[(channel * shape.height + row) * shape.width + column] : 0)
        }
      }
    }
  }

  /// Returns the indices of a channel in the patch and in the kernel.
  /// - Parameter channel: The number of the channel from the first one that is read, from 0.
  public func indices(of channel: Int) -> Range<Int> {
    channel * side * side..<(channel + 1) * side * side
  }

  /// Returns a product of the patch and the kernel, which is exact in double precision.
  public func product(_ index: Int) -> Double { Double(patch[index]) * Double(kernel[index]) }

  /// Returns the sum of the products of a channel.
  public func sum(of channel: Int) -> Double { indices(of: channel).reduce(0) { $0 + product($1) } }

  /// The sum of all products, without the bias.
  public var sum: Double { patch.indices.reduce(0) { $0 + product($1) } }

  /// The sum of all products and the bias.
  public var total: Double { sum + Double(bias) }

  /// The sum of the absolute values of all terms, to which the rounding of `total` is proportional.
  public var magnitude: Double {
    patch.indices.reduce(abs(Double(bias))) { $0 + abs(product($1)) }
  }

  /// Returns the terms of the sum by their absolute value, the largest first.
  public var terms: TermSum {
    TermSum(of: patch, kernel, bias: bias, input: input) { position in
      let (channel, cell) = position.quotientAndRemainder(dividingBy: side * side)
      guard !isPadding(cell) else { return nil }
      let (row, column) = (top + cell / side, left + cell % side)
      return ((firstChannel + channel) * input.height + row) * input.width + column
    }
  }

  /// Returns true if a cell of the patch is in the padding.
  /// - Parameter cell: The number of the cell in a channel of the patch, row by row.
  public func isPadding(_ cell: Int) -> Bool {
    let (row, column) = (top + cell / side, left + cell % side)
    return !(0..<input.height).contains(row) || !(0..<input.width).contains(column)
  }
}
