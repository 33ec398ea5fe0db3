/// The shapes of one convolution over a batch of images.
struct ConvolutionShape: Equatable {
  /// `[batch, channels, height, width]`
  var input: [Int]
  /// `[batch, channels, height, width]`
  var output: [Int]
  var groups = 1
  /// The side of a kernel in cells.
  var kernel: Int
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

  /// Returns the folding of this convolution's kernels.
  func fold(_ form: KernelFold.Form) -> KernelFold {
    KernelFold(form: form, outputs: output[1], channels: input[1], kernel: kernel)
  }

  /// True if folded squares turn the convolution into one of 3×3 kernels with stride 1.
  var canFoldSquares: Bool {
    let folded = foldedSquares
    return stride == KernelFold.stride && padding == 0 && groups == 1
      && KernelFold.squares(along: kernel) == KernelFold.side
      && (2...3).allSatisfy { folded.output[$0] == folded.input[$0] - folded.kernel + 1 }
  }

  /// The shape over folded squares.
  var foldedSquares: ConvolutionShape {
    var folded = self
    folded.input[1] = fold(.squares).foldedChannels
    for side in 2...3 { folded.input[side] = KernelFold.squares(along: input[side]) }
    (folded.kernel, folded.stride) = (KernelFold.side, 1)
    return folded
  }

  /// True if four kernels of 3×3 replace each kernel and the channels fill whole blocks.
  var canShiftCopies: Bool {
    (KernelFold.side + 1...2 * KernelFold.side).contains(kernel) && stride == 1
      && input[1].isMultiple(of: NetworkBuilder.channelsPerBlock)
  }

  /// The shape over shifted copies, which include the padding.
  var shiftedCopies: ConvolutionShape {
    var shifted = self
    shifted.input[1] = fold(.shifts).foldedChannels
    for side in 2...3 { shifted.input[side] = output[side] + KernelFold.side - 1 }
    (shifted.kernel, shifted.padding) = (KernelFold.side, 0)
    return shifted
  }

  /// Returns true if Winograd's algorithm can compute this convolution, and is faster than the direct sum
  /// of `direct`, a convolution with the same result.
  ///
  /// The rule estimates the work for one output cell. The direct sum has one multiplication for each
  /// weight. Winograd's algorithm has a quarter of the nine multiplications for each pair of an input and
  /// an output channel, in smaller and therefore slower matrix products, and transforms for each channel.
  /// Its tiles of 4×4 cells extend beyond the border: of the output in two of the three passes, of the
  /// input in the third. The factors 3.2 and 64 are fitted to measurements of 16 to 192 channels on maps
  /// of 6×6 to 55×55 cells.
  func gainsByWinograd(over direct: ConvolutionShape) -> Bool {
    let block = NetworkBuilder.channelsPerBlock
    guard kernel == 3, stride == 1, groups == 1, input[1].isMultiple(of: block),
      output[1].isMultiple(of: block)
    else { return false }
    let (inputs, outputs) = (Double(input[1]), Double(output[1]))
    func tiles(_ dimensions: [Int]) -> Double {
      dimensions[2...].map { Double(($0 + 3) / 4 * 4) }.reduce(1, *)
    }
    let cells = Double(output[2] * output[3])
    let covered = (2 * tiles(output) + tiles(input)) / (3 * cells)
    let sums = Double(direct.kernel * direct.kernel * direct.input[1] * direct.output[1])
    return covered * (3.2 * inputs * outputs + 64 * (inputs + outputs)) < 0.9 * sums
  }
}
