import Blueprint
import Runs
import TerminalUI

/// A quantity of one run over its steps.
struct Track: Sendable {
  let places: Places
  let values: Samples

  init(
    _ lane: LaneState, _ quantity: ChartsView.Quantity, of source: Lesson.Curve.Source = .validation
  ) {
    let history = lane.history
    let isSmooth = history.memory > 0
    func gap(_ gap: KeyPath<RunCourse.Check, Double?>) -> (Places, Samples) {
      (history.validationPlaces, Samples(lane.course.checks.map { $0[keyPath: gap] ?? .nan }))
    }
    func training(_ curve: Curve) -> (Places, Samples) {
      (history.places, isSmooth ? curve.smoothed : curve.values)
    }
    (places, values) =
      switch quantity {
      case .loss where source == .gap: gap(\.lossGap)
      case .top1 where source == .gap: gap(\.top1Gap)
      case .top5 where source == .gap: gap(\.top5Gap)
      case .loss where source == .validation: (history.validationPlaces, history.validationLoss)
      case .top1 where source == .validation: (history.validationPlaces, history.validationTop1)
      case .top5 where source == .validation: (history.validationPlaces, history.validationTop5)
      case .loss: training(history.loss)
      case .top1: training(history.top1)
      case .top5: training(history.top5)
      case .speed: training(history.imagesPerSecond)
      case .rate, .gradient, .update: (history.places, history.rate)
      }
  }

  /// By a straight line between two steps that are known; nil before the first and after the last.
  func value(atStep step: Double) -> Double? {
    let steps = places.steps
    guard let first = steps.first, let last = steps.last, step >= first, step <= last else {
      return nil
    }
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle] < step { low = middle + 1 } else { high = middle }
    }
    guard steps[low] > step, low > 0 else { return values.values[low] }
    let (before, after) = (values.values[low - 1], values.values[low])
    return before + (after - before) * (step - steps[low - 1]) / (steps[low] - steps[low - 1])
  }
}

/// One curve of the compare screen: a run's, or the mean of a set of repetitions with its band.
struct Strand: Sendable {
  let name: String
  let number: Int
  /// Places among the entrants.
  let members: [Int]
  let tracks: [Track]
  /// Turns its steps into what the axis has.
  let clock: Places

  /// One run as it is, or as many as there are seeds.
  struct Points: Sendable {
    var x: [Double] = []
    var mean = Samples()
    var low = Samples()
    var high = Samples()
    var hasBand = false
  }

  /// The curve, less another where one is given: there is something only at steps where all have a value.
  /// - Parameter grid: the steps to take of curves that have more of them.
  func points(in unit: Places.Unit, less base: Strand? = nil, grid: [Double]) -> Points {
    if tracks.count == 1, base == nil {
      return Points(x: tracks[0].places[unit], mean: tracks[0].values)
    }
    var points = Points(hasBand: tracks.count > 1)
    for step in steps(grid) {
      let values = tracks.compactMap { $0.value(atStep: step) }.filter(\.isFinite)
      guard values.count == tracks.count, let zero = base.map({ $0.mean(atStep: step) }) ?? 0 else {
        continue
      }
      let measured = Measurements(values)
      points.x.append(clock.value(at: step, in: unit))
      points.mean.append(measured.mean - zero)
      let band = measured.band
      points.low.append((band?.lowerBound ?? measured.mean) - zero)
      points.high.append((band?.upperBound ?? measured.mean) - zero)
    }
    return points
  }

  func mean(atStep step: Double) -> Double? {
    let values = tracks.compactMap { $0.value(atStep: step) }.filter(\.isFinite)
    return values.count == tracks.count ? Measurements(values).mean : nil
  }

  /// Its own, where they are no more than can be told apart.
  private func steps(_ grid: [Double]) -> [Double] {
    let own = tracks.first?.places.steps ?? []
    guard own.count > grid.count else { return own }
    guard let first = own.first, let last = own.last else { return [] }
    return grid.filter { $0 >= first && $0 <= last }
  }
}
