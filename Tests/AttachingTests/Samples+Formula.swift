import Blueprint
import Observing

extension Interest {
  /// An interest in the computation of a cell.
  static let inCell: Interest = {
    var interest = Interest(layers: true)
    interest.image = .validation(.init(from: 3))
    interest.featureMaps = "conv2"
    interest.cell = CellChoice(layer: "conv2", place: CellPlace(channel: 7, row: 2, column: 1))
    return interest
  }()
}

extension Snapshot {
  /// A snapshot with a formula that has every kind of operation.
  static let withFormula: Snapshot = {
    let place = CellPlace(channel: 7, row: 2, column: 1)
    let shape = Shape(channels: 4, height: 5, width: 6)
    let values = (0..<shape.count).map { Float($0) / 7 - 4 }
    let pooling = Pooling(size: 3, stride: 2)
    let window = PooledCell.Window(
      pooling, at: CellPlace(channel: 3, row: 1, column: 2), of: values, shape, result: nil)
    let works: [CellOperation.Work] = [
      .patch(
        PatchSum(
          of: values, shape, channels: 2..<4, window: (3, -1, 4), kernel: Array(values[..<18]),
          bias: 0.5, groups: 2, isLocal: false)),
      .terms(
        TermSum(of: values, values.reversed(), bias: -1, input: shape, index: { $0 })),
      .activation(.relu, of: nil), .activation(.tanh, of: .infinity),
      .normalization(
        NormalizedCell(
          ResponseNormalization(), isOn: true, at: CellPlace(channel: 1, row: 2, column: 3),
          of: values, shape)),
      .normalization(
        NormalizedCell(
          ResponseNormalization(.sameMap, size: 3), isOn: false,
          at: CellPlace(channel: 3, row: 4, column: 0), of: values, shape)),
      .pooling(PooledCell(pooling, source: place, windows: [window, window], count: 4)),
      .pooling(PooledCell(pooling, source: nil, windows: [], count: 0)),
      .dropout(probability: 0.5, of: 0.75),
      .softmax(SoftmaxCell(of: 1, in: [1, 2, 3], probability: 0.25)),
    ]
    var formula = CellFormula(CellChoice(layer: "conv2", place: place))
    formula.operations = works.enumerated().map { index, work in
      CellOperation(
        layer: "layer\(index)", place: place, result: index % 2 == 0 ? nil : Float(index) / 3,
        work: work)
    }
    var snapshot = Snapshot(run: "r", step: 12, layers: [], kernels: nil)
    snapshot.image = ImageAnalysis(.validation(.init(from: 3)))
    snapshot.image?.formula = formula
    return snapshot
  }()
}
