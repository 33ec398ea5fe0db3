import Blueprint
import Glibc

/// Runs of one plan with several seeds: what they have in common is the plan's, how far they lie apart
/// is chance's. Measured at the last validation step that all of them share.
public struct SeedSet: Equatable, Sendable {
  public let name: String
  /// Places among the runs that are compared, in order.
  public let members: [Int]
  private let courses: [RunCourse]

  /// The top-1 errors at a step; nil unless all have been validated then.
  public func top1(atStep step: Int) -> Measurements? {
    let values = courses.compactMap { $0.check(atStep: step)?.top1 }.filter(\.isFinite)
    return values.count == courses.count ? Measurements(values) : nil
  }

  /// The last step at which all of them, and of the other set, have been validated.
  public func lastStep(sharedWith other: SeedSet? = nil) -> Int? {
    let all = courses + (other?.courses ?? [])
    let shortest = all.min { $0.checks.count < $1.checks.count }
    return shortest?.checks.last { check in
      all.allSatisfy { $0.check(atStep: check.step)?.top1.isFinite == true }
    }?.step
  }

  static func sets(of subjects: [Comparison.Subject], differences: [[PlanFacts.Fact]]) -> [SeedSet]
  {
    var groups: [[Int]] = []
    for (index, subject) in subjects.enumerated() {
      let place = groups.firstIndex { group in
        let other = subjects[group[0]]
        // Who was changed by hand on the way is no repetition.
        return subject.plan.isRepetition(of: other.plan)
          && subject.course.changes == other.course.changes
          && !group.contains { subjects[$0].plan.seed == subject.plan.seed }
      }
      if let place { groups[place].append(index) } else { groups.append([index]) }
    }
    let ignored: Set = ["seed", "length", "threads"]
    return groups.map { group in
      let facts = differences[group[0]].filter { !ignored.contains($0.name) }
      let words = facts.map(\.description).joined(separator: " ")
      let name =
        group.count == 1 ? subjects[group[0]].name : words.isEmpty ? "the same plan" : words
      return SeedSet(name: name, members: group, courses: group.map { subjects[$0].course })
    }
  }
}

extension SeedSet {
  /// Nil where too little is known for one.
  func test(against other: SeedSet) -> WelchTest? {
    guard let step = lastStep(sharedWith: other), let own = top1(atStep: step),
      let theirs = other.top1(atStep: step)
    else { return nil }
    return WelchTest(own, theirs)
  }

  /// What the numbers let say about a difference to another set, and no more.
  func verdict(on other: SeedSet) -> String {
    guard let step = lastStep(sharedWith: other), let own = top1(atStep: step),
      let theirs = other.top1(atStep: step)
    else {
      return "\(name) and \(other.name): no validation at a step that they share."
    }
    let words =
      "\(name) against \(other.name) at step \(step): \(own.words) against \(theirs.words)"
    guard own.count > 1, theirs.count > 1 else {
      let runs = own.count == 1 && theirs.count == 1 ? "one run each" : "one run on one side"
      return "\(words); \(runs): nothing can be said about chance."
    }
    guard let test = WelchTest(own, theirs) else {
      return "\(words); no spread within either, which leaves nothing to measure the difference by."
    }
    let judgement =
      test.p < 0.05
      ? "more than the spread lets expect" : "no more than the spread lets expect by chance"
    return "\(words), \(own.count) against \(theirs.count) runs; "
      + "Welch's t = \(Self.fixed(test.t, 1)), p = \(Self.probability(test.p)): \(judgement)."
  }

  private static func probability(_ p: Double) -> String {
    p < 0.001 ? "less than 0.001" : fixed(p, p < 0.01 ? 3 : 2)
  }

  fileprivate static func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = pow(10, Double(digits))
    let scaled = Int((abs(value) * scale).rounded())
    let fraction = String(scaled % Int(scale))
    let zeros = String(repeating: "0", count: max(0, digits - fraction.count))
    return (value < 0 && scaled > 0 ? "−" : "") + "\(scaled / Int(scale)).\(zeros)\(fraction)"
  }
}

extension Measurements {
  /// Errors as a percentage: "41.2 ± 0.8 %", of two "41.2 % (40.6 to 41.8)".
  var words: String {
    let mean = SeedSet.fixed(100 * mean, 1)
    guard let band else { return "\(mean) %" }
    guard count > 2, let deviation else {
      let ends = [band.lowerBound, band.upperBound].map { SeedSet.fixed(100 * $0, 1) }
      return "\(mean) % (\(ends[0]) to \(ends[1]))"
    }
    return "\(mean) ± \(SeedSet.fixed(100 * deviation, 1)) %"
  }
}
