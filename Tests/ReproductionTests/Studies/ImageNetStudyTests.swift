import Blueprint
import Foundation
import Testing

@testable import Reproduction

/// The plans of `reproduce --imagenet`, which no test trains: its networks have 61 million parameters.
struct ImageNetStudyTests {
  private static let images = RunRecord.Data(
    name: "ILSVRC-2012", trainImages: 1_281_167, validationImages: 50_000, classes: 1000,
    image: Shape(channels: 3, height: 256, width: 256), fingerprint: "fedcba9876543210")

  private func study(
    limit: Int? = nil, epochs: Int? = nil, hours: Double? = nil
  ) throws -> Study {
    let request = StudyRequest(
      data: Self.images, scale: .imageNet, limit: limit, epochs: epochs, budgetHours: hours,
      threads: 2)
    return try plan(request, stepSeconds: 1.3)
  }

  private func plans(_ study: Study) -> [Arm.Name: RunPlan] {
    Dictionary(uniqueKeysWithValues: study.runs.map { ($0.arm, $0.plan) })
  }

  @Test
  func `A whole study has the released configurations with the rates and lengths of their notes`()
    throws
  {
    let study = try study()
    #expect(study.runs.map(\.arm) == [.code145, .code147, .code148, .code150])
    #expect(study.seeds == [1] && study.share == 1)
    let plans = plans(study)
    let lengths = [Arm.Name.code145: 90, .code147: 89, .code148: 96, .code150: 91]
    for (arm, epochs) in lengths {
      let plan = try #require(plans[arm])
      let recipe = RunPlan.standard(
        try .named(arm.rawValue), data: .folder(path: "ILSVRC-2012"), validationImages: 50_000,
        threads: 2)
      #expect(plan.length == .epochs(epochs))
      #expect(plan.schedule == recipe.schedule && plan.knobs == recipe.knobs)
      guard case .epochs = plan.schedule else {
        Issue.record("\(arm.rawValue) has no rates by epochs")
        continue
      }
    }
  }

  /// 5,120 images are 40 steps of 128 in an epoch, so 80 steps in all. 24/90 of them are 21.3, so the first drop of
  /// #145 begins with step 23.
  @Test func `A rehearsal has all changes of the rates within its epochs`() throws {
    let study = try study(limit: 5120, epochs: 2)
    for run in study.runs {
      #expect(run.plan.length == .epochs(2) && run.plan.limit == 5120 && run.plan.batch == 128)
      #expect(run.views == [1, 10])
      let table = try #require(RateTable(run.plan, imagesPerEpoch: 5120))
      #expect(table.rows.allSatisfy { (2...80).contains($0.firstStep) })
      #expect(table.factor(of: "conv1", biases: false, atStep: 80) == 0)
      #expect(table.commonFactor(atStep: 1) == 1 && table.commonFactor(atStep: 80) == 0.001)
    }
    let table = try #require(
      plans(study)[.code145].flatMap { RateTable($0, imagesPerEpoch: 5120) })
    #expect(table.rows.map(\.firstStep) == [23, 46, 60, 60, 65, 71])
    #expect(study.command.hasSuffix("--imagenet ILSVRC-2012 --seeds 1 --limit 5120 --epochs 2"))
  }

  @Test func `A batch is not larger than the images of a rehearsal`() throws {
    let study = try study(limit: 30, epochs: 1)
    #expect(study.runs.allSatisfy { $0.plan.batch == 30 })
  }

  @Test func `A budget shortens all configurations alike`() throws {
    let whole = try study()
    let half = try study(hours: whole.seconds / 3600 / 2)
    #expect(half.share > 0.48 && half.share <= 0.5)
    #expect(half.seconds <= whole.seconds / 2)
    for (arm, plan) in plans(half) {
      guard case .epochs(let epochs) = plan.length, case .epochs(let table) = plan.schedule else {
        Issue.record("\(arm.rawValue) has no rates by epochs")
        continue
      }
      #expect(abs(Double(epochs) - half.share * Double(arm.fullEpochs)) <= 0.5)
      #expect(table.rows.allSatisfy { $0.afterEpochs < Double(epochs) })
    }
  }

  /// The plan of a study that the program of 2026-11-26 made, with a smaller network. Its rule for the rate stays
  /// the plateau.
  @Test func `A study of an older program is read as it was written`() throws {
    let bytes = Data(Self.older.utf8)
    let study = try StudyJSON.decoder.decode(Study.self, from: bytes)
    let plan = try #require(study.runs.first).plan
    #expect(plan.schedule == .plateau(.init(divisor: 10, patience: 5, threshold: 0.001, drops: 3)))
    #expect(plan.length == .epochs(90) && plan.knobs.augmentation.colorNoise)
    let written = try JSONSerialization.jsonObject(with: Data(StudyJSON.bytes(of: study)))
    let original = try JSONSerialization.jsonObject(with: bytes)
    #expect(written as? NSDictionary == original as? NSDictionary)
  }

  private static let older = """
    {"claims":["lrn"],"data":{"classes":1000,"fingerprint":"fedcba9876543210","image":[3,256,256],\
    "name":"ILSVRC-2012","trainImages":1281167,"validationImages":50000},"experiments":["lrn-imagenet"],\
    "name":"reproduction","omissions":[],"requestedSeeds":1,"scale":"imageNet","seeds":[1],"sessions":[{"runs":[\
    {"arm":"code-145","evaluatesTraining":false,"name":"reproduction-code-145-1","plan":{"allowEmptyClasses":false,\
    "batch":128,"checkpointEvery":167,"data":{"folder":{"path":"ILSVRC-2012"}},"knobs":{"augmentation":\
    {"colorNoise":true,"crop":true,"mirror":true},"decay":0.0005,"dropout":0.5,"lrn":true,"momentum":0.9,\
    "rate":0.01},"length":{"epochs":{"_0":90}},"network":{"input":[3,227,227],"inputScale":1,"layers":[{"bias":0,\
    "biasDecay":0,"biasRate":2,"groups":1,"kernel":11,"kind":"convolution","name":"conv1","outputs":96,\
    "padding":0,"stride":4,"weightDecay":1,"weightRate":1,"weights":0.01},{"kind":"relu","name":"relu1"},{"bias":0,\
    "biasDecay":0,"biasRate":2,"kind":"fully-connected","name":"fc8","outputs":1000,"weightDecay":1,\
    "weightRate":1,"weights":0.01}],"name":"code-145","source":"the released source of AlexNet"},\
    "precision":"fp32","schedule":{"plateau":{"_0":{"divisor":10,"drops":3,"patience":5,"threshold":0.001}}},\
    "seed":1,"threads":2,"validateEvery":18016,"version":1},"purpose":"measurement","seconds":1000000.5,\
    "takesSweptRate":false,"views":[1,10]}]}],"share":1,"stepSeconds":{"code-145":1.25},"threads":2,"version":1}
    """
}
