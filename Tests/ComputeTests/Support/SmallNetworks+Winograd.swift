import Blueprint

extension SmallNetwork {
  /// Networks with enough channels and images for Winograd's algorithm, on maps whose sides are multiples of 4
  /// and others. The reference computes direct sums. The batch of "6×6 and 4×4 kernels" is one for which no sum
  /// before a ReLU is so near to 0 that rounding changes its sign: with 5 images, the direct sum of one cell is
  /// 2e-8 in single precision and -1.4e-7 in the reference.
  static let winograd = [
    SmallNetwork(
      "3×3 kernels on whole tiles and parts", input: (3, 15, 13), batch: 3,
      [
        .conv(64, 3, pad: 1), .relu, .conv(80, 3, pad: 1), .tanh, .conv(64, 3), .relu, .full(4),
      ]),
    SmallNetwork(
      "two layers in two columns, as in the paper", input: (3, 12, 11), batch: 5,
      [
        .conv(128, 3, pad: 1), .relu, .lrn(alpha: 0.1), .conv(128, 3, pad: 1, groups: 2), .relu,
        .conv(160, 3, pad: 1, groups: 2), .relu, .maximum(3, 2), .full(10),
      ]),
    SmallNetwork(
      "columns between layers of other kinds", input: (3, 8, 8), batch: 16,
      [
        .conv(128, 3, pad: 1), .tanh, .conv(128, 3, pad: 1, groups: 4), .tanh, .dropout,
        .conv(192, 3, pad: 1, groups: 4), .lrn(alpha: 0.1), .relu, .full(5),
      ]),
    SmallNetwork(
      "11×11 at stride 4, folded", input: (3, 39, 55), batch: 12,
      [.conv(32, 11, stride: 4), .relu, .lrn(alpha: 0.1), .conv(32, 3, pad: 1), .relu, .full(10)]),
    SmallNetwork(
      "5×5 kernels in two groups, as in the paper", input: (3, 15, 23), batch: 6,
      [
        .conv(96, 3, pad: 1), .relu, .maximum(3, 2, pad: 1), .conv(256, 5, pad: 2, groups: 2),
        .relu,
        .lrn(alpha: 0.1), .full(10),
      ]),
    SmallNetwork(
      "6×6 and 4×4 kernels", input: (3, 13, 14), batch: 6,
      [
        .conv(64, 3, pad: 1), .relu, .conv(128, 6, pad: 1), .tanh, .conv(128, 4, pad: 3), .relu,
        .conv(64, 5), .full(5),
      ]),
    SmallNetwork(
      "9×9 at stride 4, folded, of four channels", input: (4, 37, 37), batch: 10,
      [.conv(64, 9, stride: 4), .tanh, .maximum(2, 2), .full(10)]),
  ]
}
