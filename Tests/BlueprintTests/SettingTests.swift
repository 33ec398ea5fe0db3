import Blueprint
import Testing

@Suite struct SettingTests {
  private let plan = RunPlan(
    network: .compact(classes: 40, side: 64), data: .folder(path: "/data/flowers/"), seed: 7,
    batch: 64, length: .epochs(90), knobs: Knobs(rate: 1e-5),
    schedule: .table([.init(step: 10, factor: 0.1), .init(step: 20, factor: 0.1)]), threads: 2,
    validateEvery: 50)

  @Test func aSettingHasItsValueInAPlan() {
    #expect(
      plan.settings.map(\.description) == [
        "network=compact", "pooling=overlapping", "activation=relu", "initial=mixed",
        "data=flowers", "dropout=0.5", "lrn=on", "rate=1e-5", "momentum=0.9", "decay=0.0005",
        "augment=crop,mirror", "schedule=table of 2", "warm-up=off", "optimizer=sgd", "batch=64",
        "limit=none", "precision=fp32", "threads=2", "length=90 epochs", "seed=7",
      ])
  }

  @Test func settingsOfMissingLayersAreOff() {
    var plan = plan
    plan.network = .fourLayer(classes: 10, side: 32)
    #expect(Setting.dropout.value(in: plan) == "off")
    #expect(Setting.lrn.value(in: plan) == "off")
    plan.network.layers.removeAll {
      if case .pooling = $0.kind { true } else { $0.kind == .activation(.relu) }
    }
    #expect(Setting.pooling.value(in: plan) == "none")
    #expect(Setting.activation.value(in: plan) == "none")
  }

  /// The values of a plan are those that `PlanChange` reads, so a filter's text is also an option's.
  @Test(arguments: [
    "dropout=0.25", "lrn=off", "rate=0.5", "augment=off", "seed=9", "pooling=plain",
  ])
  func aSettingOfALaneHasTheTextOfItsChange(text: String) throws {
    let lane = plan.with(try [PlanChange](parsing: text))
    #expect([lane, plan].differingSettings()[0].map(\.description) == [text])
  }

  @Test func layersDifferIfNoOtherSettingDoes() throws {
    var other = plan
    guard case .convolution(var first) = other.network.layers[0].kind else {
      Issue.record("the first layer is not a convolution")
      return
    }
    first.outputs += 2
    other.network.layers[0].kind = .convolution(first)
    #expect(
      [plan, other, plan].differingSettings().map { $0.map(\.description) } == [
        ["layers=variant 1"], ["layers=variant 2"], ["layers=variant 1"],
      ])
    other.network = plan.network.with(activation: .tanh)
    #expect(
      [plan, plan, other].differingSettings().map { $0.map(\.description) } == [
        ["activation=relu"], ["activation=relu"], ["activation=tanh"],
      ])
  }

  @Test func aDistinctiveSettingIsThatOfAtMostHalfOfThePlans() {
    var plans = [RunPlan](repeating: plan, count: 4)
    plans[1].knobs.lrn = false
    plans[3].knobs.rate = 0.5
    func texts() -> [[String]] { plans.distinctiveSettings().map { $0.map(\.description) } }
    #expect(texts() == [[], ["lrn=off"], [], ["rate=0.5"]])
    plans[0].knobs.lrn = false
    #expect(texts() == [["lrn=off"], ["lrn=off"], ["lrn=on"], ["lrn=on", "rate=0.5"]])
    #expect([RunPlan]().distinctiveSettings() == [])
  }
}
