import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  /// The expected values are those of one process with the whole batch.
  @Suite struct DataParallel {
    /// Most fully-connected layers exchange factors in the smaller batch, and add up in the larger one.
    static let batches = [13, 53]

    @Test(arguments: [2, 3, 4], batches)
    func oneStepOfAllRanksIsThatOfOneProcess(ranks: Int, batch: Int) throws {
      let training = SharedTraining(small: .shared(batch: batch))
      let alone = try training.alone()
      for outcome in try training.shared(by: ranks) {
        let (score, expected) = (outcome.scores[0], alone.scores[0])
        #expect(abs(score.loss / expected.loss - 1) < 1e-6)
        #expect(score.images == batch)
        #expect((score.top1Errors, score.top5Errors) == (expected.top1Errors, expected.top5Errors))
        for (gradient, expected) in zip(outcome.gradients, alone.gradients) {
          #expect(distance(gradient, expected.map(Double.init)) < 1e-5)
        }
        for (values, expected) in zip(outcome.values, alone.values) {
          #expect(distance(values, expected.map(Double.init)) < 1e-6)
        }
      }
    }

    /// Some groups exchange factors in batches of 9 images. All add up in batches of 67.
    @Test(arguments: [2, 3], [9, 67])
    func groupsOfAllRanksAreThoseOfOneProcess(ranks: Int, batch: Int) throws {
      let training = SharedTraining(small: .sharedGroups(batch: batch), steps: 20)
      let alone = try training.alone()
      let shared = try training.shared(by: ranks)
      for outcome in shared {
        #expect(outcome.values == shared[0].values)
        for (values, expected) in zip(outcome.values, alone.values) {
          #expect(distance(values, expected.map(Double.init)) < 1e-5)
        }
        for (gradient, expected) in zip(outcome.gradients, alone.gradients) {
          #expect(distance(gradient, expected.map(Double.init)) < 1e-4)
        }
      }
    }

    @Test(arguments: [2, 3, 4], batches)
    func fiftyLossesOfAllRanksAreThoseOfOneProcess(ranks: Int, batch: Int) throws {
      let training = SharedTraining(small: .shared(batch: batch), steps: 50)
      let alone = try training.alone().scores
      let first = try training.shared(by: ranks)
      for (score, expected) in zip(first[0].scores, alone) {
        #expect(abs(score.loss / expected.loss - 1) < 1e-4)
      }
      #expect(alone[49].meanLoss < alone[0].meanLoss)
      for outcome in first {
        #expect(outcome.scores == first[0].scores)
        #expect(outcome.values == first[0].values)
        #expect(outcome.momentumBuffers == first[0].momentumBuffers)
      }
      #expect(try training.shared(by: ranks) == first)
    }

    @Test(arguments: [2, 3, 4])
    func eachImageHasTheMasksThatItHasInOneProcess(ranks: Int) throws {
      let training = SharedTraining(small: .shared(batch: 13))
      let alone = try training.alone().dropped
      let shared = try training.shared(by: ranks).map(\.dropped)
      #expect(alone.count == 2)
      for (layer, values) in alone.enumerated() {
        let joined = shared.flatMap { $0[layer] }
        #expect(joined.map { $0 == 0 } == values.map { $0 == 0 })
        #expect(distance(joined, values.map(Double.init)) < 1e-5)
      }
    }

    @Test func evaluationHasTheScoreOfTheRanksOwnImages() throws {
      let outcomes = try SharedTraining(small: .shared(batch: 13)).shared(by: 3)
      #expect(outcomes.map { $0.evaluations[0].images } == [4, 4, 5])
    }

    @Test(.enabled(if: Engine.hasBFloat16), arguments: batches)
    func oneStepInBFloat16IsThatOfOneProcess(batch: Int) throws {
      let training = SharedTraining(small: .shared(batch: batch), precision: .bf16)
      let alone = try training.alone()
      let shared = try training.shared(by: 3)
      for (gradient, expected) in zip(shared[1].gradients, alone.gradients) {
        #expect(distance(gradient, expected.map(Double.init)) < 1e-2)
      }
      #expect(shared[0].values == shared[2].values)
    }

    @Test func waitsForOtherRanksHaveARowOfTheirOwn() throws {
      let training = SharedTraining(small: .shared(batch: 13))
      func names(_ share: NetworkShare?) throws -> [String] {
        let network = try training.makeNetwork(share: share)
        let times = StepTimes(network)
        training.setBatch(0, of: network)
        _ = network.train(training.knobs, step: 1, times: times)
        return times.drain()?.map(\.name) ?? []
      }
      let alone = try names(nil)
      let shared = try names(NetworkShare(replicas: QuietRanks(), batch: 13))
      #expect(!alone.contains("other ranks"))
      #expect(Set(shared) == Set(alone + ["other ranks"]))
    }
  }

  @Suite struct FailureOfARank {
    /// Every wait of a step fails once.
    @Test(arguments: [13, 53])
    func aFailedStepChangesNoParameter(batch: Int) throws {
      let training = SharedTraining(small: .shared(batch: batch))
      let ranks = QuietRanks()
      let network = try training.makeNetwork(share: NetworkShare(replicas: ranks, batch: batch))
      training.setBatch(0, of: network)
      _ = network.train(training.knobs, step: 1)
      #expect(network.rankFailure == nil)
      let waits = ranks.waits
      #expect(waits > 3)
      for number in 0..<waits {
        let ranks = QuietRanks(waitsBeforeFailure: waits + number)
        let network = try training.makeNetwork(share: NetworkShare(replicas: ranks, batch: batch))
        training.setBatch(0, of: network)
        _ = network.train(training.knobs, step: 1)
        func read() throws -> [[Float]] {
          try network.parameters.flatMap { [try $0.read(.values), try $0.read(.momentumBuffer)] }
        }
        let before = try read()
        let times = number % 2 == 0 ? StepTimes(network) : nil
        _ = network.train(training.knobs, step: 2, times: times)
        #expect(network.rankFailure == QuietRanks.failure)
        _ = network.train(training.knobs, step: 3)
        #expect(try read() == before)
        #expect(ranks.waits == waits + number)
      }
    }
  }
}

@Suite struct GradientExchanges {
  /// The paper's fully-connected layers, with the images of a rank at which the better way changes: the bytes
  /// and operations of both were computed by hand.
  @Test(arguments: [
    (9216, 4096, 2, 64, GradientExchange.factors), (9216, 4096, 2, 128, .factors),
    (4096, 4096, 2, 128, .factors), (4096, 1000, 2, 64, .factors), (4096, 1000, 2, 128, .factors),
    (9216, 4096, 4, 32, .factors), (9216, 4096, 9, 128, .factors), (9216, 4096, 10, 128, .sum),
    (9216, 4096, 34, 128, .sum), (64, 10, 2, 8, .factors), (64, 10, 2, 9, .sum),
    (9216, 4096, 1, 128, .sum),
  ])
  func theWayFollowsFromBytesAndOperations(
    inputs: Int, outputs: Int, ranks: Int, capacity: Int, way: GradientExchange
  ) {
    #expect(
      GradientExchange.forFullyConnected(
        inputs: inputs, outputs: outputs, capacity: capacity, ranks: ranks) == way)
  }

  /// 26,600 floats an image are the inputs and outputs of the paper's three layers.
  @Test func bytesOfThePapersLayersAreEqualAtAbout34Ranks() {
    let layers = [(9216, 4096), (4096, 4096), (4096, 1000)]
    func factors(_ ranks: Int) -> Int {
      layers.reduce(0) {
        $0 + GradientExchange.factorBytes(inputs: $1.0, outputs: $1.1, capacity: 128, ranks: ranks)
      }
    }
    func sums(_ ranks: Int) -> Int {
      layers.reduce(0) {
        $0 + GradientExchange.sumBytes(inputs: $1.0, outputs: $1.1, ranks: ranks)
      }
    }
    #expect(factors(2) == 4 * 26_600 * 128)
    #expect(sums(2) == 4 * 58_631_144)
    #expect(factors(34) < sums(34) && factors(35) > sums(35))
  }
}
