import Blueprint
import Testing

@testable import Reproduction

/// The plans of the arms.
struct ArmTests {
  private func plan(_ arm: Arm.Name, epochs: Int = 70) throws -> RunPlan {
    try arm.plan(on: cifar, seed: 1, epochs: epochs, threads: 2)
  }

  /// The settings in which two plans differ, by name.
  private func differences(_ one: Arm.Name, _ other: Arm.Name) throws -> Set<String> {
    let (first, second) = (try plan(one), try plan(other))
    return Set(Setting.allCases.filter { $0.value(in: first) != $0.value(in: second) }.map(\.name))
  }

  @Test func `An arm differs from its baseline in one part`() throws {
    #expect(try differences(.fourLayerReLU, .fourLayerTanh) == ["activation"])
    #expect(try differences(.cifar18, .cifar18WithoutLRN) == ["lrn"])
    #expect(try differences(.cifar18, .cifar18WithoutOverlap) == ["pooling"])
    #expect(try differences(.compact, .compactWithoutDropout) == ["dropout"])
    #expect(try differences(.compact, .compactWithoutAugmentation) == ["augment"])
    #expect(try differences(.compact, .compactWithoutConv4) == ["network"])
    #expect(try differences(.compact, .compactWithoutExchange) == ["network"])
  }

  @Test func `Pooling without overlap keeps the sizes of all maps`() throws {
    let sizes = try [Arm.Name.cifar18, .cifar18WithoutOverlap].map {
      try plan($0).network.layout().map(\.output)
    }
    #expect(sizes[0] == sizes[1])
  }

  @Test func `Without an exchange conv3 has half of its weights`() throws {
    func weights(_ arm: Arm.Name) throws -> Int {
      let layer = try plan(arm).network.layout().first { $0.spec.name == "conv3" }
      return (layer?.parameters ?? 0) - 192
    }
    #expect(try weights(.compactWithoutExchange) * 2 == weights(.compact))
  }

  @Test func `Without conv4 there are four convolutions`() throws {
    let names = try plan(.compactWithoutConv4).network.layers.filter(\.hasParameters).map(\.name)
    #expect(names == ["conv1", "conv2", "conv3", "conv5", "fc6", "fc7", "fc8"])
  }

  /// cuda-convnet divides the rate after 120 and 130 of 140 epochs: after 60 and 65 of 70.
  @Test func `Drops of the rate are scaled with the length`() throws {
    let schedule = try plan(.cifar18).schedule
    let steps = [60, 65].map { $0 * 50_000 / 128 + 1 }
    guard case .table(let changes) = schedule else {
      Issue.record("there is no table")
      return
    }
    #expect(zip(changes.map(\.step), steps).allSatisfy { abs($0 - $1) <= 1 })
    #expect(changes.map(\.factor) == [0.1, 0.1])
  }

  @Test func `The four layers of Fig. 1 have no regularization and end at 25%`() throws {
    for arm in [Arm.Name.fourLayerReLU, .fourLayerTanh] {
      let plan = try plan(arm)
      #expect(plan.knobs.decay == 0 && plan.knobs.dropout == 0)
      #expect(plan.knobs.augmentation == Augmentation(crop: false, mirror: false))
      #expect(plan.endsAtTrainingError == 0.25 && plan.schedule == .constant)
    }
  }

  @Test func `Images of other sizes are refused`() {
    var large = cifar
    large.image = Shape(channels: 3, height: 256, width: 256)
    #expect(throws: StudyError.unsuitableImages(data: "CIFAR-10", image: large.image, .small)) {
      try large.check(for: .small)
    }
    #expect(throws: StudyError.unsuitableImages(data: "CIFAR-10", image: cifar.image, .imageNet)) {
      try cifar.check(for: .imageNet)
    }
    #expect(throws: Never.self) { try cifar.check(for: .small) }
    #expect(throws: Never.self) { try large.check(for: .imageNet) }
  }
}
