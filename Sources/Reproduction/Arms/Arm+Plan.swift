import Blueprint

extension Arm.Name {
  /// Returns the plan of a run of the arm.
  /// - Parameters:
  ///   - images: The images. The plan names them and has no path.
  ///   - seed: The seed of the run.
  ///   - epochs: The length of the run.
  ///   - threads: The number of compute threads.
  ///   - limit: The number of training images that are used; `nil` uses all.
  /// - Throws: `BlueprintError` for a network that is not possible.
  public func plan(
    on images: RunRecord.Data, seed: UInt64, epochs: Int, threads: Int, limit: Int? = nil
  ) throws(BlueprintError) -> RunPlan {
    let network = try network(classes: images.classes)
    _ = try network.layout()
    var plan = RunPlan.standard(
      network, data: .folder(path: images.name), validationImages: images.validationImages,
      threads: threads)
    plan.seed = seed
    // The recipes of the released configurations have schedules by epochs.
    plan = plan.scaled(toEpochs: epochs)
    plan.limit = limit
    let perEpoch = plan.imagesPerEpoch(of: images.trainImages)
    plan.limitBatch(to: perEpoch)
    change(&plan.knobs)
    if family != .released {
      plan.schedule = schedule(epochs: epochs, batch: plan.batch, images: perEpoch)
    }
    plan.validateEvery = validationInterval(
      epochs: epochs, batch: plan.batch, images: perEpoch)
    if family == .fourLayer { plan.endsAtTrainingError = Self.trainingErrorOfFigure1 }
    return plan
  }

  /// The training error at which Fig. 1 compares the two networks.
  private static let trainingErrorOfFigure1 = 0.25

  /// The number of validations of a run, about.
  private static let validations = 50.0

  private func change(_ knobs: inout Knobs) {
    switch self {
    case .fourLayerReLU, .fourLayerTanh:
      // "No regularization of any kind was employed."
      knobs.decay = 0
      knobs.dropout = 0
      knobs.augmentation = Augmentation(crop: false, mirror: false)
    case .cifar18WithoutLRN: knobs.lrn = false
    case .compactWithoutDropout: knobs.dropout = 0
    case .compactWithoutAugmentation:
      knobs.augmentation = Augmentation(crop: false, mirror: false)
    case .cifar18, .cifar18WithoutOverlap, .cifar11, .cifar13, .compact, .compactWithoutConv4,
      .compactWithoutExchange, .code145, .code147, .code148, .code150:
      break
    }
  }

  private func schedule(epochs: Int, batch: Int, images: Int) -> Schedule {
    let drops = family.drops
    guard !drops.isEmpty else { return .constant }
    let steps = drops.map { part in
      Int((part * Double(epochs * images) / Double(batch)).rounded()) + 1
    }
    return .table(steps.map { Schedule.RateChange(step: max(2, $0), factor: 0.1) })
  }

  /// Returns the steps between two validations: half an epoch where the epochs to an error are counted, and
  /// otherwise at least one epoch.
  private func validationInterval(epochs: Int, batch: Int, images: Int) -> Int {
    let perEpoch = Double(images) / Double(batch)
    let interval = sweepsRates ? 0.5 : max(1, Double(epochs) / Self.validations)
    return max(1, Int((interval * perEpoch).rounded()))
  }
}
