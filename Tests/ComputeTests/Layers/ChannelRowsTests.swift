import COneDNN
import Testing

@testable import Compute

extension ComputeSuites {
  /// Compares copied, widened and rounded rows with loops.
  @Suite struct CopiedRows {
    /// Numbers of one type in memory, as the C functions expect them.
    private struct Numbers {
      let element: ElementType
      var floats: [Float]
      var halves: [UInt16]

      init(_ element: ElementType, _ numbers: [Float]) {
        self.element = element
        floats = numbers
        halves = numbers.map(Self.half)
      }

      /// Rounds to the nearest number, or to the even one of two.
      static func half(_ number: Float) -> UInt16 {
        let bits = number.bitPattern
        let (upper, rest) = (UInt16(bits >> 16), bits & 0xffff)
        return rest > 0x8000 || rest == 0x8000 && upper % 2 == 1 ? upper + 1 : upper
      }

      var values: [Float] {
        element == .fp32 ? floats : halves.map { Float(bitPattern: UInt32($0) << 16) }
      }

      mutating func withRows<Result>(
        from start: Int, stride: Int, _ body: (od_rows) -> Result
      ) -> Result {
        let (code, bytes) = (element.code, element.bytes)
        func rows(_ memory: UnsafeMutableRawBufferPointer) -> Result {
          body(od_rows(start: memory.baseAddress! + start * bytes, stride: stride, type: code))
        }
        return element == .fp32
          ? floats.withUnsafeMutableBytes(rows) : halves.withUnsafeMutableBytes(rows)
      }
    }

    private let count = 3 * 10_000

    private func noise(_ seed: UInt64) -> [Float] {
      var random = Noise(seed: seed)
      return count.of { Float(random.next(in: -3...3)) }
    }

    /// The rows are longer than the blocks of the implementation. The memory between them must not
    /// change.
    @Test(
      arguments: [1, 2], [(ElementType.fp32, ElementType.fp32), (.fp32, .bf16), (.bf16, .fp32)])
    func rowsAreCopiedFromOneTypeToAnother(threads: Int, types: (ElementType, ElementType)) {
      od_set_threads(Int32(threads))
      var from = Numbers(types.0, noise(1))
      var to = Numbers(types.1, noise(2))
      var expected = to.values
      let source = from.values
      for row in 0..<3 {
        for i in 0..<5000 {
          expected[7 + row * 9000 + i] =
            Numbers(types.1, [source[3 + row * 8000 + i]]).values[0]
        }
      }
      to.withRows(from: 7, stride: 9000) { to in
        from.withRows(from: 3, stride: 8000) { od_copy_rows(to, $0, nil, 3, 5000) }
      }
      #expect(to.values == expected)
    }

    @Test(arguments: [ElementType.fp32, .bf16], [ElementType.fp32, .bf16])
    func numbersThatAreNotActiveAreCleared(type: ElementType, mask: ElementType) {
      od_set_threads(2)
      var from = Numbers(type, noise(3))
      var to = Numbers(.fp32, noise(4))
      var active = Numbers(mask, noise(5).map { abs($0) < 1 ? 0 : $0 })
      var expected = to.values
      let (source, rule) = (from.values, active.values)
      for row in 0..<2 {
        for i in 0..<5000 {
          expected[row * 5001 + i] = rule[5 + row * 6000 + i] > 0 ? source[row * 7000 + i] : 0
        }
      }
      to.withRows(from: 0, stride: 5001) { to in
        from.withRows(from: 0, stride: 7000) { from in
          active.withRows(from: 5, stride: 6000) {
            var active = $0
            od_copy_rows(to, from, &active, 2, 5000)
          }
        }
      }
      #expect(to.values == expected)
    }

    @Test func bfloat16MapsAreShiftedLikeFloats() {
      var shifts = od_shifts(
        images: 2, blocks: 2, stride: 3, height: 7, width: 9, rows: 9, columns: 11, padding: 2)
      let copied = 2 * 4 * 2 * 9 * 11 * NetworkBuilder.channelsPerBlock
      func shifted(_ element: ElementType) -> [Float] {
        var maps = Numbers(element, noise(6).map { Numbers(.bf16, [$0]).values[0] })
        var copies = Array(repeating: Float.nan, count: copied)
        maps.withRows(from: 0, stride: 0) { od_shift(&shifts, &copies, $0.start, $0.type) }
        return copies
      }
      let floats = shifted(.fp32)
      #expect(floats.allSatisfy { $0.isFinite })
      #expect(shifted(.bf16) == floats)
    }
  }
}
