import ArgumentParser
import Blueprint
import Channels
import Dashboard
import Foundation
import Images
import Observing
import Runs
import TerminalUI
import Training

/// Measures the time that a trainer needs for the snapshots of each screen, one screen after the
/// other in one run.
struct SnapshotCosts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshots",
    abstract: "Measure the time that the snapshots of each screen cost the trainer.",
    aliases: ["glimpses"])

  @Argument(help: "The network.")
  var network = "compact"
  @Argument(help: "The duration for each screen in seconds.", transform: positive)
  var seconds: Double = 30

  /// A screen with its snapshots and their costs.
  struct ScreenCosts {
    let name: String
    /// The keys that show the screen.
    let keys: String
    /// The last snapshot.
    var snapshot: Snapshot?
    /// The snapshot before the last one.
    var before: Snapshot?
    /// The number of training steps.
    var steps = 0
    /// The number of snapshots.
    var snapshots = 0
    /// The whole time in seconds.
    var time = 0.0
    /// The time for snapshots in seconds.
    var snapshotTime = 0.0

    init(_ name: String, _ keys: String) {
      self.name = name
      self.keys = keys
    }
  }

  func run() throws {
    printLine("screen                  steps  images/s  snapshots  ms each  share of the time")
    for screen in try Self.measure(network: network, seconds: seconds) {
      let share = String(format: "%.2f %%", 100 * screen.snapshotTime / screen.time)
      printLine(
        screen.name.padding(toLength: 22, withPad: " ", startingAt: 0)
          + String(
            format: " %6d %9.1f %10d %8.2f", screen.steps,
            Double(screen.steps * Self.batch) / screen.time, screen.snapshots,
            1000 * screen.snapshotTime / Double(max(1, screen.snapshots))) + "  " + share)
    }
  }

  private static let batch = 32

  /// Trains and shows each screen for a given time.
  /// - Parameters:
  ///   - network: The name of the network.
  ///   - seconds: The duration for each screen in seconds.
  static func measure(network: String, seconds: Double) throws -> [ScreenCosts] {
    let choice = DataChoice.scenes
    let source = try DataSources.open(choice, seed: 1, for: NetworkSpec.named(network).input)
    var plan = RunPlan.standard(
      network == "compact"
        ? .compact(classes: source.classes.count, fitting: source.imageShape)
        : try .named(network).withClasses(source.classes.count), data: choice,
      validationImages: source.count(.validation), threads: 2)
    plan.batch = batch
    plan.validateEvery = 0
    var screens = [
      ScreenCosts("none", ""), ScreenCosts("live", "1"), ScreenCosts("kernels", "2"),
      ScreenCosts("kernels, gradients", "2vv"), ScreenCosts("charts", "3"),
      ScreenCosts("layers", "4"), ScreenCosts("images, maps", "5"), ScreenCosts("confusion", "5v"),
      ScreenCosts("compare", "6"), ScreenCosts("runs", "7"),
    ]
    let commands = Mailbox<AddressedCommand>()
    // The time at which each snapshot was finished.
    let finished = Mailbox<ContinuousClock.Instant>()
    let watcher = Watcher(.nothing) { finished.post(.now) }
    var state = DashboardState(plan: plan)
    var current = 0
    var since = ContinuousClock.now
    var last = since
    let callbacks = Lane.Callbacks(
      report: { event in
        _ = update(&state, .trainer(event))
        guard case .step = event, current < screens.count else { return }
        let now = ContinuousClock.now
        for time in finished.drain() {
          screens[current].snapshots += 1
          screens[current].snapshotTime += last.duration(to: time) / .seconds(1)
        }
        screens[current].steps += 1
        if let snapshot = watcher.snapshots.removeValue()?.first {
          screens[current].before = screens[current].snapshot
          screens[current].snapshot = snapshot
          _ = update(&state, .snapshot(snapshot))
        }
        if since.duration(to: now) > .seconds(seconds) {
          screens[current].time = since.duration(to: now) / .seconds(1)
          current += 1
          since = now
          if current == screens.count { return commands.post(AddressedCommand(.stop)) }
          for key in screens[current].keys.unicodeScalars {
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
    return screens
  }
}
