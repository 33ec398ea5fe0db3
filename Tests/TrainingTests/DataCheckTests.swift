import Blueprint
import Foundation
import Images
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct DataCheckTests {
    private let temporary = TemporaryStore()
    private var store: RunStore { temporary.store }

    /// Trains in a session to the end and returns all events.
    /// - Parameter commands: The commands before the first step.
    @discardableResult
    private func train(
      _ setups: [TrainingSession.RunSetup], commands: [TrainerCommand] = []
    ) throws -> [EventLine] {
      let lines = try lines(of: setups, commands)
      // The journals are closed at the end of the trainer's thread, after the last event.
      let deadline = ContinuousClock.now + .seconds(60)
      while setups.contains(where: \.run.isTraining) {
        try #require(ContinuousClock.now < deadline, "the trainer has not closed the journals")
        usleep(1000)
      }
      return lines
    }

    private func lines(
      of setups: [TrainingSession.RunSetup], _ commands: [TrainerCommand]
    ) throws -> [EventLine] {
      let watcher = Watcher(.nothing)
      let areSent = DispatchSemaphore(value: 0)
      let session = try TrainingSession(setups, watcher: watcher) { areSent.wait() }
      for command in commands { session.send(command) }
      areSent.signal()
      var lines: [EventLine] = []
      var ended: Set<String> = []
      while ended.count < session.runs.count {
        watcher.events.waitForMessage()
        for line in watcher.events.drain() {
          lines.append(line)
          if line.event.finalStep != nil { ended.insert(line.run) }
        }
      }
      return lines
    }

    private func startedRun(_ data: LabelledImages = LabelledImages(), steps: Int = 3) throws -> Run
    {
      let plan = RunPlan.tiny(steps: steps)
      let run = try store.create(plan, name: "mine", data: data.name)
      try train([.init(plan, data: data, run: run)])
      return run
    }

    private func finding(
      _ data: LabelledImages, of run: Run, accepting: Bool = false
    ) throws -> DataFinding {
      var resumption = try run.resumption()
      resumption.plan.length = .steps(6)
      return try DataCheck(of: data, for: resumption, of: run, acceptsChanges: accepting).finding()
    }

    @Test func aRunRecordsItsDataBeforeItsFirstStep() throws {
      let run = try startedRun()
      let record = try DataFingerprint(json: #require(try run.dataRecord()))
      #expect(record == (try LabelledImages().fingerprint()))
      let same = try finding(LabelledImages(), of: run)
      #expect(same.record == nil && same.notice == nil && !same.hasOtherImages)
    }

    @Test func otherClassesAndLabelsAreRefusedEvenWhereChangesAreAccepted() throws {
      let run = try startedRun()
      var renamed = LabelledImages()
      renamed.classes[2] = "cyan"
      var relabelled = LabelledImages()
      relabelled.train[5] = 3
      for accepting in [false, true] {
        #expect(
          throws: DataMismatch.otherClass(
            number: 3, recorded: "blue", now: "cyan", data: "scenes")
        ) { try finding(renamed, of: run, accepting: accepting) }
        #expect(
          throws: DataMismatch.otherLabel(
            image: "training image 6", recorded: "green", now: "grey", count: 1)
        ) { try finding(relabelled, of: run, accepting: accepting) }
      }
    }

    @Test func otherImagesAreRefusedUntilTheyAreAccepted() throws {
      let run = try startedRun()
      var more = LabelledImages()
      more.train += [0, 1]
      more.validation.removeLast()
      more.shade = 7
      #expect(
        throws: DataMismatch.otherImages(
          .init(added: 2, removed: 1, changed: 1), data: "scenes")
      ) { try finding(more, of: run) }
      let accepted = try finding(more, of: run, accepting: true)
      #expect(accepted.hasOtherImages)
      var resumption = try run.resumption()
      resumption.plan.length = .steps(6)
      let lines = try train([
        .init(resumption.plan, data: more, run: run, from: resumption, finding: accepted)
      ])
      let events = lines.map(\.event)
      #expect(events.contains(.warning(step: 3, kind: "data", message: accepted.notice ?? "")))
      guard case .resumed(let resumed)? = events.first else {
        Issue.record("the first event is not `resumed`")
        return
      }
      #expect(resumed.trainImages == 34 && resumed.validationImages == 3)
      guard case .finished(6, _, .completed)? = events.last else {
        Issue.record("ended with \(String(describing: events.last))")
        return
      }
      // The changed images are the data of the run now.
      #expect(try finding(more, of: run).record == nil)
      #expect(throws: DataMismatch.self) { try finding(LabelledImages(), of: run) }
    }

    @Test func aRunWithoutARecordGetsOneAndANotice() throws {
      let run = try startedRun()
      #expect(unlink(run.dataPath) == 0)
      let unchecked = try finding(LabelledImages(), of: run)
      #expect(unchecked.notice != nil)
      #expect(unchecked.record == (try LabelledImages().fingerprint()))
      #expect(!unchecked.hasOtherImages)
      // The journal of the run still has the classes, and its checkpoint has the numbers of images.
      var renamed = LabelledImages()
      renamed.classes[0] = "amber"
      #expect(
        throws: DataMismatch.otherClass(
          number: 1, recorded: "red", now: "amber", data: "scenes")
      ) { try finding(renamed, of: run) }
      var fewer = LabelledImages()
      fewer.train.removeLast(3)
      #expect(throws: DataMismatch.otherImages(.init(removed: 3), data: "scenes")) {
        try finding(fewer, of: run)
      }
      #expect(try finding(fewer, of: run, accepting: true).hasOtherImages)
      var other = LabelledImages()
      other.classes.append("black")
      #expect(throws: DataMismatch.otherClassCount(network: 4, now: 5, data: "scenes")) {
        try finding(other, of: run)
      }
    }

    @Test func aRunWithoutStepsHasNothingToCheck() throws {
      let run = try store.create(.tiny(steps: 3), name: "mine", data: "labelled")
      let finding = try finding(LabelledImages(), of: run)
      #expect(finding.record != nil && finding.notice == nil)
    }

    @Test func aDamagedRecordIsRefused() throws {
      let run = try startedRun()
      try run.writeDataRecord(Array("{}".utf8))
      #expect(throws: DataMismatch.damagedRecord(path: run.dataPath, .malformed)) {
        try finding(LabelledImages(), of: run)
      }
    }

    @Test func movedDataAreRecordedInThePlan() throws {
      let run = try startedRun()
      var resumption = try run.resumption()
      resumption.plan.length = .steps(6)
      resumption.plan.data = .folder(path: "/new/place")
      let lines = try train([
        .init(resumption.plan, data: LabelledImages(), run: run, from: resumption)
      ])
      guard case .resumed(let resumed)? = lines.first?.event else {
        Issue.record("the first event is not `resumed`")
        return
      }
      #expect(resumed.data == .folder(path: "/new/place"))
      #expect(try run.plan().data == .folder(path: "/new/place"))
      #expect(try run.resumption().plan.data == .folder(path: "/new/place"))
    }

    @Test func dataSmallerThanABatchAreRefused() throws {
      var plan = RunPlan.tiny(steps: 3)
      #expect(throws: Never.self) { try Trainer.check(plan, on: LabelledImages()) }
      plan.batch = 33
      #expect(throws: ImagesError.fewerImagesThanABatch(images: 32, batch: 33)) {
        try Trainer.check(plan, on: LabelledImages())
      }
      plan.batch = 8
      plan.limit = 7
      #expect(throws: ImagesError.fewerImagesThanABatch(images: 7, batch: 8)) {
        try Trainer.check(plan, on: LabelledImages())
      }
      var withoutValidation = LabelledImages()
      withoutValidation.validation = []
      #expect(throws: ImagesError.noValidationImages) {
        try Trainer.check(.tiny(steps: 3), on: withoutValidation)
      }
    }

    /// A fork with another seed opens the folder again, which can have changed since the run began.
    @Test(arguments: [false, true]) func aForkUsesTheUnchangedDataOfItsRun(changes: Bool) throws {
      let images = "\(store.directory)-images"
      defer { try? FileManager.default.removeItem(atPath: images) }
      for (label, name) in ["a", "b", "c", "d"].enumerated() {
        for number in 0..<4 {
          try write(UInt8(60 * label + number), to: "\(images)/\(name)/\(number).png")
        }
      }
      var plan = RunPlan.tiny(steps: 400)
      plan.data = .folder(path: images)
      let data = try DataSources.open(plan.data, seed: plan.seed)
      let run = try store.create(plan, name: "mine", data: "images")
      if changes {
        try FileManager.default.moveItem(
          atPath: "\(images)/a/3.png", toPath: "\(images)/b/three.png")
      }
      let lines = try train(
        [.init(plan, data: data, run: run)],
        commands: [.fork(name: "fork", [.seed(9)]), .stop])
      let refusal = DataMismatch.changedMeanwhile(run: "mine", data: images)
      let refusals = lines.filter {
        if case .warning(_, "fork", let message) = $0.event {
          message.contains("\(refusal)")
        } else {
          false
        }
      }
      #expect(refusals.count == (changes ? 1 : 0))
      #expect(try changes || store.run(named: "fork").dataRecord() == run.dataRecord())
      #expect(FileManager.default.fileExists(atPath: "\(store.directory)/fork") != changes)
    }

    private func write(_ gray: UInt8, to path: String) throws {
      let url = URL(filePath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      let pixels = [UInt8](repeating: gray, count: 16 * 16 * 3)
      try Data(PNGEncoder.picture(pixels, width: 16, height: 16)).write(to: url)
    }
  }
}
