import Blueprint
import Channels
import Images
import Runs

@testable import Training

/// Trains by a plan on the calling thread and keeps what was reported.
final class Recorder {
  private(set) var events: [TrainingEvent] = []
  private(set) var glimpse: Glimpse?
  private let commands = Mailbox<TrainerCommand>()

  /// - Parameters:
  ///   - run: where checkpoints go; nil keeps none.
  ///   - onEvent: called with each event; what it returns is asked of the trainer.
  @discardableResult
  init(
    _ plan: RunPlan, data: Patches = Patches(), run: Run? = nil,
    from resumption: Resumption? = nil, commands first: [TrainerCommand] = [],
    onEvent: @escaping (TrainingEvent) -> [TrainerCommand] = { _ in [] }
  ) throws {
    let watcher = Watcher(.overview)
    for command in first { commands.post(command) }
    var lines = Trainer.Lines(
      report: { [commands] event in
        self.events.append(event)
        for command in onEvent(event) { commands.post(command) }
      }, commands: commands, watchers: Watchers([watcher]))
    lines.checkpoints = run.map { .init(run: $0) {} }
    try Trainer(plan, data: data, lines: lines, from: resumption).run()
    glimpse = watcher.glimpses.take()?.first
  }

  var steps: [TrainingEvent.Step] {
    events.compactMap { if case .step(let step) = $0 { step } else { nil } }
  }

  var losses: [Double] { steps.map(\.loss) }

  var validations: [TrainingEvent.Validation] {
    events.compactMap { if case .validation(let validation) = $0 { validation } else { nil } }
  }
}
