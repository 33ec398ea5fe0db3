import ArgumentParser
import Blueprint
import DisplayText
import Images
import LiveSession
import Reproduction
import Runs
import Training

/// Trains the sessions of a study one after another, and records each run when it is over.
///
/// The state of a study is in the folders of its runs and in its records: a run with a record is never trained
/// again, and a run without one continues from its last checkpoint. So the process can end at any moment.
struct StudyRunner {
  let study: Study
  let folder: StudyFolder
  let images: StudyImages
  let store: StoreOptions
  /// The report that is written after each run; `nil` for none.
  let report: StudyReport?
  /// The command that continues the study.
  let command: String
  let signals: StopSignals
  private let training: LocalTraining
  private let runs: RunStore

  init(
    _ study: Study, in folder: StudyFolder, images: StudyImages, store: StoreOptions,
    report: StudyReport?, command: String, signals: StopSignals
  ) throws(RunsError) {
    self.study = study
    self.folder = folder
    self.images = images
    self.store = store
    self.report = report
    self.command = command
    self.signals = signals
    runs = try store.store()
    training = LocalTraining(
      store: store, output: nil, commands: [], tensorBoard: nil, signals: signals,
      continuation: command)
  }

  /// Trains and records all runs that have no record.
  func run() throws {
    var clock = StudyClock()
    do {
      for session in study.sessions {
        let records = try folder.records(of: study)
        let rest = session.runs.filter { run in !records.contains { $0.run == run.name } }
        guard !rest.isEmpty else { continue }
        let left = study.runs.filter { run in !records.contains { $0.run == run.name } }
        try announce(rest, done: records.count, clock.timeLeft(for: secondsLeft(of: left)))
        let (expected, start) = (secondsLeft(of: rest), ContinuousClock.now)
        try train(rest, after: records)
        clock.add(start.duration(to: .now) / .seconds(1), for: expected)
      }
    } catch {
      throw try stop(after: error)
    }
    // Without a run to train, the report of an earlier process can be missing.
    try report?.write(folder.records(of: study))
  }

  /// Returns the expected time for the steps of some runs that are not behind their last checkpoints.
  private func secondsLeft(of members: [Study.PlannedRun]) -> Double {
    members.reduce(0) { seconds, member in
      let images = member.plan.imagesPerEpoch(of: study.data.trainImages)
      let trained = (try? runs.run(named: member.name))?.checkpoints.steps.last ?? 0
      let steps = member.plan.stepCount(imagesPerEpoch: images) ?? 0
      return seconds + member.seconds * (1 - Double(min(trained, steps)) / Double(max(1, steps)))
    }
  }

  private func announce(_ rest: [Study.PlannedRun], done: Int, _ time: String) throws {
    let total = study.runs.count
    let numbers = rest.count == 1 ? "run \(done + 1)" : "runs \(done + 1) to \(done + rest.count)"
    try StandardOutput.print("\(numbers) of \(total), about \(time) left")
  }

  /// Prints the command that continues the study after a signal.
  /// - Returns: The error with which the program ends: the exit status of the signal, or the error itself.
  private func stop(after error: any Error) throws -> any Error {
    guard let signal = signals.received else { return error }
    try StandardOutput.print("stopped; `\(command.printable)` continues the study")
    return ExitCode(128 + signal)
  }
}

extension StudyRunner {
  /// Trains the runs of a session that are not over, and records all of them.
  private func train(_ members: [Study.PlannedRun], after records: [RunRecord]) throws {
    var open: [(member: Study.PlannedRun, setup: TrainingSession.RunSetup)] = []
    for member in members {
      if let setup = try setup(of: member, after: records) {
        open.append((member, setup))
      } else {
        try record(member, after: records)
      }
    }
    while let first = open.first {
      // A lane has the same numbers alone, so the memory decides how many are trained side by side.
      let room = max(1, Trainer.room(for: first.setup.plan).count)
      let group = open.prefix(room)
      try trainTogether(group.map(\.setup))
      for (member, _) in group { try record(member, after: records) }
      open.removeFirst(group.count)
    }
  }

  /// Trains runs side by side. A network that diverges is a result; other failures end the study.
  private func trainTogether(_ setups: [TrainingSession.RunSetup]) throws {
    try Trainer.check(setups.map(\.plan))
    do {
      try training.run(setups, timeLimit: nil)
    } catch let failure as RunFailure {
      for setup in setups where try end(of: setup.run) == nil { throw failure }
    }
  }

  /// Returns the beginning or the continuation of a run; `nil` if its training is over.
  private func setup(
    of member: Study.PlannedRun, after records: [RunRecord]
  ) throws -> TrainingSession.RunSetup? {
    var plan = try study.plan(of: member, after: records)
    plan.data = images.choice
    let data = try DataSources.open(plan)
    guard let run = try? runs.run(named: member.name) else {
      try Trainer.check(plan, on: data)
      let run = try runs.create(plan, name: member.name) { _, _ in }
      return .init(plan, data: data, run: run)
    }
    try check(run, is: plan)
    guard try run.hasStarted() else { return .init(plan, data: data, run: run) }
    guard try end(of: run) == nil else { return nil }
    try run.checkCanBeChanged()
    var resumption = try run.resumption()
    resumption.plan.data = images.choice
    return .init(resumption.plan, data: data, run: run, from: resumption)
  }

  /// Checks that a run of a study's name is that of the study.
  private func check(_ run: Run, is plan: RunPlan) throws {
    var recorded = try run.plan()
    recorded.data = plan.data
    guard recorded == plan else { throw StudyError.foreignRun(name: run.name, study: study.name) }
  }

  private func end(of run: Run) throws(RunsError) -> RunRecord.JournalEnd? {
    RunRecord.end(of: try run.recording().events)
  }

  /// Evaluates a run that is over, and writes its record and the report.
  private func record(_ member: Study.PlannedRun, after records: [RunRecord]) throws {
    let run = try runs.run(named: member.name)
    let events = try run.recording().events
    guard let end = RunRecord.end(of: events) else {
      throw RunFailure(problem: "the run '\(run.name)' has ended before its last step")
    }
    let results =
      end.end == .diverged
      ? nil
      : try LastCheckpointEvaluation(
        member, run, at: end.step, images: images.choice, threads: study.threads, signals: signals
      ).results()
    let record = try RunRecord(
      of: member, study.plan(of: member, after: records), in: study, journal: events, end: end,
      machine: machine, checkpoint: results)
    try folder.write(record)
    if results != nil { run.checkpoints.removeAll(except: end.step) }
    try report?.write(folder.records(of: study))
  }

  private var machine: RunRecord.Machine { .current(threads: study.threads) }
}
