import ArgumentParser
import Foundation
import NCursesTerminal
import Runs

/// Puts a screen on a run.
struct Attach: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put a screen on a run that is going, or on what one that ended has recorded.",
    discussion: """
      Several screens may watch the same run. Whatever becomes of this one, the run goes on: only its \
      keys can stop it.
      """)

  @Argument(
    help: ArgumentHelp(
      "The run, by its name (default: the latest that is going).", valueName: "run"),
    transform: GivenText.nonEmpty)
  var name: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions

  func run() throws {
    let run = try run(in: store.store())
    // A plan that cannot be read is said before there is a screen.
    _ = try run.plan()
    if let size = screenOptions.once {
      try LiveScreen.printOnce(run, size, screenOptions, store)
    } else {
      try LiveScreen.attach(to: run, screenOptions, store)
    }
  }

  private func run(in store: RunStore) throws -> Run {
    if let name { return try store.run(named: name) }
    let going = try store.list().runs.first { $0.state == .running }
    guard let going else { throw NoRunIsGoing(directory: store.directory) }
    return try store.run(named: going.name)
  }
}

/// There is nothing to attach to without a name.
struct NoRunIsGoing: Explained, Equatable {
  var directory: String

  var problem: String { "no run in \(directory) is going" }
  var remedy: String {
    "Name one that has ended, as `alexnet runs list` tells them, or start one with `alexnet watch`"
  }
  var hasNotStarted: Bool { true }
}
