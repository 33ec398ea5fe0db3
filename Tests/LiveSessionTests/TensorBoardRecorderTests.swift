import Blueprint
import Channels
import Foundation
import Runs
import Testing

@testable import LiveSession

/// Folders of TensorBoard's files that cannot be written while runs train.
@Suite struct TensorBoardRecorderTests {
  private struct Warning: Equatable, Sendable {
    var run: String
    var step: Int
    var message: String
  }

  private let folder: TemporaryFolder
  private let store: RunStore
  private let warnings = Monitor([Warning]())

  init() throws {
    folder = try TemporaryFolder()
    store = RunStore(directory: "\(folder.path)/runs")
  }

  private var logs: String { "\(folder.path)/logs" }

  /// Starts a recorder that writes at once.
  private func recorder() -> TensorBoardRecorder {
    let recorder = TensorBoardRecorder(
      to: logs, store: store, limit: 1000, interval: .milliseconds(5)
    ) { "export \($0) again" }
    recorder.start { [warnings] run, step, message in
      warnings.update { $0.append(Warning(run: run, step: step, message: message)) }
    }
    return recorder
  }

  /// Creates a run that has started, and returns its first event.
  private func start(_ name: String) throws -> EventLine {
    let plan = RunPlan(
      network: .compact(classes: 2, side: 32), data: .scenes, seed: 7, batch: 4, length: .steps(9),
      knobs: Knobs(rate: 0.02, dropout: 0), schedule: .constant, threads: 1, validateEvery: 2)
    let run = try store.create(plan, name: name, data: "scenes")
    let event = TrainingEvent.started(
      TrainingEvent.Started(
        run: name, network: "compact", parameters: 1, data: "scenes", classes: ["a", "b"],
        trainImages: 8, validationImages: 4, seed: 7, plan: plan, time: 1_790_000_000))
    try run.openJournal().append(event)
    return EventLine(run: name, event: event)
  }

  private func step(_ step: Int, of run: String) -> EventLine {
    EventLine(
      run: run,
      event: .step(
        .init(
          step: step, epoch: 0.5, loss: 2.5, top1: 0.75, top5: 0.25, rate: 0.02,
          imagesPerSecond: 812.5, seconds: Double(step))))
  }

  /// Waits until the event file of a run has a step.
  private func waitForStep(of run: String) throws {
    let end = ContinuousClock.now + .seconds(60)
    while true {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(logs)/\(run)")) ?? []
      // The names of numbers are in the file as they are; this one is only in the records of steps.
      if let name = names.first,
        let bytes = FileManager.default.contents(atPath: "\(logs)/\(run)/\(name)"),
        bytes.range(of: Data("imagesPerSecond".utf8)) != nil
      {
        return
      }
      try #require(ContinuousClock.now < end, "no step of \(run) was written")
      usleep(1_000)
    }
  }

  @Test func aFolderThatIsRemovedCausesOneWarningForEachRun() throws {
    let runs = ["one", "two"]
    let recorder = recorder()
    for run in runs { recorder.watcher.events.post(try start(run)) }
    for run in runs { recorder.watcher.events.post(step(1, of: run)) }
    for run in runs { try waitForStep(of: run) }
    try FileManager.default.removeItem(atPath: logs)
    for run in runs { recorder.watcher.events.post(step(2, of: run)) }
    try #require(warnings.wait(timeout: .seconds(60)) { $0.count == 2 ? true : nil } == true)
    for run in runs { recorder.watcher.events.post(step(3, of: run)) }
    let problems = recorder.finish(within: .seconds(60))

    let found = warnings.update { $0 }
    #expect(found.map(\.run).sorted() == runs && found.map(\.step) == [2, 2])
    for warning in found {
      #expect(warning.message.contains("\(logs)/\(warning.run)/events.out.tfevents."))
      #expect(warning.message.contains("`export \(warning.run) again`"))
    }
    #expect(problems.count == 2)
    #expect(!FileManager.default.fileExists(atPath: logs))
  }

  @Test func aFolderThatCannotBeCreatedCausesOneWarning() throws {
    try folder.file("logs", "a file in the place of the folder")
    let recorder = recorder()
    recorder.watcher.events.post(try start("one"))
    try #require(warnings.wait(timeout: .seconds(60)) { $0.isEmpty ? nil : true } == true)
    for number in 1...3 { recorder.watcher.events.post(step(number, of: "one")) }
    #expect(recorder.finish(within: .seconds(60)).count == 1)
    #expect(warnings.update { $0 }.map(\.step) == [0])
    #expect(folder.text(of: "logs") == "a file in the place of the folder")
  }

  @Test func aFolderWithoutProblemsCausesNoWarning() throws {
    let recorder = recorder()
    recorder.watcher.events.post(try start("one"))
    for number in 1...3 { recorder.watcher.events.post(step(number, of: "one")) }
    #expect(recorder.finish(within: .seconds(60)).isEmpty)
    #expect(warnings.update { $0 }.isEmpty)
    try waitForStep(of: "one")
  }
}
