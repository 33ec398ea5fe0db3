import Observing
import Testing

@Suite struct KernelStructureTests {
  @Test func anEdgeIsStructuredAndACheckerboardIsNot() {
    let side = 6
    func kernels(_ value: (Int, Int) -> Float) -> Kernels {
      Kernels(
        count: 1, channels: 3, size: side,
        weights: (0..<3).flatMap { _ in
          (0..<side * side).map { value($0 / side, $0 % side) }
        })
    }
    let edge = kernels { _, column in column < 3 ? 1 : -1 }
    let checks = kernels { row, column in (row + column).isMultiple(of: 2) ? 1 : -1 }
    #expect(edge.autocorrelation(of: 0) > 0.7)
    #expect(edge.structuredShare == 1)
    #expect(abs(checks.autocorrelation(of: 0) + 1) < 1e-6)
    #expect(checks.structuredShare == 0)
    #expect(kernels { _, _ in 3 }.autocorrelation(of: 0) == 0)
  }
}
