import Blueprint
import Runs
import Testing

@testable import Reproduction

/// Records that are made from journals.
struct RunRecordJournalTests {
  private let machine = RunRecord.Machine(
    program: "1", library: "3", instructions: "AVX2", processor: "a", threads: 2)

  /// A study of `dropout` on 128 images: ten epochs are 20 steps of 64.
  private func study() throws -> Study {
    var data = cifar
    data.trainImages = 128
    var request = request([.dropout], data: data, seeds: 2)
    request.epochs = 10
    return try plan(request)
  }

  private func journal(_ plan: RunPlan, steps: Int = 20) -> [TrainingEvent] {
    let started = TrainingEvent.started(
      .init(
        run: "r", network: "n", parameters: 1, data: "d", classes: [], trainImages: 128,
        validationImages: 10, seed: 1, plan: plan, time: 5))
    return [started]
      + (1...steps).map { step in
        .step(
          .init(
            step: step, epoch: Double(step) / 2, loss: 2, top1: 0.5, top5: 0, rate: 0.02,
            imagesPerSecond: 1, seconds: Double(step)))
      } + [.finished(step: steps, seconds: 1, reason: .completed)]
  }

  private func record(_ events: [TrainingEvent], _ study: Study) throws -> RunRecord {
    let run = study.runs[0]
    return try RunRecord(
      of: run, run.plan, in: study, journal: events, end: #require(RunRecord.end(of: events)),
      machine: machine,
      checkpoint: .init(evaluations: [], training: nil, kernels: nil, weights: "ab"))
  }

  @Test func `A record has the plan with the name of the images and no path`() throws {
    let study = try study()
    let events = journal(study.runs[0].plan)
    let record = try record(events, study)
    #expect(record.lastStep == 20 && record.end == .completed && record.weights == "ab")
    #expect(record.plan.data == .folder(path: "CIFAR-10"))
    #expect(record.plan.network == study.runs[0].plan.network)
  }

  @Test func `A run with a changed rate is refused`() throws {
    let study = try study()
    var events = journal(study.runs[0].plan)
    events.insert(.rate(step: 5, rate: 0.001, cause: .hand), at: 6)
    #expect(
      throws: StudyError.changedByHand(run: study.runs[0].name, change: "rate 0.001")
    ) { try record(events, study) }
  }

  @Test func `A run that was lengthened is refused`() throws {
    let study = try study()
    #expect(throws: StudyError.changedByHand(run: study.runs[0].name, change: "length")) {
      try record(journal(study.runs[0].plan, steps: 25), study)
    }
  }

  @Test func `A journal without some of its steps is refused`() throws {
    let study = try study()
    var events = journal(study.runs[0].plan)
    events.remove(at: 7)
    #expect(
      throws: StudyError.incompleteJournal(run: study.runs[0].name, steps: 20, found: 6)
    ) { try record(events, study) }
  }

  @Test func `Drops of the schedule are not changes by hand`() throws {
    let study = try study()
    var events = journal(study.runs[0].plan)
    events.insert(.rate(step: 14, rate: 0.002, cause: .schedule), at: 15)
    #expect(try record(events, study).lastStep == 20)
  }

  @Test func `The rate of a sweep is that of the fewest epochs to the error`() throws {
    let study = try plan(request([.relu]))
    let sweeps = study.runs.filter { $0.purpose == .rateSweep && $0.arm == .fourLayerReLU }
    func record(
      _ run: Study.PlannedRun, _ end: RunRecord.End, epochs: Double, error: Double
    ) -> RunRecord {
      RunRecord(
        run: run.name, arm: run.arm, purpose: .rateSweep, plan: run.plan, command: "",
        parameters: 1, data: cifar, machine: machine,
        curve: [
          .init(
            step: 1, epoch: epochs, trainingLoss: 1, trainingTop1: error, loss: 1, top1: 0.5,
            top5: 0)
        ], lastStep: 1, end: end, evaluations: [], training: nil, kernels: nil, weights: "")
    }
    var records = [
      record(sweeps[0], .completed, epochs: 8, error: 0.3),
      record(sweeps[1], .completed, epochs: 8, error: 0.27),
      record(sweeps[2], .diverged, epochs: 1, error: 0.1),
    ]
    func rate() -> Double? { RateSweep(of: .fourLayerReLU, among: records).rate }
    #expect(rate() == sweeps[1].plan.knobs.rate)
    records.append(record(sweeps[3], .trainingError, epochs: 7, error: 0.25))
    records.append(record(sweeps[4], .trainingError, epochs: 6, error: 0.24))
    #expect(rate() == sweeps[4].plan.knobs.rate)
    #expect(RateSweep(of: .fourLayerTanh, among: records).rate == nil)
    let measured = try #require(study.runs.first { $0.takesSweptRate })
    #expect(try study.plan(of: measured, after: records).knobs.rate == sweeps[4].plan.knobs.rate)
    #expect(throws: StudyError.noRate(arm: "four-layer-relu")) {
      try study.plan(of: measured, after: [records[2]])
    }
  }
}
