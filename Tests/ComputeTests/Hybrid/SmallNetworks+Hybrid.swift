import Blueprint

@testable import Compute

extension SmallNetwork {
  /// Networks whose fully-connected layers can be divided. Neither their units nor their batches are divided by 2, 3
  /// and 4 alike.
  static let hybrids: [SmallNetwork] = [
    SmallNetwork(
      "the paper's order", input: (3, 43, 43), batch: 7,
      [
        .conv(16, 5, stride: 2), .relu, .lrn(alpha: 0.1), .maximum(3, 2),
        .conv(24, 5, pad: 2, groups: 2), .relu, .maximum(3, 2), .conv(16, 3, pad: 1), .relu,
        .maximum(3, 2), .full(26), .relu, .dropout, .full(17), .relu, .dropout, .full(10),
      ]),
    SmallNetwork(
      "convolutions in columns, for Winograd's algorithm", input: (3, 39, 55), batch: 5,
      [
        .conv(64, 11, stride: 4), .relu, .conv(128, 5, pad: 2, groups: 2), .relu,
        .conv(128, 3, pad: 1, groups: 2), .relu, .full(20), .tanh, .dropout, .full(6),
      ]),
    SmallNetwork(
      "fully-connected layers alone", input: (3, 4, 4), batch: 9,
      [.full(14), .tanh, .full(19), .tanh, .dropout, .full(6)]),
    SmallNetwork(
      "one fully-connected layer", input: (3, 9, 9), batch: 6,
      [.conv(14, 3, pad: 1), .relu, .maximum(3, 2), .dropout, .full(10)]),
    SmallNetwork(
      "locally connected layers, and dropout on maps and without an activation function",
      input: (3, 9, 9), batch: 11,
      [
        .conv(32, 3, pad: 1), .relu, .maximum(3, 2), .local(22, 3, pad: 1), .tanh, .dropout,
        .full(23), .dropout, .full(11), .full(5),
      ]),
  ]
}
