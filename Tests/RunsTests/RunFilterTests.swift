import Blueprint
import Foundation
import Testing

@testable import Runs

@Suite struct RunFilterTests {
  private func run(
    _ name: String, state: RunSummary.State = .running, started: Double? = nil,
    change: (inout RunPlan) -> Void = { _ in }
  ) -> RunSummary {
    var plan = RunPlan.example()
    change(&plan)
    return RunSummary(
      name: name, network: plan.network.name, data: "CIFAR-10", plan: plan, state: state,
      started: started, steps: 1)
  }

  @Test func wordsArePartsOfNames() {
    #expect(RunFilter("heron").admits(run("amber-Heron-1")))
    #expect(RunFilter("amber 1").admits(run("amber-heron-1")))
    #expect(!RunFilter("amber 2").admits(run("amber-heron-1")))
    #expect(RunFilter("").admits(run("anything")))
  }

  @Test(arguments: [
    "lrn=on", "dropout=0.5", "dropout=0.50", "dropout=on", "rate=0.02", "rate=2e-2",
    "network=compact", "data=scenes", "data=cifar", "pooling=overlapping", "activation=relu",
    "initial=mixed",
    "batch=128", "seed=18446744073709551615", "augment=crop,mirror", "state=running",
    "lrn=on rate=0.02", "LRN=On", "rate=", "seed=18,446,744,073,709,551,615",
  ])
  func settingsOfThePlanMatch(text: String) {
    #expect(RunFilter(text).problems.isEmpty)
    #expect(RunFilter(text).admits(run("a")), "\(text)")
  }

  @Test(arguments: [
    "lrn=off", "dropout=off", "dropout=0.25", "rate=0.01", "rate=0.2", "network=paper",
    "data=imagenet", "batch=12", "lrn=on rate=0.01", "state=failed", "after=2026-11-01",
  ])
  func otherSettingsDoNotMatch(text: String) {
    #expect(RunFilter(text).problems.isEmpty)
    #expect(!RunFilter(text).admits(run("a")), "\(text)")
  }

  @Test func offMatchesNetworksWithoutSuchALayer() {
    let without = run("a") { plan in
      plan.network.layers.removeAll { $0.kind == .dropout }
    }
    #expect(RunFilter("dropout=off").admits(without))
    #expect(RunFilter("dropout=off").admits(run("b") { $0.knobs.dropout = 0 }))
  }

  @Test func datesAreDaysOfTheLocalTimeZone() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .current
    let noon = try #require(
      calendar.date(from: DateComponents(year: 2026, month: 11, day: 2, hour: 12))
    ).timeIntervalSince1970
    let started = run("a", started: noon)
    #expect(RunFilter("after=2026-11-02").admits(started))
    #expect(!RunFilter("after=2026-11-03").admits(started))
    #expect(RunFilter("before=2026-11-03").admits(started))
    #expect(!RunFilter("before=2026-11-02").admits(started))
  }

  @Test func invalidTermsAreReportedAndMatchEveryRun() {
    for (text, word) in [
      ("colour=red", "'colour'"), ("after=yesterday", "'yesterday'"), ("state=died", "'died'"),
    ] {
      let problems = RunFilter(text).problems
      #expect(problems.count == 1 && problems[0].hasPrefix(word))
    }
    #expect(RunFilter("colour=red").admits(run("a")))
  }

  @Test(arguments: [
    (RunSummary.State.finished(.completed), "finished"), (.finished(.plateau), "finished"),
    (.finished(.stopped), "stopped"), (.failed(message: "x"), "failed"),
    (.interrupted, "interrupted"), (.running, "running"), (.running, "run"),
  ])
  func statesHaveTheWordsOfTheList(state: RunSummary.State, word: String) {
    #expect(RunFilter("state=\(word)").admits(run("a", state: state)))
  }
}
