import Blueprint
import Testing

@testable import Reproduction

/// The runs of a study and their order.
struct StudySessionTests {
  @Test func `Names of runs are unique`() throws {
    let names = try plan(request()).runs.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.utf8.count <= 64 && $0.hasPrefix("reproduction-") })
  }

  @Test func `The first seed of every arm is trained before the second of any`() throws {
    let seeds = try plan(request()).runs.filter { $0.purpose == .measurement }.map(\.seed)
    #expect(seeds == seeds.sorted())
    #expect(Set(seeds) == [1, 2, 3])
  }

  @Test func `Sweeps come before the runs that take their rate`() throws {
    let runs = try plan(request([.relu])).runs
    #expect(runs.prefix(12).allSatisfy { $0.purpose == .rateSweep && !$0.takesSweptRate })
    #expect(runs.dropFirst(12).allSatisfy { $0.purpose == .measurement && $0.takesSweptRate })
    #expect(Set(runs.prefix(12).map(\.plan.knobs.rate)) == Set(Arm.Family.sweptRates))
  }

  @Test func `The runs of a session have one seed, one input and the same checkpoints`() throws {
    for session in try plan(request()).sessions {
      #expect((1...StudySessions.maximumLanes).contains(session.runs.count))
      #expect(Set(session.runs.map(\.seed)).count == 1)
      #expect(Set(session.runs.map(\.plan.network.input)).count == 1)
      #expect(Set(session.runs.map(\.plan.checkpointEvery)).count == 1)
      #expect(Set(session.runs.map(\.plan.batch)).count == 1)
    }
  }

  @Test func `Checkpoints are at most five minutes apart`() throws {
    for session in try plan(request(), stepSeconds: 0.5).sessions {
      let turn = 0.5 * Double(session.runs.count)
      #expect(Double(session.runs[0].plan.checkpointEvery ?? .max) * turn <= 300)
    }
  }

  @Test func `Arms are evaluated as their experiments need`() throws {
    let runs = try plan(request()).runs.filter { $0.purpose == .measurement }
    for run in runs {
      #expect(run.views == (run.arm.family == .local ? [1, 10] : [1]))
      let overfits: [Arm.Name] = [
        .compact, .compactWithoutDropout, .compactWithoutAugmentation,
      ]
      #expect(run.evaluatesTraining == overfits.contains(run.arm))
    }
  }
}
