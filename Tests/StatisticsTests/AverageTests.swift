import Statistics
import Testing

@Suite struct AverageTests {
  /// Computed by hand: the weights of the last three values are 1/2, 1/4 and 1/8, divided by their sum. pandas
  /// has the same values: `Series([1, 2, 4]).ewm(alpha=0.5).mean()`.
  @Test func aMovingAverageStartsAtTheFirstValue() {
    var average = MovingAverage(memory: 0.5)
    #expect(average.value.isNaN)
    #expect(average.add(1) == 1)
    #expect(abs(average.add(2) - 5.0 / 3) < 1e-15)
    #expect(abs(average.add(4) - 3) < 1e-15)
  }

  @Test func aMovingAverageIgnoresWhatIsNotFinite() {
    var average = MovingAverage(memory: 0.9)
    average.add(2)
    let before = average
    average.add(.nan)
    average.add(.infinity)
    #expect(average == before && average.value == 2)
  }

  @Test func aSavedMovingAverageContinues() {
    var whole = MovingAverage(memory: 0.95)
    for value in [1.0, 3, 2] { whole.add(value) }
    var continued = MovingAverage(memory: 0.95, sum: whole.sum, weight: whole.weight)
    #expect(continued.add(7) == whole.add(7))
  }

  @Test func aRunningMeanIsTheSumOverTheCount() {
    var mean = RunningMean()
    #expect(mean.value == nil)
    for value in [1.0, 2, 6] { mean.add(value) }
    #expect(mean.value == 3 && mean.count == 3)
  }
}
