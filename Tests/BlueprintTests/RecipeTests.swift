import Blueprint
import Foundation
import Testing

/// The numbers are those of layers-145.cfg and layer-params-145.cfg.
@Suite struct ReleasedCodeTests {
  let spec = NetworkSpec.code145

  @Test func theReleasedCodeHasThePapersParametersAndShapes() throws {
    let (code, paper) = (try spec.layout(), try NetworkSpec.paper.layout())
    #expect(code.parameters == 60_965_224)
    #expect(code.multiplyAdds == 724_406_816)
    let (own, papers) = (
      code.filter(\.spec.hasParameters), paper.filter(\.spec.hasParameters)
    )
    #expect(own.map(\.spec.name) == papers.map(\.spec.name))
    #expect(own.map(\.output) == papers.map(\.output))
    #expect(own.map(\.parameters) == papers.map(\.parameters))
  }

  @Test func theLayersAreInTheOrderOfTheCode() {
    let names = spec.layers.prefix(18).map(\.name)
    #expect(
      names == [
        "conv1", "norm1", "pool1", "relu1", "conv2", "relu2", "norm2", "same2", "pool2", "conv3",
        "relu3", "conv4", "relu4", "conv5", "pool5", "relu5", "fc6", "relu6",
      ])
  }

  @Test func theMiddleConvolutionsHaveLargerDeviations() {
    let deviations = spec.initials.map(\.weights)
    #expect(
      deviations
        == [0.01, 0.01, 0.03, 0.03, 0.03, 0.01, 0.01, 0.01].map { .gaussian(deviation: $0) })
    #expect(spec.initials.map(\.bias) == [0, 1, 0, 1, 1, 1, 1, 0])
  }

  @Test func biasesHaveTwiceTheRateAndNoDecay() {
    for layer in spec.layers {
      switch layer.kind {
      case .convolution(let convolution):
        #expect(convolution.learning == LearningFactors(biasRate: 2, biasDecay: 0))
      case .fullyConnected(let full):
        #expect(full.learning == LearningFactors(biasRate: 2, biasDecay: 0))
      case .locallyConnected, .activation, .normalization, .pooling, .dropout: break
      }
    }
  }

  @Test func bothScalesAreDividedByTheNumberOfTerms() {
    let normalizations = spec.layers.compactMap { layer -> ResponseNormalization? in
      if case .normalization(let lrn) = layer.kind { lrn } else { nil }
    }
    let across = ResponseNormalization(size: 5, alpha: 2e-5, beta: 0.75, k: 2, groups: 2)
    let within = ResponseNormalization(.sameMap, size: 5, alpha: 0.001 / 25, beta: 0.75, k: 1)
    #expect(normalizations == [across, across, within])
  }

  @Test func olderPlansHaveNoColorNoise() throws {
    let old = try JSONDecoder().decode(
      Augmentation.self, from: Data(#"{"crop":true,"mirror":false}"#.utf8))
    #expect(old == Augmentation(crop: true, mirror: false, colorNoise: false))
    let new = Augmentation(crop: false, mirror: true, colorNoise: true)
    #expect(try JSONDecoder().decode(Augmentation.self, from: JSONEncoder().encode(new)) == new)
  }

  @Test func theTextHasOneRateForAllParameters() {
    for layer in NetworkSpec.paper.layers {
      switch layer.kind {
      case .convolution(let convolution): #expect(convolution.learning == LearningFactors())
      case .fullyConnected(let full): #expect(full.learning == LearningFactors())
      case .locallyConnected, .activation, .normalization, .pooling, .dropout: break
      }
    }
  }
}

/// The numbers are those of layers-conv-local-13pct.cfg, layers-conv-local-11pct.cfg and their parameter files.
@Suite struct LocallyConnectedRecipeTests {
  /// conv1, conv2, local3, local4, fc5: 64 kernels of 3·25 inputs and 64 of 64·25; in each of 6·6 cells 32 of
  /// 64·9 and 32 of 32·9, with a bias for each output value; 10 sums of 6·6·32.
  @Test(arguments: [NetworkSpec.cifar13, .cifar11])
  func theRecipesHaveTheParametersOfTheirLayers(spec: NetworkSpec) throws {
    let layout = try spec.layout()
    #expect(
      layout.filter(\.spec.hasParameters).map(\.parameters) == [
        4864, 102_464, 36 * 32 * 576 + 1152, 36 * 32 * 288 + 1152, 11_530,
      ])
    #expect(layout.parameters == 1_116_490)
    #expect(
      layout.filter { $0.spec.kindName == "pooling" }.map(\.output.height) == [12, 6])
    #expect(layout.last?.input == Shape(channels: 32, height: 6, width: 6))
  }

  @Test func theElevenPerCentRecipeNormalisesBetweenReLUAndPooling() {
    let names = ["relu1", "norm1", "pool1", "conv2", "relu2", "norm2", "pool2", "local3"]
    #expect(NetworkSpec.cifar11.layers[1...8].map(\.name) == names)
    let across = LayerSpec.Kind.normalization(
      ResponseNormalization(.acrossMaps, size: 5, alpha: 0.0002, beta: 0.75, k: 1))
    var layers = NetworkSpec.cifar11.layers
    #expect(layers.filter { $0.kind == across }.map(\.name) == ["norm1", "norm2"])
    layers.removeAll { $0.kind == across }
    #expect(layers == NetworkSpec.cifar13.layers)
  }

  @Test(arguments: [NetworkSpec.cifar13, .cifar11])
  func eachLayerHasTheRatesTheDecayAndTheDeviationOfItsRecipe(spec: NetworkSpec) {
    let plan = RunPlan.standard(spec, data: .scenes, validationImages: 1000, threads: 1)
    #expect(plan.knobs.rate == 0.001)
    let learning = spec.layers.compactMap(\.learning)
    #expect(learning.map { plan.knobs.decay * $0.weightDecay } == [0, 0, 0.004, 0.004, 0.004])
    #expect(learning.allSatisfy { $0.weightRate == 1 && $0.biasRate == 2 && $0.biasDecay == 0 })
    #expect(
      spec.initials
        == [0.0001, 0.01, 0.04, 0.04, 0.01].map { Initialization(.gaussian(deviation: $0)) })
  }

  /// 390.6 steps of 128 images are an epoch of 50,000.
  @Test(arguments: [
    (NetworkSpec.cifar13, 160, [54_688, 58_594]), (.cifar11, 520, [195_313, 199_219]),
  ])
  func theRateFallsTwiceInTheLastTwentyEpochs(spec: NetworkSpec, epochs: Int, steps: [Int]) {
    let plan = RunPlan.standard(spec, data: .scenes, validationImages: 1000, threads: 1)
    #expect(plan.length == .epochs(epochs))
    #expect(plan.schedule == .table(steps.map { .init(step: $0, factor: 0.1) }))
    #expect(plan.knobs.augmentation == Augmentation(crop: true, mirror: true))
    #expect(plan.knobs.dropout == 0)
  }
}

/// The numbers are those of layers-18pct.cfg, layers-80sec.cfg and their parameter files.
@Suite struct CIFAR10RecipeTests {
  @Test(arguments: [NetworkSpec.cifar18, .cifar26])
  func sidesArePowersOfTwo(spec: NetworkSpec) throws {
    let pools = try spec.layout().filter { $0.spec.kindName == "pooling" }
    #expect(pools.map(\.output.height) == [16, 8, 4])
    #expect(
      pools.map { entry -> Pooling.Operation? in
        if case .pooling(let pooling) = entry.spec.kind { pooling.operation } else { nil }
      } == [.maximum, .average, .average])
    #expect(spec.inputScale == 1)
  }

  @Test func recipesHaveTheParametersOfTheirLayers() throws {
    let convolutions = [32 * 3 * 25 + 32, 32 * 32 * 25 + 32, 64 * 32 * 25 + 64]
    func parameters(_ spec: NetworkSpec) throws -> [Int] {
      try spec.layout().filter(\.spec.hasParameters).map(\.parameters)
    }
    #expect(try parameters(.cifar18) == convolutions + [10 * 1024 + 10])
    #expect(try parameters(.cifar26) == convolutions + [64 * 1024 + 64, 10 * 64 + 10])
    #expect(try NetworkSpec.cifar18.layout().parameters == 89_578)
    #expect(try NetworkSpec.cifar26.layout().parameters == 145_578)
  }

  /// The decay of a layer is that of the plan times the layer's factor.
  @Test func eachLayerHasTheDecayOfItsRecipe() {
    func decays(_ spec: NetworkSpec) -> [Double] {
      let plan = RunPlan.standard(spec, data: .scenes, validationImages: 1000, threads: 1)
      return spec.layers.compactMap { layer in
        switch layer.kind {
        case .convolution(let convolution):
          plan.knobs.decay * convolution.learning.weightDecay
        case .fullyConnected(let full): plan.knobs.decay * full.learning.weightDecay
        default: nil
        }
      }
    }
    #expect(decays(.cifar18) == [0.004, 0.004, 0.004, 1])
    #expect(decays(.cifar26) == [0.004, 0.004, 0.004, 0.03, 0.03])
  }

  @Test func onlyTheEighteenPerCentRecipeHasNormalisation() {
    func normalizations(_ spec: NetworkSpec) -> [LayerSpec.Kind] {
      spec.layers.map(\.kind).filter { if case .normalization = $0 { true } else { false } }
    }
    #expect(normalizations(.cifar26).isEmpty)
    #expect(
      normalizations(.cifar18)
        == Array(
          repeating: .normalization(
            ResponseNormalization(.sameMap, size: 3, alpha: 5e-5 / 9, beta: 0.75, k: 1)),
          count: 2))
  }
}
