import Blueprint
import DisplayText
import Statistics

/// Runs of one plan with different seeds: repetitions of one measurement. Two sets are compared at the last
/// step at which all runs of both were validated.
public struct SeedSet: Equatable, Sendable {
  /// The settings that distinguish the set from the others, or the name of its only run.
  public let name: String
  /// The indices of the runs in the comparison, in order.
  public let members: [Int]
  /// The names of the runs, in the same order.
  private let runs: [String]
  private let histories: [ValidationHistory]
  private let seeds: [UInt64]

  /// Returns the top-1 errors at a step; `nil` unless all runs were validated then.
  public func top1(atStep step: Int) -> Measurements? {
    let values = histories.compactMap { $0.result(atStep: step)?.top1 }.filter(\.isFinite)
    return values.count == histories.count ? Measurements(values) : nil
  }

  /// Returns the last step at which all runs of this set, and of another one, were validated; `nil` when
  /// there is none.
  public func lastStep(sharedWith other: SeedSet? = nil) -> Int? {
    let all = histories + (other?.histories ?? [])
    let shortest = all.min { $0.results.count < $1.results.count }
    return shortest?.results.last { result in
      all.allSatisfy { $0.result(atStep: result.step)?.top1.isFinite == true }
    }?.step
  }

  static func sets(of runs: [Comparison.Subject], differences: [[SettingValue]]) -> [SeedSet] {
    var groups: [[Int]] = []
    for (index, run) in runs.enumerated() {
      let group = groups.firstIndex { group in
        let other = runs[group[0]]
        // A run with knobs that were changed by hand is a repetition only of runs with the same changes.
        return run.plan.isRepetition(of: other.plan)
          && run.history.knobChanges == other.history.knobChanges
          && !group.contains { runs[$0].plan.seed == run.plan.seed }
      }
      if let group { groups[group].append(index) } else { groups.append([index]) }
    }
    let ignored = Set([Setting.seed, .length, .threads].map(\.name))
    return groups.map { group in
      let settings = differences[group[0]].filter { !ignored.contains($0.name) }
      let text = settings.map(\.description).joined(separator: " ")
      let name =
        group.count == 1 ? runs[group[0]].name : text.isEmpty ? "the same plan" : text
      return SeedSet(
        name: name, members: group, runs: group.map { runs[$0].name },
        histories: group.map { runs[$0].history },
        seeds: group.map { runs[$0].plan.seed })
    }
  }
}

extension SeedSet {
  /// Returns true if both sets have the same seeds, and equal errors at the last step at which all runs of
  /// both were validated.
  func repeats(_ other: SeedSet) -> Bool {
    guard seeds == other.seeds, let step = lastStep(sharedWith: other) else { return false }
    return top1(atStep: step)?.mean == other.top1(atStep: step)?.mean
  }

  /// Returns Welch's test of the top-1 errors of two sets; `nil` when there are too few values.
  func test(against other: SeedSet) -> WelchTest? {
    guard let step = lastStep(sharedWith: other), let own = top1(atStep: step),
      let theirs = other.top1(atStep: step)
    else { return nil }
    return WelchTest(own, theirs)
  }

  /// Returns the difference of another set from this one, at the last step at which all runs of both were
  /// validated. With several seeds on both sides, a second sentence has the probability that the seed alone
  /// causes such a difference.
  func verdict(on other: SeedSet, minus: NumberText.Minus) -> String {
    guard let step = lastStep(sharedWith: other), let own = top1(atStep: step),
      let theirs = other.top1(atStep: step)
    else { return "\(label) and \(other.label) have no validation at the same step." }
    let difference = Comparison.judged(
      NumberText.shownDifference(theirs.mean, own.mean), "val top-1 error", minus: minus)
    let sentence =
      "\(other.label) against \(label): \(difference) at step "
      + "\(NumberText.grouped(step)) (\(theirs.percentages) against \(own.percentages))."
    guard own.count > 1, theirs.count > 1 else { return sentence }
    guard let test = WelchTest(own, theirs) else {
      return sentence
        + " All runs of each side have the same error, so the effect of the seed is not known."
    }
    let seeds =
      own.count == theirs.count
      ? "\(own.count) seeds each" : "\(theirs.count) and \(own.count) seeds"
    return sentence + " Over \(seeds), the seed alone would cause a difference this large in "
      + "\(Self.cases(test.p)) (Welch's t-test)."
  }

  /// The number of runs that a label names.
  private static let maximumNamed = 3

  /// The name for sentences, with the runs of several seeds: "batch=16 (a, a-seed-2)".
  private var label: String {
    guard runs.count > 1 else { return name }
    let rest = runs.count - Self.maximumNamed
    return "\(name) (\(runs.prefix(Self.maximumNamed).joined(separator: ", "))"
      + (rest > 0 ? " and \(NumberText.grouped(rest)) more)" : ")")
  }

  /// Returns a probability as a number of cases: "4 of 100 cases".
  static func cases(_ probability: Double) -> String {
    switch probability {
    case ..<0.0005: "fewer than 1 of 1,000 cases"
    case ..<0.00995: "\(NumberText.fixed(probability * 1000, 0)) of 1,000 cases"
    default: "\(NumberText.fixed(probability * 100, 0)) of 100 cases"
    }
  }
}

extension Measurements {
  /// Errors as percentages: "41.2 ± 0.8%"; "41.2%, 40.6 to 41.8" for two values.
  fileprivate var percentages: String {
    func percentage(_ value: Double) -> String { NumberText.fixed(100 * value, 1) }
    guard let band else { return "\(percentage(mean))%" }
    guard count > 2, let deviation else {
      return
        "\(percentage(mean))%, \(percentage(band.lowerBound)) to \(percentage(band.upperBound))"
    }
    return "\(percentage(mean)) ± \(percentage(deviation))%"
  }
}
