import Blueprint
import Foundation
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct SessionTests {
    private let temporary = TemporaryStore()
    private var store: RunStore { temporary.store }

    /// The journal, the checkpoints and the timeline continue in the folder of the new name.
    @Test func aRunIsRenamedWhileItTrains() throws {
      var plan = RunPlan.tiny(steps: 60)
      plan.checkpointEvery = 50
      let run = try store.create(plan, name: "old", data: "patches")
      _ = try store.create(plan, name: "taken", data: "patches")
      let watcher = Watcher(.nothing)
      let session = try TrainingSession(
        [.init(plan, data: ColorPatches(), run: run)], watcher: watcher)
      session.send(.rename("taken"))
      session.send(.rename("new"), to: "old")
      var lines: [EventLine] = []
      while !lines.contains(where: { if case .finished = $0.event { true } else { false } }) {
        watcher.events.waitForMessage()
        lines += watcher.events.drain()
      }
      #expect(session.runs == ["new"])
      let place = try #require(
        lines.firstIndex { if case .renamed(_, "new") = $0.event { true } else { false } })
      #expect(lines[...place].allSatisfy { $0.run == "old" })
      #expect(lines[(place + 1)...].allSatisfy { $0.run == "new" })
      #expect(
        lines.contains {
          if case .warning(_, "rename", _) = $0.event { true } else { false }
        })
      let new = try store.run(named: "new")
      #expect(!FileManager.default.fileExists(atPath: run.folder))
      #expect(new.checkpoints.steps == [50, 60])
      #expect(try new.recording().events.count == lines.count - 1)
      #expect(try KernelTimeline(path: new.kernelsPath)?.steps.last == 60)
      #expect(try LayerTimeline(path: new.layersPath)?.steps.last == 60)
      #expect(try new.resumption().step == 60)
    }

    /// The first run stays in use, because clients reach the trainer through its folder.
    @Test func aLaneThatHasEndedCanBeDeletedWhileOthersTrain() throws {
      let plan = RunPlan.tiny(steps: 1_000_000)
      let runs = try ["a", "b", "c"].map { try store.create(plan, name: $0, data: "patches") }
      let watcher = Watcher(.nothing)
      let session = try TrainingSession(
        runs.map { .init(plan, data: ColorPatches(), run: $0) }, watcher: watcher)
      func waitForTheEnd(of names: Set<String>) {
        var left = names
        while !left.isEmpty {
          watcher.events.waitForMessage()
          for line in watcher.events.drain() {
            if case .finished = line.event { left.remove(line.run) }
          }
        }
      }
      session.send(.stop, to: "a")
      session.send(.stop, to: "b")
      waitForTheEnd(of: ["a", "b"])
      #expect(session.join(Watcher(.nothing)).map(\.run) == ["a", "b", "c"])
      #expect(throws: RunsError.heldByTrainer("a")) { try store.delete(runs[0]) }
      #expect(throws: RunsError.alreadyRunning("c")) { try store.delete(runs[2]) }
      try store.delete(runs[1])
      #expect(session.join(Watcher(.nothing)).map(\.run) == ["a", "c"])
      session.send(.stop)
      waitForTheEnd(of: ["c"])
      #expect(try store.list().runs.map(\.name).sorted() == ["a", "c"])
    }

    /// Checks that the journal up to a watcher's position, with the events that the watcher receives afterwards,
    /// are all events of the run.
    @Test func aWatcherThatJoinsMissesNoEventAndReceivesNoneTwice() throws {
      let plan = RunPlan.tiny(steps: 400)
      let run = try store.create(plan, name: "mine", data: "patches")
      let first = Watcher(.nothing)
      let session = try TrainingSession(
        [.init(plan, data: ColorPatches(), run: run)], watcher: first)
      var joined: [(watcher: Watcher, place: JournalPosition)] = []
      var isOver = false
      while !isOver {
        first.events.waitForMessage()
        for line in first.events.drain() {
          if case .step(let step) = line.event, step.step % 40 == 7 {
            let watcher = Watcher(.nothing)
            joined.append((watcher, try #require(session.join(watcher).first)))
          }
          if case .finished = line.event { isOver = true }
        }
      }
      // Waits until the last event has been sent to all watchers.
      _ = session.watchers.all
      #expect(joined.count == 10)
      let whole = try run.recording().events.map { EventLine(run: run.name, event: $0).text }
      for (watcher, place) in joined {
        #expect(place.run == "mine")
        let before = try run.recording(from: 0, upTo: place.bytes)
        #expect(before.damage == nil)
        let lines =
          before.events.map { EventLine(run: run.name, event: $0).text }
          + watcher.events.drain().map(\.text)
        #expect(lines == whole)
      }
    }
  }
}
