import Blueprint
import Runs
import Statistics
import TerminalUI

/// A curve of the compare screen: of one run, or of a seed set as its mean with a band.
struct ComparedCurve: Sendable {
  let name: String
  let strokeNumber: Int
  /// The indices of the curve's runs among the compared runs.
  let members: [Int]
  let series: [QuantitySeries]
  /// The conversion of steps into epochs and times.
  let stepAxis: StepAxis

  /// The points of a curve; with a band if it has several runs.
  struct Points: Sendable {
    var x: [Double] = []
    var steps: [Double] = []
    var mean = SeriesValues()
    var low = SeriesValues()
    var high = SeriesValues()
    var hasBand = false
    /// True if there are fewer points than the runs have values.
    var isSampled = false
  }

  /// The last step at which all runs have a value; `nil` without a value.
  var lastStep: Double? { series.compactMap { $0.stepAxis.steps.last }.min() }

  /// Returns the points at the steps at which all runs have a value.
  /// - Parameters:
  ///   - base: A curve to subtract.
  ///   - grid: The steps for the points of training values if the first run has more steps than the grid.
  func points(in unit: StepAxis.Unit, minus base: ComparedCurve? = nil, grid: [Double]) -> Points {
    if series.count == 1, base == nil {
      let axis = series[0].stepAxis
      return Points(x: axis[unit], steps: axis.steps, mean: series[0].values)
    }
    let steps = steps(grid)
    var points = Points(
      hasBand: series.count > 1,
      isSampled: steps.count < series.first?.stepAxis.steps.count ?? 0)
    let members = series.map { $0.values(atSteps: steps) }
    let zeros = base?.means(atSteps: steps)
    for (index, step) in steps.enumerated() {
      let zero = zeros?[index] ?? 0
      guard zero.isFinite, members.allSatisfy({ $0[index].isFinite }) else { continue }
      points.x.append(stepAxis.value(at: step, in: unit))
      points.steps.append(step)
      guard points.hasBand else {
        points.mean.append(members[0][index] - zero)
        continue
      }
      let measured = Measurements(members.map { $0[index] })
      points.mean.append(measured.mean - zero)
      let band = measured.band
      points.low.append((band?.lowerBound ?? measured.mean) - zero)
      points.high.append((band?.upperBound ?? measured.mean) - zero)
    }
    return points
  }

  /// Returns the mean of the runs at each step; NaN where not all have a value.
  private func means(atSteps steps: [Double]) -> [Double] {
    let members = series.map { $0.values(atSteps: steps) }
    return steps.indices.map { index in
      members.reduce(0) { $0 + $1[index] } / Double(members.count)
    }
  }

  /// Returns the steps of the first run, or in training those of the grid if the grid has fewer. A grid would
  /// miss the steps at which all runs were validated.
  private func steps(_ grid: [Double]) -> [Double] {
    let own = series.first?.stepAxis.steps ?? []
    guard own.count > grid.count, series.first?.isOfValidations == false else { return own }
    guard let first = own.first, let last = own.last else { return [] }
    return grid.filter { $0 >= first && $0 <= last }
  }
}
