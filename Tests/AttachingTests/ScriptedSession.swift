import Blueprint
import Channels
import Foundation
import Observing
import Runs
import Synchronization
import Testing
import Training

@testable import Attaching

/// A session without a trainer, whose events are those of the test. The position in its journal is the
/// number of events.
final class ScriptedSession: HostedSession {
  private struct State {
    var watchers: [Watcher] = []
    var eventCount = 0
    var commands: [TrainerCommand] = []
    var departures = 0
  }
  private let state = Monitor(State())

  func join(_ watcher: Watcher) -> [JournalPosition] {
    state.update { state in
      state.watchers.append(watcher)
      return [JournalPosition(run: "r", bytes: state.eventCount)]
    }
  }

  func leave(_ watcher: Watcher) {
    state.update { state in
      state.departures += state.watchers.count { $0 === watcher }
      state.watchers.removeAll { $0 === watcher }
    }
  }

  func submit(_ command: AddressedCommand) -> HostRefusal? {
    if let run = command.run, run != "r" { return .unknownRun(run) }
    state.update { $0.commands.append(command.command) }
    return nil
  }

  /// Sends the next event to all watchers: a step, or a warning with a message.
  func sendEvent(message: String? = nil) {
    state.update { state in
      state.eventCount += 1
      let event =
        message.map { TrainingEvent.warning(step: state.eventCount, kind: "test", message: $0) }
        ?? .step(state.eventCount)
      for watcher in state.watchers {
        watcher.events.post(EventLine(run: "r", event: event))
      }
    }
  }

  /// Sends a snapshot to all watchers that are interested in any.
  func send(_ snapshot: Snapshot) {
    state.update { state in
      for watcher in state.watchers where watcher.interest != .nothing {
        watcher.snapshots.set([snapshot])
      }
    }
  }

  // MARK: - Waiting for clients

  func waitFor(watchers count: Int) { _ = state.wait { $0.watchers.count == count ? true : nil } }
  func waitFor(interest: Interest) {
    while !state.update({ $0.watchers.contains { $0.interest == interest } }) { sched_yield() }
  }
  func waitForCommands(_ count: Int) -> [TrainerCommand] {
    state.wait { $0.commands.count >= count ? $0.commands : nil } ?? []
  }
  func waitForDepartures(_ count: Int) { _ = state.wait { $0.departures >= count ? true : nil } }
}

/// A run in a store of its own, which is deleted with this object.
final class RunFolder {
  private let path: String
  let run: Run

  init(name: String = "r") throws {
    path = FileManager.default.temporaryDirectory
      .appending(path: "attaching-tests-\(UUID().uuidString)").path()
    let plan = RunPlan(
      network: .compact(classes: 4, side: 32), data: .scenes, seed: 1, batch: 8,
      length: .endless, knobs: Knobs(), schedule: .constant, threads: 1, validateEvery: 0)
    run = try RunStore(directory: path).create(plan, name: name, data: "scenes")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension RunAttachment {
  /// Receives events until a step, or the end of the connection, and returns the steps.
  func steps(upTo last: Int) -> [Int] {
    var steps: [Int] = []
    while steps.last != last {
      let isOver = isOver
      for line in watcher.events.drain() {
        if case .step(let step) = line.event { steps.append(step.step) }
      }
      if isOver || steps.last == last { break }
      watcher.events.waitForMessage(timeout: .milliseconds(50))
    }
    return steps
  }

  func waitForTheEnd() {
    while !isOver { watcher.events.waitForMessage(timeout: .milliseconds(10)) }
  }
}
