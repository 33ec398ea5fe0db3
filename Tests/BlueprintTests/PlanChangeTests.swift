import Testing

@testable import Blueprint

@Suite struct PlanChangeTests {
  private let plan = RunPlan.standard(
    .compact(classes: 40, side: 64), data: .scenes, validationImages: 2000, threads: 2)

  @Test(arguments: [
    ("dropout=off", [PlanChange.dropout(0)]), ("dropout=0.3", [.dropout(0.3)]),
    ("lrn=off,rate=0.001", [.lrn(false), .rate(0.001)]),
    (" momentum = 0.5 , decay=0 ", [.momentum(0.5), .decay(0)]),
    (
      "augment=crop,mirror,colour,lrn=on",
      [
        .augmentation(Augmentation(crop: true, mirror: true, colorNoise: true)), .lrn(true),
      ]
    ),
    ("augment=off", [.augmentation(Augmentation(crop: false, mirror: false))]),
    ("pooling=plain,activation=tanh", [.pooling(.plain), .activation(.tanh)]),
    ("initial=he", [.initialization(.he)]),
    ("initial=caffe", [.initialization(.set(.caffe))]),
    ("initial=0.02", [.initialization(.gaussian(deviation: 0.02))]),
    ("seed=7", [.seed(7)]), ("", []), (" ", []),
  ])
  func changesAreReadFromText(text: String, changes: [PlanChange]) throws {
    #expect(try [PlanChange](parsing: text) == changes)
  }

  @Test(arguments: [
    ("dropot=off", "dropot", "dropout"), ("rat=1", "rat", "rate"), ("lnr=off", "lnr", "lrn"),
    ("activaton=tanh", "activaton", "activation"), ("colour", "colour", nil),
    // Settings of a plan that are the same in all lanes.
    ("batch=32", "batch", nil), ("network=paper", "network", nil),
  ])
  func changesOfOtherSettingsAreErrors(text: String, name: String, nearest: String?) {
    let known = [
      "dropout", "lrn", "rate", "momentum", "decay", "augment", "pooling", "activation", "initial",
      "seed",
    ]
    #expect(throws: BlueprintError.unknownChange(name, known: known)) {
      try [PlanChange](parsing: text)
    }
    #expect(name.nearest(in: known) == nearest)
  }

  @Test(
    arguments: [
      (Setting.dropout, "1"), (.dropout, nil), (.rate, "-1"), (.rate, "nan"), (.rate, "inf"),
      (.momentum, "1"), (.decay, ""), (.lrn, "yes"), (.pooling, "max"), (.activation, "elu"),
      (.seed, "-1"), (.initial, "xavier"), (.augment, "flip"),
    ] as [(Setting, String?)])
  func valuesOutOfRangeAreErrors(setting: Setting, value: String?) throws {
    let allowed = try #require(setting.allowedValues)
    let error = BlueprintError.invalidChange(setting: setting.name, value: value, allowed: allowed)
    #expect(throws: error) {
      try [PlanChange](parsing: setting.name + (value.map { "=\($0)" } ?? ""))
    }
  }

  @Test func changeableSettingsAreThoseWithAllowedValues() {
    for setting in Setting.allCases {
      #expect((setting.allowedValues != nil) == Setting.changeable.contains(setting))
    }
  }

  @Test func theChangesOfAPlanAreItsDifferences() {
    let changes: [PlanChange] = [
      .dropout(0), .lrn(false), .activation(.tanh), .pooling(.plain),
      .initialization(.gaussian(deviation: 0.02)), .rate(0.5), .momentum(0.1), .decay(0),
      .augmentation(Augmentation(crop: false, mirror: false)), .seed(9),
    ]
    for change in changes {
      let other = plan.with([change])
      #expect(other.changes(from: plan) == [change])
      #expect(plan.with(other.changes(from: plan)) == other)
    }
    #expect(Set(plan.with(changes).changes(from: plan)) == Set(changes))
    #expect(plan.changes(from: plan).isEmpty)
  }

  @Test func changesAreAppliedInOrder() {
    #expect(plan.with([.rate(1), .rate(2)]).knobs.rate == 2)
  }

  @Test func changesHaveTextsForMessagesAndForNamesOfRuns() {
    #expect([PlanChange.dropout(0), .rate(0.001)].text == "dropout off, rate 0.001")
    #expect([PlanChange.dropout(0), .rate(0.001)].slug == "no-dropout-rate-0.001")
    #expect([PlanChange]().text == "no change")
    #expect([PlanChange]().slug == "copy")
    #expect([PlanChange.augmentation(Augmentation())].slug == "augment-crop-mirror")
    #expect([PlanChange.rate(0.00005)].slug == "rate-5e-5")
    #expect([PlanChange.rate(1e30)].slug == "rate-1e30")
  }
}
