import Blueprint
import Foundation
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct SessionTests {
    /// The journal, the checkpoints and the time-line go on in the folder of the new name.
    @Test func aRunIsRenamedWhileItGoes() throws {
      let store = RunStore(
        directory: FileManager.default.temporaryDirectory
          .appending(path: "training-tests-\(UUID().uuidString)").path())
      defer { try? FileManager.default.removeItem(atPath: store.directory) }
      var plan = RunPlan.tiny(steps: 60)
      plan.checkpointEvery = 50
      let run = try store.create(plan, name: "old", data: "patches")
      _ = try store.create(plan, name: "taken", data: "patches")
      let watcher = Watcher(.nothing)
      let session = try TrainingSession(plan, data: Patches(), run: run, watcher: watcher)
      session.send(.rename("taken"))
      session.send(.rename("new"), to: "old")
      var lines: [EventLine] = []
      while !lines.contains(where: { if case .finished = $0.event { true } else { false } }) {
        watcher.events.waitForMail()
        lines += watcher.events.takeAll()
      }
      #expect(session.runs == ["new"])
      let place = try #require(
        lines.firstIndex { if case .renamed(_, "new") = $0.event { true } else { false } })
      #expect(lines[...place].allSatisfy { $0.run == "old" })
      #expect(lines[(place + 1)...].allSatisfy { $0.run == "new" })
      #expect(
        lines.contains {
          if case .warning(_, "rename", let words) = $0.event {
            words.contains("still called old")
          } else {
            false
          }
        })
      let new = try store.run(named: "new")
      #expect(!FileManager.default.fileExists(atPath: run.folder))
      #expect(new.checkpoints.steps == [50, 60])
      #expect(try new.recording().events.count == lines.count - 1)
      #expect(FileManager.default.fileExists(atPath: new.kernelsPath))
      #expect(try new.resumption().step == 60)
    }

    /// Whoever joins while the run goes: what the journal has up to that place, and what comes after,
    /// are the run.
    @Test func nothingIsMissedAndNothingComesTwice() throws {
      let store = RunStore(
        directory: FileManager.default.temporaryDirectory
          .appending(path: "training-tests-\(UUID().uuidString)").path())
      defer { try? FileManager.default.removeItem(atPath: store.directory) }
      let plan = RunPlan.tiny(steps: 400)
      let run = try store.create(plan, name: "mine", data: "patches")
      let first = Watcher(.nothing)
      let session = try TrainingSession(plan, data: Patches(), run: run, watcher: first)
      var joined: [(watcher: Watcher, place: JournalPlace)] = []
      var isOver = false
      while !isOver {
        first.events.waitForMail()
        for line in first.events.takeAll() {
          if case .step(let step) = line.event, step.step % 40 == 7 {
            let watcher = Watcher(.nothing)
            joined.append((watcher, try #require(session.join(watcher).first)))
          }
          if case .finished = line.event { isOver = true }
        }
      }
      // Only when everybody has been told is anybody let in.
      _ = session.watchers.all
      #expect(joined.count == 10)
      let whole = try run.recording().events.map { EventLine(run: run.name, event: $0).text }
      for (watcher, place) in joined {
        #expect(place.run == "mine")
        let before = try run.recording(from: 0, upTo: place.bytes)
        #expect(before.complaint == nil)
        let told =
          before.events.map { EventLine(run: run.name, event: $0).text }
          + watcher.events.takeAll().map(\.text)
        #expect(told == whole)
      }
    }
  }
}
