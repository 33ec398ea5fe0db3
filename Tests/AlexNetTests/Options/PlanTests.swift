import Blueprint
import Foundation
import Images
import Testing

@testable import AlexNet

/// A data set without pixels.
private struct Collection: DataSource {
  var side: Int
  var classCount = 10
  var validationImages = 1000
  var mirrorKeepsClass = true
  var name: String { "collection" }
  var classes: [String] { (0..<classCount).map { "class \($0)" } }
  var imageShape: Shape { Shape(channels: 3, height: side, width: side) }
  let colors = ColorStatistics(
    mean: [128, 128, 128], covariance: [[100, 0, 0], [0, 100, 0], [0, 0, 100]])
  var remembersImages: Bool { false }

  func count(_ split: Split) -> Int { split == .train ? 5000 : validationImages }

  func makeReader() throws(ImagesError) -> any ImageReader {
    throw .unreadable(path: name, reason: "it has no pixels")
  }
}

@Suite struct Plans {
  private func plan(
    _ arguments: String..., data: Collection = Collection(side: 72, classCount: 40)
  ) throws -> RunPlan {
    try PlanOptions.parse(arguments).plan(for: data)
  }

  @Test func withoutOptionsThePlanIsForTheScenes() throws {
    let plan = try plan()
    #expect(plan.network == .compact(classes: 40, side: 64))
    #expect(plan.data == .scenes)
    #expect(plan.seed == 1)
    #expect(plan.batch == 64)
    #expect(plan.length == .endless)
    #expect(plan.knobs == Knobs(rate: 0.02))
    #expect(plan.schedule == .plateau(.init()))
    #expect(plan.threads == ProcessInfo.processInfo.activeProcessorCount)
    #expect(plan.limit == nil)
    #expect(plan.validateEvery == 100)
  }

  @Test func digitsAreMirroredOnlyOnRequest() throws {
    let digits = Collection(side: 28, mirrorKeepsClass: false)
    #expect(try plan(data: digits).network == .compact(classes: 10, side: 28))
    #expect(
      try plan(data: digits).knobs.augmentation == Augmentation(crop: true, mirror: false))
    #expect(
      try plan("--augment", "crop,mirror", data: digits).knobs.augmentation
        == Augmentation(crop: true, mirror: true))
  }

  @Test func everyOptionIsInThePlan() throws {
    let plan = try plan(
      "--network", "compact-32", "--data", "/pictures/../pictures/cifar", "--seed", "7",
      "--batch", "64", "--steps", "500", "--rate", "0.1", "--momentum", "0.8", "--decay", "0",
      "--dropout", "off", "--lrn", "off", "--pooling", "plain", "--activation", "tanh",
      "--augment", "mirror", "--schedule", "constant", "--threads", "1", "--limit", "2000",
      "--validate-every", "0")
    #expect(
      plan.network
        == .compact(classes: 40, side: 32).with(pooling: .plain).with(activation: .tanh))
    #expect(plan.data == .folder(path: "/pictures/cifar"))
    #expect(plan.seed == 7)
    #expect(plan.batch == 64)
    #expect(plan.length == .steps(500))
    #expect(
      plan.knobs
        == Knobs(
          rate: 0.1, momentum: 0.8, decay: 0, dropout: 0, lrn: false,
          augmentation: Augmentation(crop: false, mirror: true)))
    #expect(plan.schedule == .constant)
    #expect(plan.threads == 1)
    #expect(plan.limit == 2000)
    #expect(plan.validateEvery == 0)
  }

  @Test func compactFitsTheImages() throws {
    #expect(
      try plan(data: Collection(side: 32)).network == .compact(classes: 10, side: 32))
    #expect(
      try plan(data: Collection(side: 256)).network == .compact(classes: 10, side: 64))
  }

  @Test(arguments: ["paper", "code-145"])
  func thePaperHasThePapersTraining(name: String) throws {
    let plan = try plan("--network", name, data: Collection(side: 256))
    #expect(plan.network == (try NetworkSpec.named(name)).withClasses(10))
    #expect(
      plan.knobs
        == Knobs(
          rate: 0.01, momentum: 0.9, decay: 0.0005, dropout: 0.5,
          augmentation: Augmentation(crop: true, mirror: true, colorNoise: true)))
    #expect(plan.batch == 128)
    #expect(plan.length == .epochs(90))
    let rule = try self.plan(
      "--network", name, "--schedule", "plateau", data: Collection(side: 256))
    #expect(rule.schedule == .plateau(.init(divisor: 10, drops: 3)))
    #expect((plan.schedule == rule.schedule) == (name == "paper"))
  }

  @Test func alexnetHasThePapersTrainingOnPhotographs() throws {
    let plan = try plan("--network", "alexnet", "--data", "/p", data: Collection(side: 256))
    #expect(plan.network == NetworkSpec.alexnet.withClasses(10))
    #expect(
      plan.knobs
        == Knobs(
          rate: 0.01, augmentation: Augmentation(crop: true, mirror: true, colorNoise: true)))
    #expect(plan.batch == 128)
    #expect(plan.length == .epochs(90))
    #expect(plan.schedule == .plateau(.init()))
  }

  /// The rate on folders is the paper's (section 5).
  @Test(arguments: [1, 16, 32, 64, 128, 256], [("/p", 0.01), ("scenes", 0.0125)])
  func alexnetsRateDependsOnTheDataAlone(batch: Int, data: (path: String, rate: Double)) throws {
    let plan = try plan(
      "--network", "alexnet", "--data", data.path, "--batch", "\(batch)",
      data: Collection(side: 256))
    #expect(plan.knobs.rate == data.rate)
  }

  @Test(arguments: [
    ("alexnet", 256), ("paper", 256), ("code-145", 256), ("compact", 72), ("four-layer", 72),
    ("cifar-18", 72), ("cifar-11", 72), ("torchvision", 256), ("caffenet", 256),
  ])
  func scenesAreDrawnForTheNetwork(name: String, side: Int) throws {
    let options = try PlanOptions.parse(["--network", name])
    let source = try options.openData()
    #expect(source.imageShape == Shape(channels: 3, height: side, width: side))
    let lane = try options.plan(for: source, lesson: nil)
    let again = try DataSources.open(lane.data, seed: lane.seed, for: lane.network.input)
    #expect(again.imageShape == source.imageShape)
  }

  @Test func initialValuesAreThoseOfTheOption() throws {
    let data = Collection(side: 256)
    #expect(
      try plan("--network", "paper", "--initial", "caffe", data: data).network.layers
        == NetworkSpec.alexnet.withClasses(10).layers)
    #expect(
      try plan("--initial", "0.02").network
        == NetworkSpec.compact(classes: 40, side: 64).with(initial: .gaussian(deviation: 0.02)))
    #expect(
      try plan("--initial", "he").network
        == NetworkSpec.compact(classes: 40, side: 64).with(initial: .he))
  }

  @Test(arguments: [
    ("cifar-18", 140, false), ("cifar-26", 10, false), ("cifar-13", 160, true),
    ("cifar-11", 520, true),
  ])
  func networksForCIFARHaveARecipe(name: String, epochs: Int, isAugmented: Bool) throws {
    let recipe = try plan("--network", name, data: Collection(side: 32))
    #expect(recipe.network == (try NetworkSpec.named(name)))
    #expect(
      recipe.knobs
        == Knobs(
          rate: 0.001, decay: 0.004, dropout: 0,
          augmentation: Augmentation(crop: isAugmented, mirror: isAugmented)))
    #expect(recipe.length == .epochs(epochs))

    let own = try plan(
      "--network", name, "--augment", "crop,mirror", "--decay", "0.1", "--schedule", "plateau",
      "--epochs", "3", data: Collection(side: 32))
    #expect(own.knobs == Knobs(rate: 0.001, decay: 0.1, dropout: 0))
    #expect(own.schedule == .plateau(.init()))
    #expect(own.length == .epochs(3))
  }

  /// The first steps after 8, 120 and 130 epochs of the recipes' 50,000 images.
  @Test(arguments: [
    ("cifar-26", 128, [3126]), ("cifar-26", 100, [4001]), ("cifar-18", 128, [46_876, 50_782]),
  ])
  func recipesDivideTheRateAfterTheirEpochs(name: String, batch: Int, steps: [Int]) throws {
    let plan = try plan(
      "--network", name, "--batch", "\(batch)", data: Collection(side: 32))
    #expect(plan.schedule == .table(steps.map { .init(step: $0, factor: 0.1) }))
  }

  /// Five epochs of 5,000 images are 97.7 steps of 256.
  @Test func aBatchScaleMultipliesTheBatchAndTheRate() throws {
    let scaled = try plan("--batch-scale", "4")
    #expect(scaled.batch == 256)
    #expect(scaled.knobs.rate == 0.08)
    #expect(scaled.warmUp == WarmUp(steps: 98, firstFactor: 0.25))
    #expect(scaled.lars == nil)
    let given = try plan("--batch-scale", "2", "--batch", "100", "--rate", "0.5")
    #expect(given.batch == 200)
    #expect(given.knobs.rate == 1)
    #expect(try plan("--batch-scale", "1") == plan())
  }

  /// The steps of a recipe's schedule are those of the scaled batch: 8 epochs of 50,000 images.
  @Test func aBatchScaleKeepsTheEpochsOfARecipe() throws {
    let plan = try plan(
      "--network", "cifar-26", "--batch-scale", "2", data: Collection(side: 32))
    #expect(plan.batch == 256)
    #expect(plan.schedule == .table([.init(step: 1563, factor: 0.1)]))
  }

  @Test func aScaledBatchIsAtMostTheLargestBatch() throws {
    #expect(
      throws: OptionError(
        option: "--batch-scale", value: "1024 with batches of 128", allowed: "at most 512")
    ) { try plan("--batch-scale", "1024", "--batch", "128") }
  }

  @Test func larsIsInThePlan() throws {
    let plan = try plan("--lars")
    #expect(plan.lars == LARS(trustCoefficient: 0.001))
    #expect(plan.knobs.rate == 0.5)
    #expect(plan.warmUp == nil)
    #expect(try self.plan("--lars", "--rate", "2").knobs.rate == 2)
  }

  /// A limit below the batch, with which a step would contain the same images several times.
  @Test func aLimitBelowTheBatchIsRefused() throws {
    #expect(
      throws: OptionError(
        option: "--limit", value: "16 with batches of 64",
        allowed: "64 or more, or --batch 16 or less")
    ) { try plan("--limit", "16", "--batch", "64") }
    // The default batch of a network counts too.
    #expect(throws: OptionError.self) { try plan("--limit", "63") }
    #expect(try plan("--limit", "64").limit == 64)
    #expect(try plan("--limit", "16", "--batch", "16").batch == 16)
  }

  @Test func imagesSmallerThanTheInputAreRefused() {
    #expect(
      throws: ImagesError.imageSmallerThanCrop(
        image: Shape(channels: 3, height: 72, width: 72),
        crop: Shape(channels: 3, height: 227, width: 227))
    ) {
      try plan("--network", "paper")
    }
  }

  @Test func valuesThatDoNotFitTogetherAreNamed() throws {
    let options = try PlanOptions.parse(["--steps", "1", "--epochs", "1"])
    let error = try #require(throws: OptionError.self) {
      try options.plan(for: Collection(side: 72))
    }
    #expect(error.problem == "--steps cannot be given together with --epochs")
  }

  @Test func augmentationIsReadFromWords() throws {
    let values = try [("off", false), ("mirror,crop", true)].map { text, isOn in
      (try AllowedValues.augmentation.parse(text), Augmentation(crop: isOn, mirror: isOn))
    }
    #expect(values.allSatisfy { $0 == $1 })
    #expect(throws: RefusedValue.self) { try AllowedValues.augmentation.parse("crop,") }
  }

  @Test(arguments: [(1000, 128, 50), (2000, 128, 100), (10_000, 128, 300), (1, 128, 50)])
  func validationTakesAboutATenthOfTheTime(images: Int, batch: Int, steps: Int) {
    #expect(RunPlan.validationInterval(images: images, batch: batch) == steps)
  }

  /// 400 steps with 8 validations are the short form of the lesson.
  @Test func aLessonHasAnotherLengthWithAsManyValidations() throws {
    func lesson(_ arguments: String..., isLong: Bool = false) throws -> RunPlan {
      try PlanOptions.parse(arguments).plan(
        for: Collection(side: 72, classCount: 40), lesson: .lrn, isLong: isLong)
    }
    let short = try lesson()
    #expect(short.length == .steps(400) && short.validateEvery == 50)
    let long = try lesson(isLong: true)
    #expect(long.length == .steps(4000) && long.validateEvery == 500)
    // 32 epochs of 5,000 images are 2,500 steps of 64.
    let given = try lesson("--epochs", "32")
    #expect(given.length == .epochs(32) && given.validateEvery == 312)
    #expect(try lesson("--steps", "4000", "--validate-every", "70").validateEvery == 70)
    #expect(try lesson("--steps", "100").validateEvery == 50)
  }

  @Test func theLongFormNeedsALessonAndNoOtherLength() throws {
    let data = Collection(side: 72, classCount: 40)
    #expect {
      try PlanOptions.parse([]).plan(for: data, isLong: true)
    } throws: { ($0 as? OptionError)?.allowed == "--lesson NAME too" }
    #expect {
      try PlanOptions.parse(["--steps", "9"]).plan(for: data, lesson: .relu, isLong: true)
    } throws: { ($0 as? OptionError)?.value == "given together with --steps" }
    #expect {
      try PlanOptions.parse(["--epochs", "9"]).plan(for: data, lesson: .relu, isLong: true)
    } throws: { ($0 as? OptionError)?.value == "given together with --epochs" }
  }
}
