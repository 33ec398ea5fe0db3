import Blueprint
import Channels
import Observing
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// The maps of the regions that a network in training looks at.
  @Suite struct AttributionTests {
    private static func interest(_ request: AttributionRequest, number: Int = 3) -> Interest {
      var interest = Interest()
      interest.image = .validation(.init(from: number))
      interest.attribution = request
      return interest
    }

    /// Pauses a trainer after its second validation, and returns the images of the snapshots up to one that
    /// meets a condition.
    private func analyses(
      _ request: AttributionRequest,
      until isLast: @escaping @Sendable (AttributionMap) -> Bool = { $0.isComplete }
    ) throws -> [ImageAnalysis] {
      let album = Album()
      _ = try WatchedTraining(
        .tiny(steps: 12, validateEvery: 4), interest: .nothing,
        onEvent: { event, watcher in
          switch event {
          case .validation(let validation) where validation.step == 8: return [.pause]
          case .paused(_, on: true):
            watcher.interest = Self.interest(request)
            return []
          default: return []
          }
        },
        onSnapshot: { snapshot in
          album.add(snapshot)
          return snapshot.image?.attribution.map(isLast) == true ? [.stop] : []
        })
      return album.all.compactMap(\.image)
    }

    @Test func aPausedTrainerCompletesAnOcclusionMap() throws {
      let images = try analyses(.init(.occlusion))
      let maps = images.compactMap(\.attribution)
      let last = try #require(maps.first { $0.isComplete })
      // The input of 10×10 has a square of 2 that moves by 1.
      #expect(last.side == 2 && last.positions == 81 && last.values.count == 81)
      #expect(last.columns.first == 1 && last.columns.last == 9)
      #expect(last.label == 3 && images[0].label == 3)
      #expect(last.firstStep == 8 && last.lastStep == 8)
      #expect(last.values.allSatisfy { (0...1).contains($0) })
      let whole = images[0].guesses.first { $0.label == 3 }?.probability
      #expect(last.probability == whole)
      // The positions of a map stay as they are while others are added.
      for map in maps { #expect(last.values.starts(with: map.values.prefix(81))) }
    }

    @Test(arguments: AttributionRequest.Target.allCases)
    func aClassActivationMapIsCompleteAtOnce(target: AttributionRequest.Target) throws {
      let image = try #require(analyses(.init(.gradCAM, target: target)).first)
      let map = try #require(image.attribution)
      #expect(map.problem == nil && map.layer == "conv1" && map.side == nil)
      #expect(map.label == (target == .label ? image.label : image.guesses.first?.label))
      #expect(map.isComplete && map.values.allSatisfy { $0 >= 0 })
      #expect(map.firstStep == 8 && map.lastStep == 8)
      // The centres of equal parts of the input of 10 pixels.
      let part = 10 / Float(map.columns.count)
      #expect(abs(map.columns[0] - part / 2) < 1e-5)
      #expect(abs(map.rows.last! - (10 - part / 2)) < 1e-5)
    }

    @Test func mapsChangeNoLoss() throws {
      let plan = RunPlan.tiny(steps: 12, validateEvery: 4)
      let unwatched = try WatchedTraining(plan, interest: .nothing) { _ in [] }
      let requests = AttributionRequest.Method.allCases.flatMap { method in
        AttributionRequest.Target.allCases.map { AttributionRequest(method, target: $0) }
      }
      let album = Album()
      let watched = try WatchedTraining(
        plan, interest: .nothing,
        onEvent: { event, watcher in
          guard case .step(let step) = event else { return [] }
          watcher.interest = Self.interest(
            requests[step.step % requests.count], number: step.step / 2)
          return []
        },
        onSnapshot: { snapshot in
          album.add(snapshot)
          return []
        })
      #expect(album.all.contains { $0.image?.attribution?.values.isEmpty == false })
      #expect(watched.losses.count == 12)
      #expect(watched.losses.map(\.bitPattern) == unwatched.losses.map(\.bitPattern))
      #expect(watched.validations == unwatched.validations)
    }

    @Test func aDividedNetworkHasNoMap() throws {
      var interest = Self.interest(.init(.occlusion))
      interest.attribution = .init(.gradCAM)
      var plan = RunPlan.tiny(steps: 3)
      plan.network = .divisible
      let job = try JobRecorder(plan, .init(ranks: 2, columns: 2, interest: interest))
      let image = try #require(job.snapshots.first?.image)
      #expect(image.problem == nil && !image.guesses.isEmpty)
      #expect(image.attribution?.problem == AttributionMap.divided)
      #expect(image.attribution?.values.isEmpty == true)
    }

    @Test func aDividedLayerHasNoFormula() throws {
      var interest = Self.interest(.init(.gradCAM))
      interest.cell = CellChoice(
        layer: "conv2", place: CellPlace(channel: 0, row: 0, column: 0))
      var plan = RunPlan.tiny(steps: 3)
      plan.network = .divisible
      let job = try JobRecorder(plan, .init(ranks: 2, columns: 2, interest: interest))
      let formula = try #require(job.snapshots.first?.image?.formula)
      #expect(formula.problem?.hasPrefix("The numbers of conv2 are divided among") == true)
      #expect(formula.operations.isEmpty)
    }
  }
}
