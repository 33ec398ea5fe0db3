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
    guard quantity != .top5 || lane.hasTop5 else {
      (places, values) = (history.validationPlaces, Samples())
      return
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
    var place = 0
    return value(atStep: step, from: &place)
  }

  /// At steps that rise; not a number where there is none.
  func values(atSteps steps: [Double]) -> [Double] {
    var place = 0
    return steps.map { value(atStep: $0, from: &place) ?? .nan }
  }

  /// - Parameter place: where the one before was found.
  private func value(atStep step: Double, from place: inout Int) -> Double? {
    let steps = places.steps
    place = steps.firstPlace(notBelow: step, near: place)
    guard place < steps.count, place > 0 || steps[0] == step else { return nil }
    guard steps[place] > step else { return values.values[place] }
    let (before, after) = (values.values[place - 1], values.values[place])
    return before + (after - before) * (step - steps[place - 1]) / (steps[place] - steps[place - 1])
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
    let steps = steps(grid)
    let members = tracks.map { $0.values(atSteps: steps) }
    let zeros = base?.means(atSteps: steps)
    for (index, step) in steps.enumerated() {
      let zero = zeros?[index] ?? 0
      guard zero.isFinite, members.allSatisfy({ $0[index].isFinite }) else { continue }
      points.x.append(clock.value(at: step, in: unit))
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

  /// Not a number where not all have one.
  private func means(atSteps steps: [Double]) -> [Double] {
    let members = tracks.map { $0.values(atSteps: steps) }
    return steps.indices.map { index in
      members.reduce(0) { $0 + $1[index] } / Double(members.count)
    }
  }

  /// Its own, where they are no more than can be told apart.
  private func steps(_ grid: [Double]) -> [Double] {
    let own = tracks.first?.places.steps ?? []
    guard own.count > grid.count else { return own }
    guard let first = own.first, let last = own.last else { return [] }
    return grid.filter { $0 >= first && $0 <= last }
  }
}
