import Blueprint
import Compute
import DisplayText
import Evaluating
import Reproduction

/// The measurement of the networks of a study.
enum StudySpeeds {
  /// The measured rounds of each network.
  private static let rounds = 4

  /// Measures a training step of each arm that a study can need. Arms with the same network have the same time.
  /// - Returns: The seconds of a step.
  /// - Throws: `ComputeError`, `StudyError`, or `EvaluatingError.cancelled` after a signal.
  static func measure(
    _ request: StudyRequest, _ signals: StopSignals
  ) throws -> [Arm.Name: Double] {
    var known: [NetworkSpec: Double] = [:]
    var line = StatusLine(needsTerminal: true)
    defer { line.clear() }
    let arms = StudyPlanner.arms(of: request)
    var seconds: [Arm.Name: Double] = [:]
    for (index, arm) in arms.enumerated() {
      guard signals.received == nil else { throw EvaluatingError.cancelled }
      line.show { _ in "measuring network \(index + 1) of \(arms.count): \(arm.rawValue)" }
      let plan = try arm.plan(on: request.data, seed: 1, epochs: 1, threads: request.threads)
      if let time = known[plan.network] {
        seconds[arm] = time
        continue
      }
      let report = try StepBenchmark(
        spec: plan.network, batch: plan.batch, steps: rounds, threads: request.threads,
        precision: plan.precision
      ).run()
      known[plan.network] = report.stepMilliseconds / 1000
      seconds[arm] = known[plan.network]
    }
    return seconds
  }
}
