import Blueprint
import Channels
import Foundation
import Images
import Observing
import Runs
import Testing

@testable import Training

/// Trains a plan on the calling thread with a watcher whose interest can change.
final class WatchedTraining {
  private(set) var losses: [Double] = []
  private(set) var validations: [TrainingEvent.Validation] = []
  private(set) var outcome: ValidationOutcome?
  let watcher: Watcher

  /// - Parameters:
  ///   - first: The commands before the first step.
  ///   - onEvent: A closure that can change the interest and returns commands for the trainer.
  ///   - onSnapshot: A closure that returns commands for the trainer.
  init(
    _ plan: RunPlan, interest: Interest, commands first: [TrainerCommand] = [],
    onEvent: @escaping (TrainingEvent, Watcher) -> [TrainerCommand] = { _, _ in [] },
    onSnapshot: @escaping @Sendable (Snapshot) -> [TrainerCommand]
  ) throws {
    let commands = Mailbox<AddressedCommand>()
    let box = Monitor<Watcher?>(nil)
    watcher = Watcher(interest) {
      guard let snapshot = box.update({ $0 })?.snapshots.removeValue()?.first else { return }
      for command in onSnapshot(snapshot) { commands.post(AddressedCommand(command)) }
    }
    let watcher = watcher
    box.update { $0 = watcher }
    for command in first { commands.post(AddressedCommand(command)) }
    var trainer: Trainer?
    let callbacks = Lane.Callbacks { event in
      if case .step(let step) = event { self.losses.append(step.loss) }
      if case .validation(let validation) = event {
        self.validations.append(validation)
        self.outcome = trainer?.lanes.first?.outcome
      }
      for command in onEvent(event, watcher) { commands.post(AddressedCommand(command)) }
    }
    trainer = try Trainer(
      [.init(plan, data: ColorPatches(), callbacks: callbacks)],
      connections: .init(
        commands: commands,
        watchers: Watchers([watcher]) { commands.post(AddressedCommand(.sendSnapshot)) }))
    trainer?.run()
  }
}

/// The snapshots that a watcher has received on the trainer's thread.
final class Album: Sendable {
  private let snapshots = Monitor<[Snapshot]>([])
  func add(_ snapshot: Snapshot) { snapshots.update { $0.append(snapshot) } }
  var all: [Snapshot] { snapshots.update { $0 } }
}

extension Interest {
  fileprivate static func image(
    _ choice: ImageChoice, maps: String? = nil
  ) -> Interest {
    var interest = Interest()
    interest.image = choice
    interest.featureMaps = maps
    return interest
  }

  fileprivate static func image(_ number: Int, maps: String? = nil) -> Interest {
    image(.validation(.init(from: number)), maps: maps)
  }
}

extension TrainingSuites {
  @Suite struct SnapshotTests {
    private let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("ImagesTests/Fixtures")

    /// Pauses a trainer after its second validation, changes the interest and returns the image of the first
    /// snapshot.
    private func analysis(_ interest: Interest) throws -> ImageAnalysis {
      let album = Album()
      let plan = RunPlan.tiny(steps: 12, validateEvery: 4)
      _ = try WatchedTraining(
        plan, interest: .nothing,
        onEvent: { event, watcher in
          switch event {
          case .validation(let validation) where validation.step == 8: return [.pause]
          case .paused(_, on: true):
            watcher.interest = interest
            return []
          default: return []
          }
        },
        onSnapshot: { snapshot in
          album.add(snapshot)
          return album.all.count == 1 ? [.stop] : []
        })
      return try #require(album.all.compactMap(\.image).first)
    }

    @Test func aPausedTrainerSendsASnapshotWhenTheInterestChanges() throws {
      let analysis = try analysis(.image(3, maps: "pool1"))
      #expect(analysis.number == 3)
      #expect(analysis.label == 3)
      #expect(analysis.problem == nil)
      #expect(analysis.width == 10 && analysis.height == 10 && analysis.pixels.count == 300)
      #expect(analysis.guesses.count == 4)
      #expect(abs(analysis.guesses.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
      #expect(
        analysis.guesses.map(\.probability) == analysis.guesses.map(\.probability).sorted(by: >))
      #expect(analysis.maps?.layer == "pool1")
      #expect(analysis.maps?.shape.channels == 8)
      #expect(analysis.maps?.values.count == analysis.maps?.shape.count)
    }

    @Test func snapshotsOfEverythingChangeNoLoss() throws {
      let plan = RunPlan.tiny(steps: 12, validateEvery: 4)
      let unwatched = try WatchedTraining(plan, interest: .nothing) { _ in [] }
      let layers = ["conv1", "norm1", "pool1", "fc2", "drop2", "fc3"]
      let watched = try WatchedTraining(
        plan, interest: .overview,
        onEvent: { event, watcher in
          guard case .step(let step) = event else { return [] }
          var interest = Interest.image(step.step, maps: layers[step.step % layers.count])
          interest.layers = true
          interest.kernels = true
          interest.times = step.step % 3 > 0
          interest.weights = "fc2"
          interest.confusion = true
          watcher.interest = interest
          return []
        }, onSnapshot: { _ in [] })
      #expect(watched.losses.count == 12)
      #expect(watched.losses.map(\.bitPattern) == unwatched.losses.map(\.bitPattern))
      #expect(watched.validations == unwatched.validations)
    }

    @Test func aSnapshotHasAllPartsOfInterest() throws {
      var interest = Interest.overview
      interest.times = true
      interest.weights = "fc2"
      interest.confusion = true
      let album = Album()
      let run = try WatchedTraining(.tiny(steps: 3, validateEvery: 3), interest: interest) {
        album.add($0)
        return []
      }
      let snapshot = try #require(album.all.last)
      #expect(snapshot.layers.map(\.units) == [8, 16, 4])
      #expect(snapshot.layers.map(\.parameters) == [8 * 27 + 8, 8 * 9 * 16 + 16, 4 * 16 + 4])
      let names = ["conv1", "norm1", "pool1", "fc2", "drop2", "fc3"]
      let times = try #require(snapshot.times)
      #expect(Set(names).isSubset(of: times.map(\.name)))
      #expect(snapshot.weights?.layer == "fc2")
      #expect(snapshot.weights?.histogram.reduce(0, +) == 8 * 9 * 16)
      let confusion = try #require(snapshot.confusion)
      #expect(confusion.images.reduce(0, +) == 50)
      #expect(Double(confusion.errors.reduce(0, +)) / 50 == run.validations.last?.top1)
    }

    @Test func aSnapshotHasNoOtherParts() throws {
      let album = Album()
      _ = try WatchedTraining(.tiny(steps: 3, validateEvery: 3), interest: .overview) {
        album.add($0)
        return []
      }
      let snapshot = try #require(album.all.last)
      #expect(snapshot.times == nil && snapshot.weights == nil)
      #expect(snapshot.image == nil && snapshot.confusion == nil)
    }

    @Test func thePredictionForAnImageEqualsThatOfTheValidation() throws {
      let album = Album()
      let current = Monitor<Watcher?>(nil)
      let run = try WatchedTraining(
        .tiny(steps: 12, validateEvery: 4), interest: .nothing,
        onEvent: { event, watcher in
          switch event {
          case .validation: return [.pause]
          case .paused(_, on: true):
            current.update { $0 = watcher }
            watcher.interest = .image(0)
            return []
          default: return []
          }
        },
        onSnapshot: { snapshot in
          guard let number = snapshot.image?.number, snapshot.step == 4 else { return [] }
          album.add(snapshot)
          guard number < 49 else { return [.stop] }
          current.update { $0 }?.interest = .image(number + 1)
          return []
        })
      let outcome = try #require(run.outcome)
      let wrong = zip(outcome.labels, outcome.guesses).count { $0 != $1 }
      #expect(Double(wrong) / 50 == run.validations.first?.top1)
      let analyses = album.all.compactMap(\.image).prefix(50)
      #expect(analyses.map(\.number) == Array(0..<50))
      #expect(analyses.map { $0.guesses.first?.label } == outcome.guesses.map { Int($0) })
      #expect(analyses.map(\.label) == outcome.labels.map { Int($0) })
    }

    @Test func aSearchFindsErrorsAndClassesInBothDirections() {
      var outcome = ValidationOutcome(step: 1, images: 8, classes: 3)
      outcome.add(
        [0, 1, 2, 3, 5, 6, 7], labels: [0, 1, 2, 0, 1, 2, 0], guesses: [0, 2, 2, 1, 1, 0, 0])
      func find(
        _ from: Int, back: Bool = false, errors: Bool = false, label: Int? = nil
      ) -> Int? {
        outcome.find(.init(from: from, isBackward: back, errorsOnly: errors, label: label))
      }
      #expect(find(3) == 3)
      #expect(find(9) == 1 && find(-1) == 7)
      #expect(find(2, errors: true) == 3)
      #expect(find(7, errors: true) == 1)
      #expect(find(0, back: true, errors: true) == 6)
      #expect(find(1, label: 0) == 3)
      #expect(find(6, back: true, label: 0) == 3)
      #expect(find(0, errors: true, label: 2) == 6)
      #expect(find(0, errors: true, label: 7) == nil)
      #expect(outcome.find(.init(label: 1, guess: 2)) == 1)
      #expect(outcome.find(.init(label: 2, guess: 1)) == nil)
      let confusion = outcome.confusion
      #expect(confusion.images == [3, 2, 2])
      #expect(confusion.errors == [1, 1, 1])
      #expect(confusion.count(of: 0, as: 1) == 1 && confusion.count(of: 0, as: 0) == 2)
    }

    @Test func aSearchCountsTheImagesThatFit() {
      var outcome = ValidationOutcome(step: 9, images: 5, classes: 2)
      // The fourth image cannot be decoded.
      outcome.add([0, 1, 2, 4], labels: [0, 0, 1, 0], guesses: [0, 1, 0, 1])
      #expect(
        outcome.match(.init(errorsOnly: true), image: 2)
          == SearchMatch(step: 9, count: 3, images: 4, place: 2))
      #expect(
        outcome.match(.init(label: 0, guess: 1), image: 4)
          == SearchMatch(step: 9, count: 2, images: 3, place: 2))
    }

    @Test func anImageFileOfTheUserIsAnalyzed() throws {
      let path = fixtures.appendingPathComponent("jpeg/jpeg-444.jpg").path
      let analysis = try analysis(.image(.file(path: path)))
      #expect(analysis.problem == nil)
      #expect(analysis.number == nil && analysis.label == nil)
      #expect(analysis.pixels.count == 300)
      #expect(analysis.guesses.count == 4)
    }

    @Test(arguments: [
      ("missing.jpg", "No such file"), ("", "Is a directory"), ("../make-fixtures.py", "JPEG"),
    ])
    func aFileThatIsNotAnImageIsAProblem(name: String, reason: String) throws {
      let path = fixtures.appendingPathComponent(name).path
      let analysis = try analysis(.image(.file(path: path)))
      #expect(analysis.pixels.isEmpty && analysis.guesses.isEmpty)
      let problem = try #require(analysis.problem)
      #expect(problem.contains(reason), "\(problem)")
      #expect(problem.hasSuffix("."))
    }
  }
}
