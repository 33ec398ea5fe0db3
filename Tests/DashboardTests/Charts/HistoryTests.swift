import Runs
import Testing

@testable import Dashboard

@Suite struct HistoryTests {
  @Test func theMeanIgnoresValuesThatAreNotFinite() {
    var curve = SmoothedSeries(memory: 0.9)
    for value in [3, .nan, 3, .infinity] { curve.append(value) }
    #expect(curve.values.count == 4 && curve.values.values[1].isNaN)
    #expect(curve.smoothed.values.allSatisfy { abs($0 - 3) < 1e-12 })
  }

  @Test func changedSmoothingAppliesToEarlierValues() {
    let values = (0..<500).map { SyntheticRun.noise($0) }
    var changed = SmoothedSeries(memory: 0.5)
    var constant = SmoothedSeries(memory: 0.98)
    for value in values {
      changed.append(value)
      constant.append(value)
    }
    changed.smooth(memory: 0.98)
    #expect(changed == constant)
  }

  @Test func everyStepIsKeptOnce() {
    var history = History()
    let run = SyntheticRun(steps: 10)
    for n in [1, 2, 3, 2, 3, 4] { history.append(run.step(n)) }
    #expect(history.steps == [1, 2, 3, 4])
    #expect(history.loss.values.count == 4)
  }

  @Test func theBestValidationIsKept() {
    var history = History()
    for (step, error) in [(100, 0.5), (200, 0.3), (300, 0.4)] {
      history.append(.init(step: step, epoch: 1, loss: 1, top1: error, top5: 0.1))
    }
    #expect(history.best?.step == 200)
  }
}
