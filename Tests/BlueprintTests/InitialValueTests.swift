import Blueprint
import Foundation
import Testing

/// The standard deviations and biases are copied by hand from BVLC Caffe's
/// models/bvlc_alexnet/train_val.prototxt and from section 5 of the paper.
@Suite struct InitialValueTests {
  private static let caffe: [Initialization] = [
    .init(.gaussian(deviation: 0.01), bias: 0), .init(.gaussian(deviation: 0.01), bias: 0.1),
    .init(.gaussian(deviation: 0.01), bias: 0), .init(.gaussian(deviation: 0.01), bias: 0.1),
    .init(.gaussian(deviation: 0.01), bias: 0.1), .init(.gaussian(deviation: 0.005), bias: 0.1),
    .init(.gaussian(deviation: 0.005), bias: 0.1), .init(.gaussian(deviation: 0.01), bias: 0),
  ]
  private static let paper = [0, 1, 0, 1, 1, 1, 1, 0].map {
    Initialization(.gaussian(deviation: 0.01), bias: $0)
  }

  @Test func alexnetIsThePaperWithCaffesInitialValues() throws {
    let (alexnet, paper) = (NetworkSpec.alexnet, NetworkSpec.paper)
    #expect(alexnet.initials == Self.caffe)
    // 34,944 + 307,456 + 885,120 + 663,936 + 442,624 + 37,752,832 + 16,781,312 + 4,097,000
    #expect(try alexnet.layout().parameters == 60_965_224)
    #expect(alexnet.with(initial: .set(.paper)).layers == paper.layers)
    #expect(alexnet.input == paper.input && alexnet.inputScale == paper.inputScale)
    #expect(alexnet.source.contains("bvlc_alexnet"))
  }

  @Test func aSetReplacesTheValuesOfAllLayers() {
    #expect(NetworkSpec.paper.initials == Self.paper)
    #expect(NetworkSpec.code145.with(initial: .set(.paper)).initials == Self.paper)
    #expect(NetworkSpec.code145.with(initial: .set(.caffe)).initials == Self.caffe)
  }

  @Test(arguments: [
    ("he", InitialValues.he), ("0.02", .gaussian(deviation: 0.02)), ("0", .gaussian(deviation: 0)),
    ("paper", .set(.paper)), ("caffe", .set(.caffe)),
  ])
  func initialValuesAreReadAndWrittenAsText(text: String, values: InitialValues) throws {
    #expect(InitialValues(parsing: text) == values)
    #expect(values.text == text)
    let data = try JSONEncoder().encode([values])
    #expect(try JSONDecoder().decode([InitialValues].self, from: data) == [values])
  }

  @Test(arguments: ["", "xavier", "-0.1", "nan", "inf", "Caffe"])
  func otherTextsAreNotInitialValues(text: String) { #expect(InitialValues(parsing: text) == nil) }

  /// The expected text is that of versions before the sets.
  @Test func distributionsHaveTheFormatOfOlderPlans() throws {
    let data = try JSONEncoder().encode([InitialValues.he, .gaussian(deviation: 0.5)])
    #expect(String(decoding: data, as: UTF8.self) == #"["he",0.5]"#)
  }

  @Test func initialValuesAreRecognisedInANetwork() {
    #expect(NetworkSpec.paper.initialValues == .set(.paper))
    #expect(NetworkSpec.alexnet.initialValues == .set(.caffe))
    #expect(NetworkSpec.code145.initialValues == nil)
    let compact = NetworkSpec.compact(classes: 10, side: 32)
    #expect(compact.initialValues == nil)
    #expect(compact.with(initial: .he).initialValues == .he)
    #expect(
      compact.with(initial: .gaussian(deviation: 0.03)).initialValues
        == .gaussian(deviation: 0.03))
  }

  @Test func initialValuesAreAChangeOfALane() throws {
    let plan = RunPlan.standard(
      .paper, data: .scenes, validationImages: 800, threads: 1)
    for (text, network) in [("caffe", NetworkSpec.alexnet), ("he", .paper.with(initial: .he))] {
      let changes = try [PlanChange](parsing: "initial=\(text)")
      let lane = plan.with(changes)
      #expect(lane.network.layers == network.layers)
      #expect(lane.changes(from: plan) == changes)
      #expect(changes.slug == "initial-\(text)")
    }
    #expect(plan.changes(from: plan).isEmpty)
  }
}
