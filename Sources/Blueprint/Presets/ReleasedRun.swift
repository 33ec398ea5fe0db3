/// A run of the released code: its rates by epochs and its length, from the author's notes at the end of the file
/// `layers/layer-params-N.cfg` of the AlexNet source release (Computer History Museum, 2025).
///
/// The notes have lines such as "epoch 25: set epsw to 0.001 from 0.01". The code counts epochs from 1, and the
/// notes do not name the batch, so a change is made here at the first step of its epoch. `epsW` is the rate of
/// the weights, 0.01 at first, `epsB` that of the biases, 0.02 at first. Momentum (0.9) and weight decay (0.0005,
/// none for biases) do not change.
///
/// The notes name changes of the weights only. The rates of the biases are those with which the files end,
/// without the epoch in which they were set: 0 in conv1 of all four configurations, and 0.002 in the other layers
/// of #147, which a copy from its epoch 23 (`layer-params-147.cfg.save`) still has at 0.02. Here they are set with
/// the last noted change of the same layers' weights.
struct ReleasedRun {
  var table: EpochTable
  /// The number of whole epochs. The notes end with the epoch in which the run was stopped ("epoch 91: killed").
  var epochs: Int

  /// Configuration #145, whose noise ends in epoch 67 ("set color noise to 0 from 0.1").
  static let configuration145 = ReleasedRun(
    table: EpochTable(rows: [
      .init(epoch: 25, weights: 0.1),
      .init(epoch: 51, weights: 0.01),
      .init(epoch: 67, layer: "conv1", weights: 0.001),
      .init(epoch: 67, colorNoise: false),
      .init(epoch: 72, layer: "conv1", weights: 0, biases: 0),
      .init(epoch: 79, weights: 0.001),
    ]), epochs: 90)

  /// Configuration #147. Its notes have no end of the colour noise.
  static let configuration147 = ReleasedRun(
    table: EpochTable(rows: [
      .init(epoch: 23, weights: 0.1),
      .init(epoch: 51, weights: 0.01),
      .init(epoch: 79, layer: "conv1", weights: 0, biases: 0),
      .init(epoch: 79, weights: 0.001, biases: 0.1),
    ]), epochs: 89)

  /// Configuration #148.
  static let configuration148 = ReleasedRun(
    table: EpochTable(rows: [
      .init(epoch: 22, weights: 0.1),
      .init(epoch: 44, weights: 0.01),
      .init(epoch: 69, layer: "conv1", weights: 0.001),
      .init(epoch: 69, colorNoise: false),
      .init(epoch: 73, layer: "conv1", weights: 0, biases: 0),
      .init(epoch: 86, weights: 0.001),
    ]), epochs: 96)

  /// Configuration #150.
  static let configuration150 = ReleasedRun(
    table: EpochTable(rows: [
      .init(epoch: 25, weights: 0.1),
      .init(epoch: 49, weights: 0.01),
      .init(epoch: 66, layer: "conv1", weights: 0.001),
      .init(epoch: 66, colorNoise: false),
      .init(epoch: 72, layer: "conv1", weights: 0, biases: 0),
      .init(epoch: 79, weights: 0.001),
    ]), epochs: 91)
}

extension EpochTable.Row {
  /// Creates a row that holds from the first step of an epoch, counted from 1.
  fileprivate init(
    epoch: Int, layer: String? = nil, weights: Double? = nil, biases: Double? = nil,
    colorNoise: Bool? = nil
  ) {
    self.init(
      afterEpochs: Double(epoch - 1), layer: layer, weights: weights, biases: biases,
      colorNoise: colorNoise)
  }
}
