import Blueprint

extension SmallNetwork {
  /// Networks with fully-connected layers in groups.
  static let groups = [
    SmallNetwork(
      "groups of vectors after maps in partial blocks", input: (3, 9, 9), batch: 3,
      [
        .conv(12, 3), .relu, .maximum(3, 2), .full(18, groups: 2), .relu, .dropout,
        .full(9, groups: 3), .tanh, .full(5),
      ]),
    SmallNetwork(
      "groups of the image, and of the last layer", input: (4, 3, 5), batch: 5,
      [.full(20, groups: 4), .relu, .full(12, groups: 2), .full(6, groups: 2)]),
    SmallNetwork(
      "groups before and after maps of one cell", input: (2, 4, 4), batch: 2,
      [
        .full(32, groups: 2, LearningFactors(biasRate: 2, biasDecay: 0)), .tanh,
        .conv(48, 1, groups: 2), .relu, .dropout, .full(20, groups: 4), .relu,
        .lrn(3, alpha: 0.3), .full(7),
      ]),
    SmallNetwork(
      "two columns that meet in the last layer, as in configuration 150", input: (3, 23, 23),
      batch: 3,
      [
        .conv(32, 5, stride: 2), .lrn(alpha: 0.1, groups: 2), .maximum(3, 2), .relu,
        .conv(40, 3, pad: 1, groups: 2), .relu, .conv(32, 3, pad: 1, groups: 2), .maximum(3, 2),
        .relu, .full(64, groups: 2), .relu, .dropout, .full(32, groups: 2), .relu, .dropout,
        .full(10),
      ]),
  ]
}
