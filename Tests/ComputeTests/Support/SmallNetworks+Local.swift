import Blueprint

extension SmallNetwork {
  /// cuda-convnet's order of layers on few maps, of which some are in partial blocks.
  static let cudaConvnet = SmallNetwork(
    "locally connected layers after convolutions, as in cuda-convnet", input: (3, 12, 12),
    batch: 16,
    [
      .conv(16, 5, pad: 2), .relu, .lrn(alpha: 0.1, k: 1), .maximum(3, 2, .ceil),
      .local(32, 3, pad: 1, LearningFactors(biasRate: 2, biasDecay: 0)), .relu,
      .local(20, 3, pad: 1, LearningFactors(weightRate: 0.5, weightDecay: 3)), .relu, .full(10),
    ])

  /// Locally connected layers with all kinds of windows, sides and numbers of channels.
  static let locals = [
    cudaConvnet,
    SmallNetwork(
      "locally connected from the image on, strided, not square", input: (3, 9, 8), batch: 1,
      [.local(7, 3, stride: 2, pad: 1), .tanh, .local(5, 2), .full(4)]),
    SmallNetwork(
      "locally connected with cells between the windows", input: (5, 12, 10), batch: 3,
      [.conv(18, 1), .relu, .local(17, 2, stride: 3), .relu, .local(33, 1), .full(5)]),
    SmallNetwork(
      "locally connected with windows larger than the map", input: (3, 4, 3), batch: 37,
      [.conv(16, 3, pad: 1), .relu, .local(18, 5, pad: 4), .relu, .full(6)]),
    SmallNetwork(
      "locally connected with odd numbers of blocks", input: (40, 5, 5), batch: 9,
      [.local(40, 3, pad: 1), .relu, .local(70, 3), .relu, .full(6)]),
    SmallNetwork(
      "locally connected with one cell of output", input: (3, 6, 6), batch: 5,
      [.local(20, 3), .relu, .dropout, .local(18, 4), .relu, .full(10)]),
    SmallNetwork(
      "locally connected between other kinds of layers", input: (3, 5, 5), batch: 5,
      [
        .full(20), .relu, .local(9, 1), .relu, .dropout, .lrn(alpha: 0.2), .full(12), .tanh,
        .local(16, 1), .sameMap(), .full(4),
      ]),
    SmallNetwork(
      "locally connected between poolings", input: (3, 9, 8), batch: 4,
      [
        .maximum(2, 1), .local(12, 3, pad: 1), .average(3, 2, .ceil), .tanh, .local(6, 2, pad: 1),
        .maximum(3, 2), .relu, .full(4),
      ]),
  ]
}
