import Blueprint
import Reproduction
import Testing

@testable import AlexNet

/// The plans of `reproduce --imagenet` for a folder of photographs. The networks are too large for a test that
/// trains them, so the times of their steps are made up.
@Suite struct Rehearsals {
  @Test func `A folder of photographs is planned with the released configurations`() throws {
    let pictures = try PictureSet(classes: ["cat", "dog", "wolf"], train: 8)
    let options = try StudyOptions.parse([
      "--imagenet", pictures.path, "--limit", "16", "--epochs", "1", "--study", "rehearsal",
    ])
    let images = try StudyImages(options.location)
    #expect(images.description.trainImages == 24 && images.description.classes == 3)
    let request = options.request([], on: images, threads: 1)
    let speeds = Dictionary(uniqueKeysWithValues: StudyPlanner.arms(of: request).map { ($0, 0.5) })
    let study = try StudyPlanner(request, stepSeconds: speeds).study()
    try options.checkConsent(to: study)
    #expect(study.runs.map(\.arm) == [.code145, .code147, .code148, .code150])
    for run in study.runs {
      #expect(run.plan.batch == 16 && run.plan.network.classes == 3)
      #expect(run.plan.stepCount(imagesPerEpoch: 16) == 1)
      guard case .epochs = run.plan.schedule else {
        Issue.record("\(run.name) has no rates by epochs")
        continue
      }
    }
    let text = StudyPlanText(study, finished: [], folder: "/studies/rehearsal").text(width: nil)
    #expect(text.contains("24 training"))
    #expect(text.contains("1 seed,") && !text.contains("1 seeds"))
    #expect(text.contains("code-145, code-148"))
  }

  @Test func `The shortest of several measurements counts, and a network is measured once a round`()
    throws
  {
    let images = RunRecord.Data(
      name: "CIFAR-10", trainImages: 50_000, validationImages: 10_000, classes: 10,
      image: Shape(channels: 3, height: 32, width: 32), fingerprint: "0123456789abcdef")
    let request = StudyRequest(claims: [.lrn, .dropout], data: images, budgetHours: 8, threads: 1)
    let speeds = try StudySpeeds(request)
    // The arms of cifar-18 have one network, and so have those of compact.
    #expect(
      speeds.networks.map(\.plan.network.name) == [
        "cifar-18", "cifar-11", "cifar-13", "compact-24",
      ])
    #expect(speeds.rounds == 3)
    var measured: [String] = []
    var lines: [String] = []
    let seconds = try speeds.shortest { plan, line in
      measured.append(plan.network.name)
      lines.append(line)
      // The second round is the one without other work.
      return measured.count > 4 && measured.count <= 8 ? 0.25 : 0.5
    }
    #expect(measured.count == 12 && measured.prefix(4) == measured.suffix(4))
    #expect(seconds.count == 6 && seconds.values.allSatisfy { $0 == 0.25 })
    #expect(lines[4] == "measuring a step of each network: 5 of 12, cifar-18")
  }

  @Test func `The description of a configuration has its rates, and that of another network none`()
    throws
  {
    func description(_ name: String) throws -> NetworkDescription {
      let spec = try NetworkSpec.named(name)
      let plan = RunPlan.standard(
        spec, data: .folder(path: name), validationImages: 1, threads: 1)
      return try NetworkDescription(spec, batch: 128, precision: .fp32, schedule: plan.schedule)
    }
    let code = try description("code-148")
    #expect(code.schedule?.rows.count == 6)
    #expect(code.text.contains("\n  from epoch 22: weights × 0.1\n  from epoch 44:"))
    #expect(try description("paper").schedule == nil)
  }

  @Test func `The networks of ImageNet are measured once`() throws {
    let images = RunRecord.Data(
      name: "ILSVRC-2012", trainImages: 1_281_167, validationImages: 50_000, classes: 1000,
      image: Shape(channels: 3, height: 256, width: 256), fingerprint: "fedcba9876543210")
    let request = StudyRequest(data: images, scale: .imageNet, budgetHours: nil, threads: 1)
    let speeds = try StudySpeeds(request)
    #expect(speeds.rounds == 1 && speeds.networks.count == 4)
  }
}
