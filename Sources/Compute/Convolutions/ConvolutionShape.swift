/// The shapes of one convolution over a batch of images.
struct ConvolutionShape: Equatable {
  /// `[batch, channels, height, width]`
  var input: [Int]
  /// `[batch, channels, height, width]`
  var output: [Int]
  /// The number of groups, each with its own part of the input and output channels.
  var groups = 1
  /// The side of a kernel in cells.
  var kernel: Int
  /// The distance between two neighbouring positions of a kernel, in cells.
  var stride = 1
  /// The number of rows and columns of zeros on each side of the input.
  var padding = 0
}

extension ConvolutionShape {
  /// The shape of one group that is computed separately.
  var oneGroup: ConvolutionShape {
    var group = self
    group.input[1] /= groups
    group.output[1] /= groups
    group.groups = 1
    return group
  }

  /// The mapping between this convolution's kernels and folded kernels of 3×3.
  var fold: KernelFold { KernelFold(outputs: output[1], channels: input[1], kernel: kernel) }

  /// True if the same sums are a convolution of 3×3 kernels with stride 1 over folded squares.
  var canFoldSquares: Bool {
    let folded = foldedSquares
    return stride == KernelFold.stride && padding == 0 && groups == 1
      && KernelFold.squares(along: kernel) == KernelFold.side
      && (2...3).allSatisfy { folded.output[$0] == folded.input[$0] - folded.kernel + 1 }
  }

  /// The shape of the same convolution over folded squares, if `canFoldSquares` is true.
  var foldedSquares: ConvolutionShape {
    var folded = self
    folded.input[1] = fold.foldedChannels
    for side in 2...3 { folded.input[side] = KernelFold.squares(along: input[side]) }
    (folded.kernel, folded.stride) = (KernelFold.side, 1)
    return folded
  }

  /// Returns true if Winograd's algorithm can compute this convolution, and is probably faster than the direct
  /// algorithm is for `direct`.
  ///
  /// The rule estimates the work of both for one output cell, in multiplications:
  ///
  /// - The direct algorithm has one multiplication for each weight of a kernel.
  /// - Winograd's algorithm has 9/4 multiplications for each pair of an input and an output channel, for which
  ///   the rule counts 3, because the matrix products are smaller. The transforms of the input and the output
  ///   count as 40 for each channel.
  /// - A larger kernel is the sum of kernels of 3×3, its phases, each with its own transform of the input.
  /// - Winograd's algorithm computes whole tiles of 4×4 cells, some of which extend beyond the map. The cells
  ///   beyond the map add work. The tiles cover the output in two of the three passes of a step, and the input in
  ///   the third.
  /// - The kernels are transformed once in each pass, which counts as 1200 for each pair of channels. It is
  ///   divided among the cells of the whole batch, so a batch of a few images can be too small to gain.
  ///
  /// Winograd's algorithm must be better by a tenth. The factors are chosen from measurements on one processor
  /// with AVX2, of 16 to 384 channels on maps of 6×6 to 57×57 cells.
  /// - Parameter direct: A convolution with the same result. It differs from this one if this one is over folded
  ///   squares.
  func gainsByWinograd(over direct: ConvolutionShape) -> Bool {
    let (group, block) = (oneGroup, NetworkBuilder.channelsPerBlock)
    guard (2...9).contains(kernel), stride == 1, padding < kernel,
      group.input[1].isMultiple(of: block), group.output[1].isMultiple(of: block)
    else { return false }
    let side = (kernel + KernelFold.side - 1) / KernelFold.side
    let (inputs, outputs) = (Double(side * side * group.input[1]), Double(group.output[1]))
    let cells = Double(output[2] * output[3])
    let transforms = 1200 * inputs * outputs / (cells * Double(input[0]))
    let products = 3 * inputs * outputs + 40 * (inputs + outputs)
    return cover * products + transforms < 0.9 * direct.sumsPerCell
  }

  /// The number of cells that tiles of 4×4 cover, for each cell of the output, on average over the passes of a
  /// step. The tiles cover the output in two passes, and the input in the third.
  private var cover: Double {
    func tiles(_ dimensions: [Int]) -> Double {
      dimensions[2...].map { Double(($0 + 3) / 4 * 4) }.reduce(1, *)
    }
    return (2 * tiles(output) + tiles(input)) / (3 * Double(output[2] * output[3]))
  }

  /// The multiplications of the direct algorithm for each output cell of a group.
  private var sumsPerCell: Double {
    let group = oneGroup
    return Double(kernel * kernel * group.input[1] * group.output[1])
  }
}
