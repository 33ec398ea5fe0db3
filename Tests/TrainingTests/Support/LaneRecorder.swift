import Blueprint
import Channels
import Images
import Runs

@testable import Training

/// Trains lanes on the calling thread and keeps what was reported of each.
final class LaneRecorder {
  private(set) var lines: [EventLine] = []
  private(set) var glimpses: [Glimpse] = []
  /// The runs of lanes that were added.
  private(set) var forks: [String: RunPlan] = [:]

  /// - Parameters:
  ///   - plans: each with its run's name.
  ///   - store: where runs are kept; nil keeps none.
  ///   - onEvent: called with each event; what it returns is asked of the trainer.
  @discardableResult
  init(
    _ plans: [(run: String, plan: RunPlan)], interest: Interest = .overview,
    in store: RunStore? = nil, commands first: [Order] = [],
    onEvent: @escaping (EventLine) -> [Order] = { _ in [] }
  ) throws {
    let commands = Mailbox<Order>()
    for order in first { commands.post(order) }
    let watcher = Watcher(interest)
    func lines(_ name: String, _ plan: RunPlan) throws -> Lane.Lines {
      var lines = Lane.Lines(run: name) { event in
        let line = EventLine(run: name, event: event)
        self.lines.append(line)
        for order in onEvent(line) { commands.post(order) }
      }
      lines.checkpoints = try store.map {
        .init(run: try $0.create(plan, name: name, data: "patches")) {}
      }
      return lines
    }
    var trainer = Trainer.Lines(commands: commands, watchers: Watchers([watcher]))
    trainer.makeRun = { name, plan, parent, changes in
      let name = name ?? "\(parent.lines.run)-\(changes.slug)"
      self.forks[name] = plan
      return try lines(name, plan)
    }
    let starts = try plans.map {
      Lane.Start($0.plan, data: Patches(), lines: try lines($0.run, $0.plan))
    }
    try Trainer(starts, lines: trainer).run()
    glimpses = watcher.glimpses.take() ?? []
  }

  func events(_ run: String) -> [TrainingEvent] {
    lines.filter { $0.run == run }.map(\.event)
  }

  func steps(_ run: String) -> [TrainingEvent.Step] {
    events(run).compactMap { if case .step(let step) = $0 { step } else { nil } }
  }

  /// The losses of steps and validations and the rates, in order.
  func measures(_ run: String) -> [Double] { events(run).compactMap(\.measure) }
}

extension TrainingEvent {
  /// A number that must be the same, bit for bit, when the same is trained.
  var measure: Double? {
    switch self {
    case .step(let step): step.loss
    case .validation(let validation): validation.loss
    case .rate(_, let rate, _): rate
    default: nil
    }
  }
}
