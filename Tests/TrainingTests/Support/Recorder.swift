import Blueprint
import Channels
import Images
import Observing
import Runs

@testable import Training

/// Trains one lane on the calling thread and keeps its events and last snapshot.
final class Recorder {
  private(set) var events: [TrainingEvent] = []
  private(set) var snapshot: Snapshot?
  private let commands = Mailbox<AddressedCommand>()

  /// - Parameters:
  ///   - run: The run that keeps the checkpoints; `nil` keeps none.
  ///   - timeLimit: The training time after which the lane ends; `nil` for no limit.
  ///   - first: The commands before the first step.
  ///   - onEvent: A closure called with each event, which returns commands for the trainer.
  @discardableResult
  init(
    _ plan: RunPlan, data: ColorPatches = ColorPatches(), run: Run? = nil,
    from resumption: Resumption? = nil, timeLimit: Duration? = nil,
    commands first: [TrainerCommand] = [],
    onEvent: @escaping (TrainingEvent) -> [TrainerCommand] = { _ in [] }
  ) throws {
    let watcher = Watcher(.overview)
    for command in first { commands.post(AddressedCommand(command)) }
    let callbacks = Lane.Callbacks { [commands] event in
      self.events.append(event)
      for command in onEvent(event) { commands.post(AddressedCommand(command)) }
    }
    var setup = Lane.Setup(plan, data: data, callbacks: callbacks, from: resumption)
    setup.checkpoints = run.map { .init(run: $0) {} }
    try Trainer(
      [setup], connections: .init(commands: commands, watchers: Watchers([watcher])),
      timeLimit: timeLimit
    ).run()
    snapshot = watcher.snapshots.removeValue()?.first
  }

  var steps: [TrainingEvent.Step] {
    events.compactMap { if case .step(let step) = $0 { step } else { nil } }
  }

  var losses: [Double] { steps.map(\.loss) }

  var validations: [TrainingEvent.Validation] {
    events.compactMap { if case .validation(let validation) = $0 { validation } else { nil } }
  }
}
