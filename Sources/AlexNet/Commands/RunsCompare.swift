import ArgumentParser
import Blueprint
import DisplayText
import Foundation
import Runs

extension RunsCommand {
  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set runs side by side.",
      discussion: """
        The first is the baseline. Runs of one plan with several seeds are taken together: the mean, \
        the sample standard deviation (of two, both ends), and by Welch's t-test whether another set \
        lies further away than the spread lets expect.
        """)

    @Argument(help: "Their names.", transform: GivenText.nonEmpty)
    var names: [String]

    @Option(
      name: .customLong("error"),
      help: ArgumentHelp(
        "Say when the top-1 error in validation came down to this (default: what all have reached).",
        valueName: "percent"))
    var level: Double?

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      try OptionError.check("--error", level, in: 0..<100.0.nextUp, "0 to 100")
      let store = try store.store()
      let subjects = try names.map { name in
        let run = try store.run(named: name)
        return Comparison.Subject(
          name: name, plan: try run.plan(), course: RunCourse(try run.recording().events))
      }
      let comparison = Comparison(subjects, level: level.map { $0 / 100 })
      try StandardOutput.print(
        json ? JSONText.of(ComparisonReport(comparison)) : comparison.text)
    }
  }
}

extension Comparison {
  /// A table, and below it what was changed on the way and what the seeds let say.
  var text: String {
    let own = rows[baseline].name
    var table = TextTable([
      .left("run"), .left("differs in"), .right("steps"), .right("best top-1"), .right("at step"),
      .right("best top-5"), .right("last top-1"), .right("last top-5"),
      .right("\((100 * level).fixed(0)) % at step"), .right("after"), .right("gap top-1"),
      .right("gap loss"), .right("images/s"), .right("less \(own)"),
    ])
    for row in rows {
      table.add([
        row.name,
        row.differences.isEmpty ? "—" : row.differences.map(\.description).joined(separator: " "),
        row.steps.grouped, Words.percent(row.best?.top1), row.best?.step.grouped ?? "—",
        Words.percent(row.hasTop5 ? row.bestTop5 : nil), Words.percent(row.last?.top1),
        Words.percent(row.hasTop5 ? row.last?.top5 : nil),
        row.reached?.step.grouped ?? "—", row.reached.map { Words.duration($0.seconds) } ?? "—",
        Words.difference(row.last?.top1Gap),
        row.last?.lossGap.map { String(format: "%+.3f", $0) } ?? "—",
        row.imagesPerSecond.map { $0.fixed(0) } ?? "—",
        row.difference.map { "\(Words.difference($0.top1)) at \($0.step.grouped)" } ?? "—",
      ])
    }
    let changes = rows.flatMap { row in
      row.changes.map { "\(row.name): \($0.words) from after step \($0.step.grouped)" }
    }
    let explanation = """
      Errors are of the validation set; times are of training. A gap is validation less the mean of \
      the training batches since the validation before, as they were seen, with dropout and varied.
      """
    return ([table.text] + (changes + verdicts).map(\.printable) + [explanation]).joined(
      separator: "\n")
  }
}

/// `runs compare --json`. Errors are fractions, losses in nats, times in seconds.
struct ComparisonReport: Encodable {
  struct Check: Encodable {
    var step: Int
    var seconds: Double
    var loss: Double
    var top1: Double
    var top5: Double
    /// Validation less the mean of training since the validation before.
    var lossGap: Double?
    var top1Gap: Double?

    init(_ check: RunCourse.Check) {
      step = check.step
      seconds = check.seconds
      loss = check.loss
      top1 = check.top1
      top5 = check.top5
      lossGap = check.lossGap
      top1Gap = check.top1Gap
    }
  }

  struct Change: Encodable {
    var step: Int
    var change: String
  }

  struct Difference: Encodable {
    var step: Int
    var loss: Double
    var top1: Double
    var top5: Double
  }

  struct Entry: Encodable {
    var name: String
    var differences: [String: String]
    var changes: [Change]
    var steps: Int
    var best: Check?
    var bestTop5: Double?
    var last: Check?
    /// The first validation at or below `level`.
    var reached: Check?
    var imagesPerSecond: Double?
    /// Less the baseline, at the last validation step that both have.
    var difference: Difference?
  }

  /// Runs of one plan with several seeds; their top-1 errors at the last validation that all share.
  struct SeedSet: Encodable {
    var name: String
    var runs: [String]
    var step: Int?
    var mean: Double?
    var deviation: Double?
  }

  var baseline: String
  var level: Double
  var runs: [Entry]
  var sets: [SeedSet]
  var verdicts: [String]

  init(_ comparison: Comparison) {
    baseline = comparison.rows[comparison.baseline].name
    level = comparison.level
    verdicts = comparison.verdicts
    runs = comparison.rows.map { row in
      Entry(
        name: row.name,
        differences: Dictionary(uniqueKeysWithValues: row.differences.map { ($0.name, $0.value) }),
        changes: row.changes.map { Change(step: $0.step, change: $0.words) }, steps: row.steps,
        best: row.best.map(Check.init), bestTop5: row.bestTop5, last: row.last.map(Check.init),
        reached: row.reached.map(Check.init), imagesPerSecond: row.imagesPerSecond,
        difference: row.difference.map {
          Difference(step: $0.step, loss: $0.loss, top1: $0.top1, top5: $0.top5)
        })
    }
    sets = comparison.sets.filter { $0.members.count > 1 }.map { set in
      let step = set.lastStep()
      let errors = step.flatMap { set.top1(atStep: $0) }
      return SeedSet(
        name: set.name, runs: set.members.map { comparison.rows[$0].name }, step: step,
        mean: errors?.mean, deviation: errors?.deviation)
    }
  }
}
