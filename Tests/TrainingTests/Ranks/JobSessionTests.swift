import Blueprint
import Observing
import RankFixtures
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct JobSessionTests {
    private let temporary = TemporaryStore()

    // Two sessions follow each other in one job, as with several seeds.
    @Test(arguments: [(1, false), (2, false), (1, true)])
    func sessionsOfAJobRecordRanksAndTimelines(columns: Int, isHybrid: Bool) throws {
      let store = temporary.store
      var plan = RunPlan.tiny(steps: 12, validateEvery: 6)
      plan.network = plan.network.without("norm1")
      let runs = try ["a", "b"].map { try store.create(plan, name: $0, data: "patches") }
      _ = try LocalRanks.run(2) { [plan] group in
        let job = TrainingJob(LocalJob(group), columns: columns, isHybrid: isHybrid)
        guard group.rank == 0 else { return try RankFollower(job) { _ in ColorPatches() }.run() }
        for run in runs {
          let watcher = Watcher(.overview)
          let session = try TrainingSession(
            [.init(plan, data: ColorPatches(), run: run)], watcher: watcher, job: job)
          var isOver = false
          while !isOver {
            watcher.events.waitForMessage()
            isOver = watcher.events.drain().contains { $0.event.finalStep != nil }
          }
          _ = session
        }
        job.end()
      }
      for run in runs {
        let start = try #require(try run.startEvent())
        #expect(start.ranks == 2 && start.columns == (columns > 1 ? columns : nil))
        #expect(start.isHybrid == isHybrid)
        #expect(try run.resumption().step == 12)
        #expect(try KernelTimeline(path: run.kernelsPath)?.steps.last == 12)
        #expect(try LayerTimeline(path: run.layersPath)?.steps.last == 12)
      }
    }
  }
}

extension NetworkSpec {
  fileprivate func without(_ layer: String) -> NetworkSpec {
    var network = self
    network.layers.removeAll { $0.name == layer }
    return network
  }
}
