import Blueprint
import Compute
import Foundation
import Images
import RankFixtures
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// Checkpoints that two columns write together.
  @Suite struct GatheredCheckpointTests {
    private let temporary = TemporaryStore()

    private static var plan: RunPlan {
      var plan = RunPlan.tiny(steps: 12)
      plan.network = .divisible
      plan.checkpointEvery = 0
      return plan
    }

    private static var mean: InputMean { InputMean([1, 2, 3], shape: [3])! }

    private static func state(step: Int) -> TrainingState {
      TrainingState(
        plan: plan, knobs: Knobs(), step: step, seconds: 1, waited: 0, imagesPerEpoch: 64,
        validationImages: 8)
    }

    /// Creates a column of the network on each of two ranks, and calls a closure with it.
    private func columns<Result: Sendable>(
      _ body: @escaping @Sendable (Network, any RankGroup) throws -> Result
    ) throws -> [Result] {
      try LocalRanks.run(2) { ranks in
        let job = TrainingJob(LocalJob(ranks), columns: 2)
        let share = job.makeShare(batch: 8)
        let network = try Network(
          Self.plan.network, layout: Self.plan.network.layout(), batch: 8, seed: 5,
          on: Engine(threads: 1), share: share)
        return try body(network, ranks)
      }
    }

    /// Writes a checkpoint on the first column; the other one sends its part.
    private static func write(
      _ network: Network, step: Int, to folder: CheckpointFolder, synchronize: @escaping () -> Void
    ) throws -> CheckpointReport? {
      guard network.share?.columns?.rank == 0 else {
        #expect(try ParameterGather(of: network).run { _ in })
        return nil
      }
      let output = try GatheredCheckpoints(network, mean, synchronize: synchronize)
      output.write(state(step: step), to: folder)
      #expect(!output.isBusy)
      return output.drainReports().first
    }

    private func run(_ name: String) throws -> Run {
      try temporary.store.create(Self.plan, name: name, data: "patches")
    }

    // The other file is written at once from one buffer with the numbers of both columns.
    @Test func theFileHasTheBytesOfOneThatIsWrittenAtOnce() throws {
      let (gathered, whole) = (try run("gathered").checkpoints, try run("whole").checkpoints)
      typealias Column = (parts: [[Float]], tensors: [Safetensors.Tensor])
      let columns = try columns { network, _ -> Column in
        let report = try Self.write(network, step: 7, to: gathered) {
          #expect(gathered.steps.isEmpty)
        }
        if let report { #expect(try report.result.get() == gathered.path(ofStep: 7)) }
        let segments = ParameterCopy.segments(of: network)
        return (
          try segments.map { try $0.parameter.read($0.quantity) },
          segments.map { Safetensors.Tensor($0.name, shape: $0.parameter.shape) }
        )
      }
      let tensors = columns[0].tensors
      let numbers = tensors.indices.flatMap { index in
        let (first, second) = (columns[0].parts[index], columns[1].parts[index])
        return first.count < tensors[index].shape.reduce(1, *) ? first + second : first
      }
      _ = try (numbers + [1, 2, 3]).withUnsafeBytes { data in
        try whole.write(
          Self.state(step: 7), tensors + [Checkpoint.tensor(of: Self.mean)], data: data)
      }
      #expect(
        try Data(contentsOf: URL(filePath: gathered.path(ofStep: 7)))
          == Data(contentsOf: URL(filePath: whole.path(ofStep: 7))))
      #expect(try gathered.checkpoint(ofStep: 7).inputMean() == Self.mean)
    }

    // One weight of the second column's part is not finite.
    @Test(arguments: [Float.nan, .infinity])
    func weightsThatAreNotFiniteAreRefused(weight: Float) throws {
      let folder = try run("a").checkpoints
      let reports = try columns { network, ranks -> [CheckpointReport?] in
        let parameter = network.parameters[2]
        let values = try parameter.read(.values)
        if ranks.rank == 1 { try parameter.write(values.dropLast() + [weight]) }
        let refused = try Self.write(network, step: 1, to: folder) {}
        if ranks.rank == 0 { #expect(names(in: folder).isEmpty) }
        try parameter.write(values)
        return [refused, try Self.write(network, step: 2, to: folder) {}]
      }
      guard case .failure(.notFinite)? = reports[0][0]?.result else {
        Issue.record("the checkpoint was not refused: \(reports)")
        return
      }
      #expect(try reports[0][1]?.result.get() == folder.path(ofStep: 2))
      #expect(names(in: folder) == ["step-00000002.safetensors"])
    }

    /// Linux refuses every write to /dev/full (full(4)).
    @Test func afterAnErrorOfTheDiskBothColumnsAreInStep() throws {
      let folder = try run("a").checkpoints
      try FileManager.default.createDirectory(
        atPath: folder.path, withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(
        atPath: folder.path(ofStep: 1) + ".part", withDestinationPath: "/dev/full")
      let reports = try columns { network, _ in
        [
          try Self.write(network, step: 1, to: folder) {},
          try Self.write(network, step: 2, to: folder) {},
        ]
      }
      let problem = RunsError.fileFailed(
        action: "write", path: folder.path(ofStep: 1), code: ENOSPC)
      guard case .failure(.notWritten(problem))? = reports[0][0]?.result else {
        Issue.record("the error was not reported: \(reports)")
        return
      }
      #expect(try reports[0][1]?.result.get() == folder.path(ofStep: 2))
      #expect(names(in: folder) == ["step-00000002.safetensors"])
    }

    @Test func aMissingColumnLeavesNoFile() throws {
      let folder = try run("a").checkpoints
      let reports = try columns { network, ranks -> CheckpointReport? in
        guard ranks.rank == 1 else { return try Self.write(network, step: 1, to: folder) {} }
        LocalJob(ranks).lose(rank: 1)
        return nil
      }
      guard case .failure(.rankMissing)? = reports[0]?.result else {
        Issue.record("the missing rank was not reported: \(reports)")
        return
      }
      #expect(names(in: folder).isEmpty)
    }

    // A file is where the folder of the checkpoints should be.
    @Test func trainingContinuesWithoutCheckpoints() throws {
      let run = try run("a")
      #expect(FileManager.default.createFile(atPath: run.checkpoints.path, contents: Data()))
      var plan = Self.plan
      plan.checkpointEvery = 4
      let job = try JobRecorder(plan, .init(ranks: 2, columns: 2, run: run))
      #expect(job.failure() == nil && job.errors == [""])
      #expect(job.losses().count == 12)
      // After steps 4, 8 and 12, and once more at the end.
      #expect(job.warnings.count { $0.contains("No checkpoint was written") } == 4)
      #expect(job.warnings.last?.hasPrefix("Not saved: the checkpoint of step 12") == true)
    }
  }
}

/// The names of the files in a folder of checkpoints; none if it does not exist.
private func names(in folder: CheckpointFolder) -> [String] {
  (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
}
