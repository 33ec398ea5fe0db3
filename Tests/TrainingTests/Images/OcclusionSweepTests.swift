import Blueprint
import Compute
import Observing
import Testing

@testable import Training

/// The order in which an occlusion map is filled and renewed.
@Suite struct OcclusionSweepTests {
  private static let subject = OcclusionSweep.Subject(choice: .file(path: "a"), number: nil)
  /// Five positions in a row, of two classes.
  private var sweep = OcclusionSweep(
    of: subject, OcclusionGrid(Shape(channels: 1, height: 1, width: 5), side: 1, stride: 1),
    classes: 2)

  /// Evaluates the next positions, whose values are the number of the step in hundredths.
  private mutating func advance(step: Int, count: Int = 2) -> Range<Int>? {
    guard let positions = sweep.next(count, step: step) else { return nil }
    let value = Double(step) / 100
    sweep.add(positions.flatMap { _ in [value, 1 - value] }, at: positions, step: step)
    return positions
  }

  private func map(of label: Int = 0) -> AttributionMap {
    var map = AttributionMap(.init(.occlusion))
    map.label = label
    sweep.write(to: &map)
    return map
  }

  @Test func itIsFilledRowByRowAndThenRenewed() {
    var test = self
    #expect(test.advance(step: 10) == 0..<2)
    #expect(test.map().values == [0.1, 0.1])
    #expect(!test.map().isComplete && test.map().evaluated == 2 && test.map().positions == 5)
    #expect(test.advance(step: 20) == 2..<4)
    #expect(test.advance(step: 30) == 4..<5)
    #expect(test.sweep.isAtEnd)
    #expect(test.map().values == [0.1, 0.1, 0.2, 0.2, 0.3])
    #expect(test.map().firstStep == 10 && test.map().lastStep == 30)
    #expect(test.map().isComplete && test.map().evaluated == 5)
    #expect(test.advance(step: 40) == 0..<2)
    #expect(test.map().values == [0.4, 0.4, 0.2, 0.2, 0.3])
    #expect(test.map().firstStep == 20 && test.map().lastStep == 40)
    #expect(test.map().isComplete && test.map().evaluated == 2)
  }

  @Test func aMapOfTheSameStepIsNotRenewed() {
    var test = self
    for wanted in [0..<2, 2..<4, 4..<5, nil, nil] { #expect(test.advance(step: 7) == wanted) }
    #expect(test.advance(step: 8) == 0..<2)
  }

  @Test func everyClassHasItsMap() {
    var test = self
    _ = test.advance(step: 25, count: 99)
    #expect(test.map(of: 0).values == Array(repeating: 0.25, count: 5))
    #expect(test.map(of: 1).values == Array(repeating: 0.75, count: 5))
    #expect(test.map().columns == [0.5, 1.5, 2.5, 3.5, 4.5] && test.map().rows == [0.5])
    #expect(test.map().side == 1)
  }
}
