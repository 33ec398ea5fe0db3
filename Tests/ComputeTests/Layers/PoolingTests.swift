import COneDNN
import Testing

@testable import Compute

extension ComputeSuites {
  /// Compares maxima and averages of blocks of channels with loops over single cells.
  @Suite struct Pools {
    struct Case: CustomTestStringConvertible, Sendable {
      var kind = OD_MAXIMUM
      var element = ElementType.fp32
      var size = 3
      var stride = 2
      var padding = 0
      var rows = 4
      var columns = 5
      var rectified = false
      var hasActive = false
      /// The channels side by side in the source.
      var lanes = NetworkBuilder.channelsPerBlock
      var testDescription: String {
        "\(kind == OD_MAXIMUM ? "maxima" : "means") \(size)/\(stride), padding \(padding), "
          + "\(element), rectified \(rectified), active \(hasActive), lanes \(lanes)"
      }
    }

    /// Windows inside of maps of 8×11, across their border, and larger than them.
    static let cases: [Case] = [OD_MAXIMUM, OD_AVERAGE].flatMap { kind in
      [ElementType.fp32, .bf16].flatMap { element in
        [
          Case(kind: kind, element: element),
          Case(kind: kind, element: element, padding: 1, rows: 5, columns: 6),
          Case(kind: kind, element: element, size: 2, stride: 3, rows: 3, columns: 4),
          Case(kind: kind, element: element, size: 15, stride: 4, padding: 7, rows: 3, columns: 4),
          Case(kind: kind, element: element, rectified: true, hasActive: kind == OD_AVERAGE),
        ]
      } + [
        Case(kind: kind, padding: 1, rows: 5, columns: 6, lanes: 8),
        Case(kind: kind, hasActive: true, lanes: 8),
      ]
    }

    private let planes = 3
    private let height = 8
    private let width = 11
    private let lanes = NetworkBuilder.channelsPerBlock

    /// Returns numbers that are exact in bfloat16, some of them equal.
    private func noise(_ count: Int, seed: UInt64) -> [Float] {
      var random = Noise(seed: seed)
      return count.of { Float((random.next(in: -3...3) * 16).rounded() / 16) }
    }

    private func memory(_ numbers: [Float], _ element: ElementType) -> [UInt16] {
      numbers.flatMap { number -> [UInt16] in
        let (low, high) = (UInt16(number.bitPattern & 0xffff), UInt16(number.bitPattern >> 16))
        return element == .fp32 ? [low, high] : [high]
      }
    }

    private func numbers(_ memory: [UInt16], _ element: ElementType) -> [Double] {
      if element == .bf16 { return memory.map { Double(Float(bitPattern: UInt32($0) << 16)) } }
      return stride(from: 0, to: memory.count, by: 2).map {
        Double(Float(bitPattern: UInt32(memory[$0]) | UInt32(memory[$0 + 1]) << 16))
      }
    }

    /// Returns maps in blocks of 16 channels in blocks of fewer. Each block of 16 becomes several.
    private func narrowed<Number>(_ maps: [Number], lanes narrow: Int) -> [Number] {
      let cells = height * width
      return maps.indices.map { index in
        let (lane, cell) = (index % narrow, index / narrow % cells)
        let (part, plane) = (
          index / narrow / cells % (lanes / narrow), index / lanes / cells
        )
        return maps[(plane * cells + cell) * lanes + part * narrow + lane]
      }
    }

    /// Returns the cells of a channel that a window covers, row by row.
    private func cells(_ test: Case, _ plane: Int, _ row: Int, _ column: Int, _ lane: Int) -> [Int]
    {
      var cells: [Int] = []
      for y in 0..<test.size {
        for x in 0..<test.size {
          let (cy, cx) = (
            row * test.stride + y - test.padding, column * test.stride + x - test.padding
          )
          if (0..<height).contains(cy), (0..<width).contains(cx) {
            cells.append(((plane * height + cy) * width + cx) * lanes + lane)
          }
        }
      }
      return cells
    }

    @Test(arguments: cases, [1, 2])
    func windowsEqualLoops(_ test: Case, threads: Int) {
      od_set_threads(Int32(threads))
      let large = planes * height * width * lanes
      let small = planes * test.rows * test.columns * lanes
      let (x, dy) = (noise(large, seed: 1), noise(small, seed: 2))
      let active = test.hasActive ? noise(large, seed: 3) : nil
      var y = Array(repeating: 0.0, count: small)
      var dx = Array(repeating: 0.0, count: large)
      for index in 0..<small {
        let (lane, cell) = (index % lanes, index / lanes)
        let (column, row) = (cell % test.columns, cell / test.columns % test.rows)
        let window = cells(test, cell / test.columns / test.rows, row, column, lane)
        if test.kind == OD_AVERAGE {
          y[index] = window.reduce(0) { $0 + Double(x[$1]) } / Double(window.count)
          for cell in window { dx[cell] += Double(dy[index]) / Double(window.count) }
        } else {
          var best = window[0]
          for cell in window where x[cell] > x[best] { best = cell }
          let isBelow = test.rectified && x[best] <= 0
          y[index] = isBelow ? 0 : Double(x[best])
          if !isBelow { dx[best] += Double(dy[index]) }
        }
      }
      if let active { for index in dx.indices where active[index] <= 0 { dx[index] = 0 } }

      var pool = od_pool(
        planes: planes, height: height, width: width, lanes: test.lanes, rows: test.rows,
        columns: test.columns, size: test.size, stride: test.stride, padding: test.padding,
        kind: Int32(test.kind.rawValue),
        type: test.element.code, rectified: test.rectified ? 1 : 0)
      func source(_ numbers: [Float]) -> [UInt16] {
        memory(narrowed(numbers, lanes: test.lanes), test.element)
      }
      let words = test.element.bytes / 2
      var output = Array(repeating: UInt16(0), count: small * words)
      var gradient = Array(repeating: UInt16(0), count: large * words)
      var places = Array(repeating: UInt8(0), count: small)
      od_pool_forward(&pool, source(x), &output, &places)
      if let active {
        od_pool_backward(&pool, memory(dy, test.element), places, source(active), &gradient)
      } else {
        od_pool_backward(&pool, memory(dy, test.element), places, nil, &gradient)
      }
      let tolerance = test.element == .fp32 ? 1e-6 : 3e-3
      #expect(distance(numbers(output, test.element), y) < tolerance)
      #expect(
        distance(numbers(gradient, test.element), narrowed(dx, lanes: test.lanes)) < tolerance)
      if test.kind == OD_MAXIMUM { #expect(numbers(output, test.element) == y) }
    }

    /// A divergence must stay visible.
    @Test(arguments: [false, true])
    func nanIsAMaximum(rectified: Bool) {
      var pool = od_pool(
        planes: 1, height: 2, width: 2, lanes: lanes, rows: 1, columns: 1, size: 2, stride: 2,
        padding: 0, kind: Int32(OD_MAXIMUM.rawValue), type: ElementType.fp32.code,
        rectified: rectified ? 1 : 0)
      for place in 0..<4 {
        var x = Array(repeating: Float(1), count: 4 * lanes)
        x[place * lanes + 5] = .nan
        var y = Array(repeating: Float(0), count: lanes)
        var places = Array(repeating: UInt8(0), count: lanes)
        od_pool_forward(&pool, x, &y, &places)
        #expect(y.indices.allSatisfy { y[$0].isNaN == ($0 == 5) })
        #expect(places[5] == UInt8(place))
      }
    }
  }
}
