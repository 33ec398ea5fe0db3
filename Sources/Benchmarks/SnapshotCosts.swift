import Blueprint
import Channels
import Dashboard
import Foundation
import Images
import Observing
import Runs
import TerminalUI
import Training

/// What it costs the trainer that somebody looks at a screen: each screen's own interest, for a while
/// each, one after the other in one run.
struct SnapshotCosts {
  var network: String
  var seconds: Double

  /// A screen, what it was shown, and what that took.
  struct Look {
    let name: String
    /// What a person presses to come there.
    let keys: String
    /// The last, and the one before it.
    var snapshot: Snapshot?
    var before: Snapshot?
    var steps = 0
    var looks = 0
    /// In seconds: all of the time, and that of looking.
    var time = 0.0
    var looking = 0.0

    init(_ name: String, _ keys: String) {
      self.name = name
      self.keys = keys
    }
  }

  func run() throws {
    print("screen                  steps  images/s  looks  ms a look  share of the time")
    for look in try looks() {
      let share = String(format: "%.2f %%", 100 * look.looking / look.time)
      print(
        look.name.padding(toLength: 22, withPad: " ", startingAt: 0),
        String(
          format: "%6d %9.1f %6d %10.2f", look.steps,
          Double(look.steps * Self.batch) / look.time, look.looks,
          1000 * look.looking / Double(max(1, look.looks))), "       " + share)
    }
  }

  private static let batch = 32

  func looks() throws -> [Look] {
    let choice = DataChoice.scenes
    let source = try DataSources.open(choice, seed: 1, for: NetworkSpec.named(network).input)
    var plan = RunPlan.standard(
      network == "compact"
        ? .compact(classes: source.classes.count, fitting: source.imageShape)
        : try .named(network).withClasses(source.classes.count), data: choice,
      validationImages: source.count(.validation), threads: 2)
    plan.batch = Self.batch
    plan.validateEvery = 0
    var looks = [
      Look("nobody", ""), Look("live", "1"), Look("kernels", "2"),
      Look("kernels, gradients", "2vv"), Look("charts", "3"), Look("layers", "4"),
      Look("images, maps", "5"), Look("confusion", "5v"), Look("compare", "6"), Look("runs", "7"),
    ]
    let commands = Mailbox<AddressedCommand>()
    /// When each snapshot was done.
    let shown = Mailbox<ContinuousClock.Instant>()
    let watcher = Watcher(.nothing) { shown.post(.now) }
    var state = DashboardState(plan: plan)
    var place = 0
    var since = ContinuousClock.now
    var last = since
    let callbacks = Lane.Callbacks(
      report: { event in
        _ = update(&state, .trainer(event))
        guard case .step = event, place < looks.count else { return }
        let now = ContinuousClock.now
        for time in shown.drain() {
          looks[place].looks += 1
          looks[place].looking += last.duration(to: time) / .seconds(1)
        }
        looks[place].steps += 1
        if let snapshot = watcher.snapshots.take()?.first {
          looks[place].before = looks[place].snapshot
          looks[place].snapshot = snapshot
          _ = update(&state, .snapshot(snapshot))
        }
        if since.duration(to: now) > .seconds(seconds) {
          looks[place].time = since.duration(to: now) / .seconds(1)
          place += 1
          since = now
          if place == looks.count { return commands.post(AddressedCommand(.stop)) }
          for key in looks[place].keys.unicodeScalars {
            _ = update(&state, .terminal(.key(.character(key))))
          }
          watcher.interest = state.interest
        }
        last = .now
      })
    try Trainer(
      [.init(plan, data: source, callbacks: callbacks)],
      connections: .init(
        commands: commands,
        watchers: Watchers([watcher]) { commands.post(AddressedCommand(.sendSnapshot)) })
    ).run()
    return looks
  }
}
