import Blueprint
import Foundation
import Runs
import Testing

/// Runs with journals whose dates are set by the test: the start by an event, the end by the date of the
/// file.
@Suite struct LatestSessionTests {
  private let folder: TemporaryFolder
  private var store: RunStore { folder.store }

  init() throws { folder = try TemporaryFolder() }

  /// Creates a run whose latest session lasted from `start` to `end`, in seconds since 1970.
  private func session(
    _ name: String, of parent: String? = nil, _ start: Double, _ end: Double,
    _ last: TrainingEvent? = nil
  ) throws {
    var plan = RunPlan.example()
    plan.lineage = parent.map { Lineage(parent: $0, step: 0) }
    let run = try store.create(plan, name: name, data: "")
    let journal = try run.openJournal()
    try journal.append(
      .started(
        .init(
          run: name, network: "compact", parameters: 1, data: "scenes", classes: ["a", "b"],
          trainImages: 10, validationImages: 5, seed: 1, plan: plan, time: start)))
    if let last { try journal.append(last) }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: end)], ofItemAtPath: run.journalPath)
  }

  private func latest(_ maximumCount: Int = 4) throws -> [String] {
    try store.latestSession(maximumCount: maximumCount).map(\.name)
  }

  private func end(_ reason: TrainingEvent.FinishReason) -> TrainingEvent {
    .finished(step: 9, seconds: 1, reason: reason)
  }

  @Test func anEmptyStoreHasNone() throws {
    #expect(try latest() == [])
  }

  @Test func interruptedLanesBelongTogetherInTheOrderOfTheirStart() throws {
    try session("a", 1000, 2000)
    // The second lane was paused at 1500, after the third was forked from it.
    try session("a-tanh", of: "a", 1001, 1500)
    try session("a-fork", of: "a-tanh", 1400, 2000.5)
    try session("other", 500, 1990)
    #expect(try latest() == ["a", "a-tanh", "a-fork"])
    #expect(try store.latestSession(of: "other", maximumCount: 4).map(\.name) == ["other"])
    #expect(try store.latestSession(of: "none", maximumCount: 4).isEmpty)
  }

  @Test func aLaneThatEndedEarlierIsNotAmongThem() throws {
    try session("a", 1000, 2000, end(.stopped))
    try session("a-2", of: "a", 1000, 2001, end(.stopped))
    try session("a-3", of: "a", 1000, 1500, end(.stopped))
    #expect(try latest() == ["a", "a-2"])
    try session("b", 3000, 4000)
    try session("b-2", of: "b", 3000, 3990, end(.stopped))
    #expect(try latest() == ["b"])
  }

  @Test func aLaneOfAnEarlierSessionIsNotAmongThem() throws {
    try session("a", 1000, 2000)
    try session("a-2", of: "a", 2010, 3000)
    #expect(try latest() == ["a-2"])
  }

  @Test func lanesOfADeletedRunBelongTogether() throws {
    try session("a", 1000, 1100, end(.completed))
    try session("a-2", of: "a", 1000, 2000)
    try session("a-3", of: "a", 1000, 2000)
    #expect(try latest() == ["a-2", "a-3"])
    try store.delete(store.run(named: "a"))
    #expect(try latest() == ["a-2", "a-3"])
  }

  @Test func aRunThatTrainsIsTheLatest() throws {
    try session("a", 1000, 1100)
    try session("b", 2000, 2100)
    let journal = try store.run(named: "a").openJournal()
    #expect(try latest() == ["a"])
    withExtendedLifetime(journal) {}
  }

  @Test func noMoreRunsAreReturnedThanATrainerCanHave() throws {
    try session("a", 1000, 2000)
    for number in 1...5 { try session("a-\(number)", of: "a", 1000, 2000 - Double(number)) }
    #expect(try latest(3) == ["a", "a-1", "a-2"])
  }
}
