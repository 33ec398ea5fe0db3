import Attaching
import DisplayText
import Foundation
import Runs

/// Starts a trainer and leaves it alone.
enum Detachment {
  /// Returns when the trainer has made its first step, and with its complaint when it could not.
  static func start(_ store: StoreOptions) throws {
    let launch = try Launch.start()
    try launch.waitUntilPrepared()
    let run = try store.store().run(named: launch.begin())
    try waitUntilItLearns(run, store)
    try StandardOutput.print(
      """
      run \(run.name) is training in process \(launch.process)
        to watch it   \(store.command("attach", run.name).printable)
        what it says  \(run.logPath.abbreviated.printable)
      """)
  }

  /// Memory that is not there, images that cannot be used: all that is seen by the first step.
  private static func waitUntilItLearns(_ run: Run, _ store: StoreOptions) throws {
    let feed = try run.openFeed(.nothing) {}
    defer { feed.leave() }
    if try hasBegun(run.history(before: feed).events) { return }
    while feed.process != nil {
      let isOver = feed.isOver
      if try hasBegun(feed.watcher.events.takeAll().map(\.event)) { return }
      if isOver { break }
      feed.watcher.events.waitForMail(timeout: .milliseconds(200))
    }
    if try hasBegun(run.recording().events) { return }
    throw CutOff(run, store)
  }

  /// By what has been told last.
  private static func hasBegun(_ events: [TrainingEvent]) throws(RunFailure) -> Bool {
    switch events.last {
    case .failed(_, let message): throw RunFailure(problem: message)
    case .started, .resumed, .warning, nil: return false
    default: return true
    }
  }
}
