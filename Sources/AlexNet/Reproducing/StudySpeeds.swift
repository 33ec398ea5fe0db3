import Blueprint
import Compute
import DisplayText
import Evaluating
import Reproduction

/// The measurement of the networks of a study.
///
/// Other work on the machine makes a measurement too slow and never too fast. Therefore each network is measured in
/// several rounds, which other work does not disturb all alike, and its shortest step counts.
struct StudySpeeds {
  /// The measured steps of a network in a round.
  private static let steps = 4

  /// The networks, each with its arms and the plan of the first of them.
  let networks: [(plan: RunPlan, arms: [Arm.Name])]
  /// The number of rounds. The networks of ImageNet need seconds for a step, so they have one.
  let rounds: Int

  /// - Throws: `BlueprintError` for a network that is not possible.
  init(_ request: StudyRequest) throws {
    var networks: [(plan: RunPlan, arms: [Arm.Name])] = []
    for arm in StudyPlanner.arms(of: request) {
      let plan = try arm.plan(on: request.data, seed: 1, epochs: 1, threads: request.threads)
      if let index = networks.firstIndex(where: { $0.plan.network == plan.network }) {
        networks[index].arms.append(arm)
      } else {
        networks.append((plan, [arm]))
      }
    }
    self.networks = networks
    rounds = request.scale == .small ? 3 : 1
  }

  /// Measures a training step of each arm that a study can need, with a line of progress on a terminal.
  /// - Returns: The seconds of a step.
  /// - Throws: `ComputeError`, or `EvaluatingError.cancelled` after a signal.
  func measured(_ signals: StopSignals) throws -> [Arm.Name: Double] {
    var line = StatusLine(needsTerminal: true)
    defer { line.clear() }
    return try shortest { plan, text in
      guard signals.received == nil else { throw EvaluatingError.cancelled }
      line.show { _ in text }
      let report = try StepBenchmark(
        spec: plan.network, batch: plan.batch, steps: Self.steps, threads: plan.threads,
        precision: plan.precision
      ).run()
      return Double(plan.batch) / report.bestImagesPerSecond
    }
  }

  /// Returns the shortest of the measured times of each arm.
  /// - Parameter measure: Measures the network of a plan, in seconds of a step. The text is the progress.
  func shortest(
    _ measure: (_ plan: RunPlan, _ progress: String) throws -> Double
  ) throws -> [Arm.Name: Double] {
    var seconds: [Arm.Name: Double] = [:]
    let count = rounds * networks.count
    for number in 0..<count {
      let (plan, arms) = networks[number % networks.count]
      let time = try measure(
        plan, "measuring a step of each network: \(number + 1) of \(count), \(plan.network.name)")
      for arm in arms { seconds[arm] = min(time, seconds[arm] ?? .infinity) }
    }
    return seconds
  }
}
