import Blueprint
import Channels
import Foundation
import Images
import Runs
import Testing

@testable import Training

/// Trains by a plan on the calling thread while somebody looks.
private final class Onlooker {
  private(set) var losses: [Double] = []
  private(set) var validations: [TrainingEvent.Validation] = []
  private(set) var examination: ValidationOutcome?
  let watcher: Watcher

  /// - Parameters:
  ///   - onEvent: may change what is looked at; what it returns is asked of the trainer.
  ///   - onGlimpse: likewise.
  init(
    _ plan: RunPlan, interest: Interest, commands first: [TrainerCommand] = [],
    onEvent: @escaping (TrainingEvent, Watcher) -> [TrainerCommand] = { _, _ in [] },
    onGlimpse: @escaping @Sendable (Glimpse) -> [TrainerCommand]
  ) throws {
    let commands = Mailbox<Order>()
    let box = Monitor<Watcher?>(nil)
    watcher = Watcher(interest) {
      guard let glimpse = box.update({ $0 })?.glimpses.take()?.first else { return }
      for command in onGlimpse(glimpse) { commands.post(Order(command)) }
    }
    let watcher = watcher
    box.update { $0 = watcher }
    for command in first { commands.post(Order(command)) }
    var trainer: Trainer?
    let lines = Lane.Lines { event in
      if case .step(let step) = event { self.losses.append(step.loss) }
      if case .validation(let validation) = event {
        self.validations.append(validation)
        self.examination = trainer?.lanes.first?.outcome
      }
      for command in onEvent(event, watcher) { commands.post(Order(command)) }
    }
    trainer = try Trainer(
      [.init(plan, data: Patches(), lines: lines)],
      lines: .init(
        commands: commands, watchers: Watchers([watcher]) { commands.post(Order(.look)) }))
    trainer?.run()
  }
}

/// What came, from the trainer's thread.
private final class Album: Sendable {
  private let glimpses = Monitor<[Glimpse]>([])
  func add(_ glimpse: Glimpse) { glimpses.update { $0.append(glimpse) } }
  var all: [Glimpse] { glimpses.update { $0 } }
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
  @Suite struct GlimpseTests {
    private let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("ImagesTests/Fixtures")

    /// All looks at a trainer that stands still, at the first of which something is asked each time.
    private func looks(_ choices: [Interest]) throws -> [ImageLook] {
      let album = Album()
      let plan = RunPlan.tiny(steps: 12, validateEvery: 4)
      _ = try Onlooker(
        plan, interest: .nothing,
        onEvent: { event, watcher in
          switch event {
          case .validation(let validation) where validation.step == 8: return [.pause]
          case .paused(_, on: true):
            watcher.interest = choices[0]
            return []
          default: return []
          }
        },
        onGlimpse: { glimpse in
          album.add(glimpse)
          return album.all.count == 1 ? [.stop] : []
        })
      return album.all.compactMap(\.image)
    }

    @Test func aPausedTrainerAnswersWhoLooksAtSomethingElse() throws {
      let look = try #require(try looks([.image(3, maps: "pool1")]).first)
      #expect(look.number == 3)
      #expect(look.label == 3)
      #expect(look.problem == nil)
      #expect(look.width == 10 && look.height == 10 && look.pixels.count == 300)
      #expect(look.guesses.count == 4)
      #expect(abs(look.guesses.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
      #expect(look.guesses.map(\.probability) == look.guesses.map(\.probability).sorted(by: >))
      #expect(look.maps?.layer == "pool1")
      #expect(look.maps?.shape.channels == 8)
      #expect(look.maps?.values.count == look.maps?.shape.count)
    }

    @Test func lookingAtEverythingChangesNoLoss() throws {
      let plan = RunPlan.tiny(steps: 12, validateEvery: 4)
      let blind = try Onlooker(plan, interest: .nothing) { _ in [] }
      let layers = ["conv1", "norm1", "pool1", "fc2", "drop2", "fc3"]
      let looking = try Onlooker(
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
        }, onGlimpse: { _ in [] })
      #expect(looking.losses.count == 12)
      #expect(looking.losses.map(\.bitPattern) == blind.losses.map(\.bitPattern))
      #expect(looking.validations == blind.validations)
    }

    @Test func theLayersSayAllThatIsAsked() throws {
      var interest = Interest.overview
      interest.times = true
      interest.weights = "fc2"
      interest.confusion = true
      let album = Album()
      let run = try Onlooker(.tiny(steps: 3, validateEvery: 3), interest: interest) {
        album.add($0)
        return []
      }
      let glimpse = try #require(album.all.last)
      #expect(glimpse.layers.map(\.units) == [8, 16, 4])
      #expect(glimpse.layers.map(\.parameters) == [8 * 27 + 8, 8 * 9 * 16 + 16, 4 * 16 + 4])
      let names = ["conv1", "norm1", "pool1", "fc2", "drop2", "fc3"]
      let times = try #require(glimpse.times)
      #expect(Set(names).isSubset(of: times.map(\.name)))
      #expect(glimpse.weights?.layer == "fc2")
      #expect(glimpse.weights?.histogram.reduce(0, +) == 8 * 9 * 16)
      let confusion = try #require(glimpse.confusion)
      #expect(confusion.images.reduce(0, +) == 50)
      #expect(Double(confusion.errors.reduce(0, +)) / 50 == run.validations.last?.top1)
    }

    @Test func whatNobodyAsksForIsNotLookedAt() throws {
      let album = Album()
      _ = try Onlooker(.tiny(steps: 3, validateEvery: 3), interest: .overview) {
        album.add($0)
        return []
      }
      let glimpse = try #require(album.all.last)
      #expect(glimpse.times == nil && glimpse.weights == nil)
      #expect(glimpse.image == nil && glimpse.confusion == nil)
    }

    /// What the prober says of each image is what the validation said of it.
    @Test func guessesAreThoseOfTheValidation() throws {
      let album = Album()
      let eyes = Monitor<Watcher?>(nil)
      let run = try Onlooker(
        .tiny(steps: 12, validateEvery: 4), interest: .nothing,
        onEvent: { event, watcher in
          switch event {
          case .validation: return [.pause]
          case .paused(_, on: true):
            eyes.update { $0 = watcher }
            watcher.interest = .image(0)
            return []
          default: return []
          }
        },
        onGlimpse: { glimpse in
          guard let number = glimpse.image?.number, glimpse.step == 4 else { return [] }
          album.add(glimpse)
          guard number < 49 else { return [.stop] }
          eyes.update { $0 }?.interest = .image(number + 1)
          return []
        })
      let examination = try #require(run.examination)
      let wrong = zip(examination.labels, examination.guesses).count { $0 != $1 }
      #expect(Double(wrong) / 50 == run.validations.first?.top1)
      let looks = album.all.compactMap(\.image).prefix(50)
      #expect(looks.map(\.number) == Array(0..<50))
      #expect(looks.map { $0.guesses.first?.label } == examination.guesses.map { Int($0) })
      #expect(looks.map(\.label) == examination.labels.map { Int($0) })
    }

    @Test func aSearchFindsErrorsAndClassesBothWaysAround() {
      var examination = ValidationOutcome(step: 1, images: 8, classes: 3)
      examination.add(
        [0, 1, 2, 3, 5, 6, 7], labels: [0, 1, 2, 0, 1, 2, 0], guesses: [0, 2, 2, 1, 1, 0, 0])
      func find(
        _ from: Int, back: Bool = false, errors: Bool = false, label: Int? = nil
      ) -> Int? {
        examination.find(.init(from: from, isBackward: back, errorsOnly: errors, label: label))
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
      let confusion = examination.confusion
      #expect(confusion.images == [3, 2, 2])
      #expect(confusion.errors == [1, 1, 1])
      #expect(confusion.count(of: 0, as: 1) == 1 && confusion.count(of: 0, as: 0) == 2)
    }

    @Test func anybodysImageIsShownToTheNetwork() throws {
      let path = fixtures.appendingPathComponent("jpeg-444.jpg").path
      let look = try #require(try looks([.image(.file(path: path))]).first)
      #expect(look.problem == nil)
      #expect(look.number == nil && look.label == nil)
      #expect(look.pixels.count == 300)
      #expect(look.guesses.count == 4)
    }

    @Test(arguments: [
      ("missing.jpg", "No such file"), ("", "Is a directory"), ("../make-fixtures.py", "JPEG"),
    ])
    func whatIsNoImageIsSaidInASentence(name: String, words: String) throws {
      let path = fixtures.appendingPathComponent(name).path
      let look = try #require(try looks([.image(.file(path: path))]).first)
      #expect(look.pixels.isEmpty && look.guesses.isEmpty)
      let problem = try #require(look.problem)
      #expect(problem.contains(words), "\(problem)")
      #expect(problem.hasSuffix("."))
    }
  }
}
