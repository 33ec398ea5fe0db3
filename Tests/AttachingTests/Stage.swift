import Blueprint
import Channels
import Foundation
import Runs
import Synchronization
import Testing
import Training

@testable import Attaching

/// A session without a trainer: what happens is what the test tells. Its journal is a count: event n is
/// its nth byte.
final class Stage: Hosted {
  private struct State {
    var watchers: [Watcher] = []
    var told = 0
    var asked: [TrainerCommand] = []
    var left = 0
  }
  private let state = Monitor(State())

  func join(_ watcher: Watcher) -> [JournalPlace] {
    state.update { state in
      state.watchers.append(watcher)
      return [JournalPlace(run: "r", bytes: state.told)]
    }
  }

  func leave(_ watcher: Watcher) {
    state.update { state in
      state.left += state.watchers.count { $0 === watcher }
      state.watchers.removeAll { $0 === watcher }
    }
  }

  func obey(_ command: TrainerCommand, run: String?) -> String? {
    guard run ?? "r" == "r" else { return "there is no such run" }
    state.update { $0.asked.append(command) }
    return nil
  }

  /// The next event, which is a step.
  func tell(message: String? = nil) {
    state.update { state in
      state.told += 1
      let event =
        message.map { TrainingEvent.warning(step: state.told, kind: "test", message: $0) }
        ?? .step(state.told)
      for watcher in state.watchers {
        watcher.events.post(EventLine(run: "r", event: event))
      }
    }
  }

  /// To who is interested in anything.
  func show(_ glimpse: Glimpse) {
    state.update { state in
      for watcher in state.watchers where watcher.interest != .nothing {
        watcher.glimpses.set([glimpse])
      }
    }
  }

  // Waiting is for what has to come.

  func waitFor(watchers count: Int) { _ = state.wait { $0.watchers.count == count ? true : nil } }
  func waitFor(interest: Interest) {
    while !state.update({ $0.watchers.contains { $0.interest == interest } }) { sched_yield() }
  }
  func waitForCommands(_ count: Int) -> [TrainerCommand] {
    state.wait { $0.asked.count >= count ? $0.asked : nil } ?? []
  }
  func waitUntilLeft(_ count: Int) { _ = state.wait { $0.left >= count ? true : nil } }
}

/// A folder of its own with a run in it, gone when the test is over.
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
  /// The steps that come, until this one or the end.
  func steps(upTo last: Int) -> [Int] {
    var steps: [Int] = []
    while steps.last != last {
      let isOver = isOver
      for line in watcher.events.takeAll() {
        if case .step(let step) = line.event { steps.append(step.step) }
      }
      if isOver || steps.last == last { break }
      watcher.events.waitForMail(timeout: .milliseconds(50))
    }
    return steps
  }

  func waitForTheEnd() {
    while !isOver { watcher.events.waitForMail(timeout: .milliseconds(10)) }
  }
}
