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

    /// The memory between the rows must not change.
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
        from.withRows(from: 3, stride: 8000) { od_copy_rows(to, $0, 3, 5000) }
      }
      #expect(to.values == expected)
    }

    @Test(arguments: [1, 2]) func numbersThatAreNotActiveAreCleared(threads: Int) {
      od_set_threads(Int32(threads))
      var numbers = noise(3)
      let active = noise(5).map { abs($0) < 1 ? 0 : $0 }
      let expected = zip(numbers, active).map { $1 > 0 ? $0 : 0 }
      od_clear(&numbers, active, count)
      #expect(numbers == expected)
    }
  }
}
