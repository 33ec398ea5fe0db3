import Blueprint
import Glibc
import Observing

extension SyntheticRun {
  /// Returns the formula that a trainer sends for a cell. The numbers follow from the place of the cell. The
  /// network's own results are the sums in single precision.
  static func formula(of cell: CellChoice) -> CellFormula {
    var formula = CellFormula(cell)
    let seed = cell.place.channel * 7919 + cell.place.row * 131 + cell.place.column
    let isFlat = cell.layer.hasPrefix("fc") || cell.layer.hasPrefix("drop")
    if cell.layer.hasPrefix("norm") {
      formula.operations = [normalization(cell, numbers(13 * 13 * 64, seed).map(abs))]
      return formula
    }
    guard !cell.layer.hasPrefix("drop") else {
      formula.operations = [dropout(cell.layer, cell.place, 0.75)]
      return formula
    }
    let sum = isFlat ? terms(seed) : patch(of: cell, seed)
    let total: Double
    switch sum {
    case .patch(let sum): total = sum.total
    case .terms(let sum): total = sum.total
    case .activation, .normalization, .pooling, .dropout, .softmax: total = 0
    }
    let value = Float(max(0, total))
    guard cell.layer != "fc8" else {
      formula.operations = [
        CellOperation(layer: "fc8", place: cell.place, result: Float(total), work: sum),
        softmax(cell.place, Float(total)),
      ]
      return formula
    }
    formula.operations = [
      CellOperation(layer: cell.layer, place: cell.place, result: nil, work: sum),
      CellOperation(
        layer: "relu", place: cell.place, result: value, work: .activation(.relu, of: nil)),
    ]
    if isFlat {
      formula.operations.append(dropout("drop6", cell.place, value))
    } else {
      formula.operations.append(normalization(cell, mapsAround(value, cell.place)))
      formula.operations.append(pooling(cell.place, value))
    }
    return formula
  }

  private static func numbers(_ count: Int, _ seed: Int) -> [Float] {
    (0..<count).map { Float(noise($0 + 1, seed + 500) * 2 - 1) }
  }

  private static func patch(of cell: CellChoice, _ seed: Int) -> CellOperation.Work {
    let (side, channels, groups) =
      [
        "conv1": (11, 3, 1), "conv2": (5, 48, 2), "conv3": (3, 256, 1),
      ][cell.layer] ?? (3, 192, 2)
    let shape = Shape(channels: channels * groups, height: 15, width: 15)
    let group = groups == 1 ? 0 : cell.place.channel / 32
    let inputs = numbers(shape.count, seed).map { side == 11 ? $0 * 120 : max(0, $0) }
    return .patch(
      PatchSum(
        of: inputs, shape, channels: group * channels..<(group + 1) * channels,
        window: (side, cell.place.row - side / 2, cell.place.column - side / 2),
        kernel: numbers(channels * side * side, seed + 1).map { $0 / Float(side * channels) },
        bias: 0.1, groups: groups, isLocal: cell.layer == "conv5"))
  }

  private static func terms(_ seed: Int) -> CellOperation.Work {
    let shape = Shape(channels: 256, height: 6, width: 6)
    return .terms(
      TermSum(
        of: numbers(shape.count, seed).map { max(0, $0 - 0.5) },
        numbers(shape.count, seed + 1).map { $0 / 30 }, bias: 1, input: shape, index: { $0 }))
  }

  /// Returns maps of 13×13 whose value at a place is given.
  private static func mapsAround(_ value: Float, _ place: CellPlace) -> [Float] {
    var values = numbers(64 * 169, 3).map { max(0, 3 * $0) }
    values[(place.channel * 13 + place.row) * 13 + place.column] = value
    return values
  }

  private static func normalization(_ cell: CellChoice, _ values: [Float]) -> CellOperation {
    let lrn = NormalizedCell(
      ResponseNormalization(), isOn: true, at: cell.place, of: values,
      Shape(channels: 64, height: 13, width: 13))
    return CellOperation(
      layer: "norm1", place: cell.place, result: Float(lrn.normalized), work: .normalization(lrn))
  }

  private static func pooling(_ place: CellPlace, _ value: Float) -> CellOperation {
    let pool = Pooling(size: 3, stride: 2)
    let maps = mapsAround(value, place)
    func windows(_ cell: Int) -> [Int] {
      (0..<6).filter { pool.cells(of: $0, along: 13).contains(cell) }
    }
    let found = windows(place.row).flatMap { row in
      windows(place.column).map { column in
        let place = CellPlace(channel: place.channel, row: row, column: column)
        var window = PooledCell.Window(
          pool, at: place, of: maps, Shape(channels: 64, height: 13, width: 13), result: nil)
        window.result = window.values.max()
        return window
      }
    }
    let cell = PooledCell(pool, source: place, windows: found, count: found.count)
    return CellOperation(
      layer: "pool1", place: found[cell.followed].place, result: found[cell.followed].result,
      work: .pooling(cell))
  }

  private static func dropout(_ layer: String, _ place: CellPlace, _ value: Float) -> CellOperation
  {
    CellOperation(
      layer: layer, place: place, result: value, work: .dropout(probability: 0.5, of: value))
  }

  private static func softmax(_ place: CellPlace, _ score: Float) -> CellOperation {
    var scores = numbers(40, 11).map { 3 * $0 }
    scores[place.channel] = score
    let cell = SoftmaxCell(of: place.channel, in: scores, probability: 0)
    var exact = cell
    exact.probability = cell.quotient
    return CellOperation(
      layer: "softmax", place: place, result: Float(exact.probability), work: .softmax(exact))
  }
}
