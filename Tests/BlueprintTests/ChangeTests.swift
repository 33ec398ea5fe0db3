import Testing

@testable import Blueprint

@Suite struct ChangeTests {
  private let plan = RunPlan.standard(
    .compact(classes: 40, side: 64), data: .scenes, validationImages: 2000, threads: 2)

  @Test(arguments: [
    ("dropout=off", [Change.dropout(0)]), ("dropout=0.3", [.dropout(0.3)]),
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
  func changesAreRead(text: String, changes: [Change]) throws {
    #expect(try [Change](parsing: text) == changes)
  }

  @Test(arguments: [
    ("dropot=off", "Did you mean dropout?"), ("rat=1", "Did you mean rate?"),
    ("lnr=off", "Did you mean lrn?"), ("activaton=tanh", "Did you mean activation?"),
    ("colour", "There are dropout, lrn"), ("dropout=1", "Give off, or a probability below 1"),
    ("dropout", "cannot be nothing"), ("rate=-1", "a number, 0 or more"),
    ("rate=nan", "a number, 0 or more"), ("rate=inf", "a number, 0 or more"),
    ("momentum=1", "below 1"), ("lrn=yes", "on or off"), ("pooling=max", "overlapping or plain"),
    ("seed=-1", "a whole number"), ("initial=xavier", "paper or caffe"),
    ("augment=flip", "crop, mirror and colour"),
  ])
  func whatIsNotUnderstoodIsSaid(text: String, words: String) {
    #expect {
      _ = try [Change](parsing: text)
    } throws: { "\($0)".contains(words) }
  }

  @Test func aPlanWithChangesDiffersByThemAlone() {
    let changes: [Change] = [
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

  @Test func theLaterChangeHolds() {
    #expect(plan.with([.rate(1), .rate(2)]).knobs.rate == 2)
  }

  @Test func changesAreSaidAndNamed() {
    #expect([Change.dropout(0), .rate(0.001)].words == "dropout off, rate 0.001")
    #expect([Change.dropout(0), .rate(0.001)].slug == "no-dropout-rate-0.001")
    #expect([Change]().words == "no change")
    #expect([Change]().slug == "copy")
    #expect([Change.augmentation(Augmentation())].slug == "augment-crop-mirror")
    #expect([Change.rate(0.00005)].slug == "rate-5e-05")
    #expect([Change.rate(1e30)].slug == "rate-1e30")
  }

  @Test func aPlanWithoutLineageIsOneThatStandsAlone() throws {
    #expect(plan.lineage == nil)
    #expect(Lineage(parent: "a", step: 3) != Lineage(parent: "a", step: 4))
  }
}
