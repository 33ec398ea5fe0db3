import Blueprint
import LiveSession
import Runs
import Testing
import Training

@testable import AlexNet

/// The lines of `--plain`. The sentences and the means were written by hand.
@Suite struct PlainLines {
  private static let plan = RunPlan(
    network: .compact(classes: 40, side: 64), data: .scenes, seed: 1, batch: 64,
    length: .steps(1000), knobs: Knobs(), schedule: .constant, threads: 1, validateEvery: 100)

  private static func step(
    _ number: Int, epoch: Double, loss: Double = 1, top1: Double = 0.5, seconds: Double
  ) -> TrainingEvent {
    .step(
      .init(
        step: number, epoch: epoch, loss: loss, top1: top1, top5: 0.1, rate: 0.02,
        imagesPerSecond: 250, seconds: seconds))
  }

  private static func validation(_ step: Int, top1: Double) -> TrainingEvent {
    .validation(.init(step: step, epoch: 1, loss: 1.52, top1: top1, top5: 0.081))
  }

  private func report(_ names: String...) -> PlainReport {
    PlainReport(
      lanes: names.map { PlainLane(name: $0, plan: Self.plan, folder: "/runs/\($0)") },
      focus: names[0])
  }

  private func lines(_ report: inout PlainReport, _ events: TrainingEvent...) -> [String] {
    events.compactMap { report.line(about: EventLine(run: "first", event: $0)) }
  }

  @Test func aValidationIsASentence() {
    var report = report("first")
    #expect(
      lines(
        &report, Self.validation(400, top1: 0.413), Self.validation(500, top1: 0.4),
        Self.validation(600, top1: 0.45)) == [
          "Step 400, epoch 1.0: validation loss 1.520, top-1 error 41.3 percent, top-5 error 8.1 percent.",
          "Step 500, epoch 1.0: validation loss 1.520, top-1 error 40.0 percent, top-5 error 8.1 percent. "
            + "This is the lowest top-1 error so far.",
          "Step 600, epoch 1.0: validation loss 1.520, top-1 error 45.0 percent, top-5 error 8.1 percent.",
        ])
  }

  @Test func changesNameTheirStepAndTheirOrigin() {
    var report = report("first")
    #expect(
      lines(
        &report, .toggled(step: 1200, knob: .dropout, on: false),
        .toggled(step: 1200, knob: .lrn, on: true),
        .rate(step: 1300, rate: 0.005, cause: .hand),
        .rate(step: 1400, rate: 0.0005, cause: .schedule),
        .scheduled(step: 1400, change: .colorNoise(on: false)),
        .paused(step: 1500, on: true), .paused(step: 1500, on: false),
        .checkpoint(step: 1600, path: "x"),
        .warning(step: 1700, kind: "disk", message: "The disk is nearly full.")) == [
          "Step 1,200: dropout is now off.", "Step 1,200: LRN is now on.",
          "Step 1,300: the learning rate is now 0.005, set by hand.",
          "Step 1,400: the learning rate is now 0.0005, set by the schedule.",
          "Step 1,400: colour noise off, set by the schedule.",
          "Step 1,500: training is paused.", "Step 1,500: training continues.",
          "Step 1,600: the checkpoint is saved.",
          "Step 1,700: warning: The disk is nearly full.",
        ])
  }

  @Test func theEndHasTheTimeTheLowestErrorAndTheFolder() {
    var report = report("first")
    #expect(
      lines(
        &report, Self.validation(400, top1: 0.4), Self.validation(500, top1: 0.5),
        .finished(step: 1000, seconds: 3725, reason: .completed)
      ).last
        == "Run first finished after 1,000 steps and 1 hour 2 minutes of training. "
        + "Its lowest top-1 error is 40.0 percent, at step 400. It is saved in /runs/first.")
    #expect(
      lines(&report, .failed(step: 7, message: "The loss is not finite.")) == [
        "Run first failed at step 7: The loss is not finite."
      ])
  }

  /// Steps that are not a milestone are silent. The means are those of 1, 2 and 3, and of 0.5, 0.4 and 0.3.
  @Test func anEpochHasTheMeansOfItsBatches() {
    var report = report("first")
    #expect(
      lines(
        &report, Self.step(1, epoch: 0.4, loss: 1, top1: 0.5, seconds: 1),
        Self.step(2, epoch: 0.8, loss: 2, top1: 0.4, seconds: 2),
        Self.step(3, epoch: 1.2, loss: 3, top1: 0.3, seconds: 3)) == [
          "Epoch 1 finished at step 3: mean training loss 2.000, mean top-1 error 40.0 percent, "
            + "250 images per second, about 16 minutes 37 seconds left."
        ])
  }

  @Test func shortEpochsShareALineEveryTenSeconds() {
    var epochs = EpochSummary()
    func add(_ step: Int, seconds: Double) -> ClosedRange<Int>? {
      guard case .step(let event) = Self.step(step, epoch: Double(step), seconds: seconds) else {
        return nil
      }
      return epochs.add(event)?.epochs
    }
    #expect(add(1, seconds: 1) == 1...1)
    #expect((2...10).allSatisfy { add($0, seconds: Double($0)) == nil })
    #expect(add(11, seconds: 11) == 2...11)
    #expect(add(12, seconds: 20.9) == nil)
    #expect(add(13, seconds: 21) == 12...13)
  }

  @Test func aRunThatIsJoinedInTheMiddleHasNoEarlierEpochs() {
    var epochs = EpochSummary()
    guard case .step(let first) = Self.step(70, epoch: 6.9, seconds: 100),
      case .step(let second) = Self.step(71, epoch: 7, seconds: 101)
    else { return }
    #expect(epochs.add(first) == nil)
    #expect(epochs.add(second)?.epochs == 7...7)
  }

  @Test func linesOfSeveralLanesBeginWithTheirName() {
    var report = report("first", "second")
    let line = EventLine(run: "second", event: .toggled(step: 5, knob: .dropout, on: false))
    #expect(report.line(about: line) == "second: Step 5: dropout is now off.")
    let end = EventLine(run: "second", event: .failed(step: 5, message: "No memory"))
    #expect(report.line(about: end) == "Run second failed at step 5: No memory.")
  }

  @Test func aForkNamesItsOrigin() {
    var report = report("first")
    var plan = Self.plan
    plan.lineage = Lineage(parent: "first", step: 300)
    let started = TrainingEvent.Started(
      run: "first-copy", network: "compact", parameters: 5, data: "scenes", classes: ["a"],
      trainImages: 1, validationImages: 1, seed: 1, plan: plan, time: 0)
    let resumed = TrainingEvent.Resumed(
      step: 300, knobs: Knobs(), length: .steps(1000), time: 0)
    let lines = [TrainingEvent.started(started), .resumed(resumed)].compactMap {
      report.line(about: EventLine(run: "first-copy", event: $0))
    }
    #expect(lines == ["Run first-copy begins as a copy of first after step 300."])
  }

  @Test func theStatusHasTheProgressTheErrorsAndTheSettings() {
    var report = report("first")
    _ = lines(
      &report, Self.step(1, epoch: 0.1, seconds: 1),
      Self.step(201, epoch: 2, loss: 0.612, top1: 0.242, seconds: 101),
      Self.validation(200, top1: 0.577), .toggled(step: 201, knob: .lrn, on: false))
    #expect(
      report.status == [
        "Run first is training: step 201 of 1,000, epoch 2.0. The latest batch has a loss of 0.612 and a "
          + "top-1 error of 24.2 percent. The latest validation, at step 200, has a loss of 1.520 and a "
          + "top-1 error of 57.7 percent. Settings: dropout on, LRN off, learning rate 0.02. "
          + "Speed: 250 images per second, about 6 minutes 40 seconds left."
      ])
  }

  // MARK: - Commands

  @Test(arguments: [
    ("d", TrainerCommand.dropout(on: false)), (" Dropout ", .dropout(on: false)),
    ("l", .lrn(on: false)), ("r 1e-3", .setRate(0.001)), ("c", .checkpoint), ("p", .pause),
  ])
  func aLetterOrItsWordIsACommand(text: String, command: TrainerCommand) {
    var report = report("first")
    let isForAll = command == .checkpoint || command == .pause
    let answer = report.answer(text)
    #expect(answer.action == .send(command, run: isForAll ? nil : "first"))
    #expect(answer.lines.count == 1)
  }

  @Test func aNumberChoosesTheLane() {
    var report = report("first", "second")
    #expect(report.answer("d 2").action == .send(.dropout(on: false), run: "second"))
    #expect(report.answer("r 0.5 2").action == .send(.setRate(0.5), run: "second"))
    let event = TrainingEvent.toggled(step: 1, knob: .dropout, on: false)
    _ = report.line(about: EventLine(run: "second", event: event))
    #expect(report.answer("d 2").action == .send(.dropout(on: true), run: "second"))
  }

  @Test(arguments: [
    ("w", "'w' is not a command. Type ? for the list."),
    ("d 2", "'2' is not a lane. There is one lane, which needs no number."),
    ("r", "The learning rate is missing. Type it after r: r 0.01."),
    ("r x", "'x' is not a learning rate. Type a number, 0 or more, such as r 0.01."),
    ("r -1", "'-1' is not a learning rate. Type a number, 0 or more, such as r 0.01."),
    ("s now", "There are too many words after s. Type ? for the list."),
    ("\u{1b}[A", "'\\x1b[A' is not a command. Type ? for the list."),
  ])
  func aWrongLineIsExplained(text: String, answer: String) {
    var report = report("first")
    let given = report.answer(text)
    #expect(given.action == nil)
    #expect(given.lines == [answer])
  }

  @Test func stoppingHasToBeTypedTwice() {
    var report = report("first")
    #expect(report.answer("q").action == nil)
    #expect(report.answer("s").action == nil)
    #expect(report.answer("q").action == nil)
    #expect(report.answer("q").action == .stop)
    #expect(report.answer("x").action == .leave)
    #expect(report.answer("  ").lines.isEmpty)
  }

  @Test func theListHasEveryCommandOnce() {
    #expect(Set(PlainCommand.entries.map(\.letter)).count == PlainCommand.entries.count)
    #expect(PlainCommand.list(laneCount: 1).contains("d, or dropout: dropout off or on."))
    #expect(
      PlainCommand.list(laneCount: 2).contains("r RATE LANE, or rate: sets the learning rate."))
  }

  @Test(arguments: [
    (0.2, "less than a second"), (1, "1 second"), (65, "1 minute 5 seconds"), (3600, "1 hour"),
    (3725, "1 hour 2 minutes"), (90_000, "1 day 1 hour"), (.nan, "an unknown time"),
  ])
  func durationsAreWords(seconds: Double, text: String) {
    #expect(SpokenText.duration(seconds) == text)
  }
}
