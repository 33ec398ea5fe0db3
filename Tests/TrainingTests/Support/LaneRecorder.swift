import Blueprint
import Channels
import Images
import Observing
import Runs

@testable import Training

/// Trains lanes on the calling thread and keeps their events and last snapshots.
final class LaneRecorder {
  /// The events of all lanes, in order.
  private(set) var lines: [EventLine] = []
  private(set) var snapshots: [Snapshot] = []
  /// The plans of the lanes that were added, by the names of their runs.
  private(set) var forks: [String: RunPlan] = [:]

  /// - Parameters:
  ///   - plans: The plan of each lane, with the name of its run.
  ///   - store: The store of the runs; `nil` keeps none.
  ///   - timeLimit: The training time after which the lanes end; `nil` for no limit.
  ///   - first: The commands before the first step.
  ///   - onEvent: A closure called with each event, which returns commands for the trainer.
  @discardableResult
  init(
    _ plans: [(run: String, plan: RunPlan)], interest: Interest = .overview,
    in store: RunStore? = nil, timeLimit: Duration? = nil, commands first: [AddressedCommand] = [],
    onEvent: @escaping (EventLine) -> [AddressedCommand] = { _ in [] }
  ) throws {
    let commands = Mailbox<AddressedCommand>()
    for command in first { commands.post(command) }
    let watcher = Watcher(interest)
    func setup(_ name: String, _ plan: RunPlan) throws -> Lane.Setup {
      let callbacks = Lane.Callbacks { event in
        let line = EventLine(run: name, event: event)
        self.lines.append(line)
        for command in onEvent(line) { commands.post(command) }
      }
      var setup = Lane.Setup(plan, data: ColorPatches(), run: name, callbacks: callbacks)
      setup.checkpoints = try store.map {
        .init(run: try $0.create(plan, name: name, data: "patches")) {}
      }
      return setup
    }
    var connections = Trainer.Connections(commands: commands, watchers: Watchers([watcher]))
    connections.makeRun = { name, plan, _, parent, changes in
      let name = name ?? "\(parent.run)-\(changes.slug)"
      self.forks[name] = plan
      return try setup(name, plan)
    }
    try Trainer(
      plans.map { try setup($0.run, $0.plan) }, connections: connections, timeLimit: timeLimit
    ).run()
    snapshots = watcher.snapshots.removeValue() ?? []
  }

  func events(_ run: String) -> [TrainingEvent] {
    lines.filter { $0.run == run }.map(\.event)
  }

  func steps(_ run: String) -> [TrainingEvent.Step] {
    events(run).compactMap { if case .step(let step) = $0 { step } else { nil } }
  }

  func validations(_ run: String) -> [TrainingEvent.Validation] {
    events(run).compactMap { if case .validation(let validation) = $0 { validation } else { nil } }
  }

  /// The losses of steps and validations and the learning rates, in the order of the events.
  func measures(_ run: String) -> [Double] { events(run).compactMap(\.measure) }
}

extension TrainingEvent {
  /// The number that is the same, bit for bit, whenever the same run is trained; `nil` for other events.
  var measure: Double? {
    switch self {
    case .step(let step): step.loss
    case .validation(let validation): validation.loss
    case .rate(_, let rate, _): rate
    default: nil
    }
  }
}
