import Blueprint

extension Arm {
  /// Arms with the same input and the same recipe, which differ from each other in one part. Arms of one family
  /// train equally long, except for the released configurations, which have the lengths of their notes.
  public enum Family: String, Hashable, Codable, Sendable, CaseIterable {
    /// The four layers of Fig. 1.
    case fourLayer = "four-layer"
    /// The recipe `cifar-18`.
    case cifar18 = "cifar-18"
    /// The paper's eight layers at an eighth of their width.
    case compact
    /// The recipes `cifar-11` and `cifar-13`.
    case local = "cifar-11"
    /// The released configurations.
    case released = "code-145"
  }
}

extension Arm.Name {
  /// The family of the arm.
  public var family: Arm.Family {
    switch self {
    case .fourLayerReLU, .fourLayerTanh: .fourLayer
    case .cifar18, .cifar18WithoutLRN, .cifar18WithoutOverlap: .cifar18
    case .cifar11, .cifar13: .local
    case .compact, .compactWithoutDropout, .compactWithoutAugmentation, .compactWithoutConv4,
      .compactWithoutExchange:
      .compact
    case .code145, .code147, .code148, .code150: .released
    }
  }

  /// A Boolean value that indicates whether the learning rate of the arm is the best of a few.
  public var sweepsRates: Bool { family == .fourLayer }
}

extension Arm.Family {
  /// The epochs of a full schedule and the fewest epochs with which a claim is tried.
  ///
  /// Full schedules are those of the published recipes; `compact` has none. With the least, `cifar-18` still
  /// approaches its published error.
  public var epochs: (full: Int, least: Int) {
    switch self {
    // Runs end earlier, at the training error of Fig. 1.
    case .fourLayer: (40, 40)
    case .cifar18: (140, 60)
    case .compact: (24, 10)
    // cuda-convnet's notes give 160 epochs for 13% and 520 for 11%. With the same number, the normalisation is
    // the only difference.
    case .local: (160, 20)
    // The length of #145. A rehearsal can be as short as one epoch.
    case .released: (90, 1)
    }
  }

  /// The epochs of a run that chooses a learning rate.
  public static let sweepEpochs = (full: 8, least: 5)

  /// The learning rates of a sweep.
  public static let sweptRates = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16]

  /// The epochs of a sweep's runs for a share of the full schedule.
  /// - Parameter share: The share, 0…1.
  public static func sweepEpochs(share: Double) -> Int {
    max(sweepEpochs.least, Int((share * Double(sweepEpochs.full)).rounded()))
  }

  /// The parts of a schedule after which the rate is divided by ten.
  var drops: [Double] {
    switch self {
    case .fourLayer: []
    // cuda-convnet: after 120 and 130 of 140 epochs.
    case .cifar18: [120.0 / 140, 130.0 / 140]
    // Two thirds of the epochs at the first rate; then the error falls at two smaller rates.
    case .compact: [2.0 / 3, 8.0 / 9]
    // cuda-convnet: after 140 and 150 of 160 epochs.
    case .local: [140.0 / 160, 150.0 / 160]
    case .released: []
    }
  }
}

extension Arm.Name {
  /// The epochs of the full schedule: those of the family, and for a released configuration those of its notes.
  public var fullEpochs: Int {
    guard family == .released, let network = try? NetworkSpec.named(rawValue),
      case .epochs(let epochs) = RunPlan.standard(
        network, data: .folder(path: rawValue), validationImages: 1, threads: 1
      ).length
    else { return family.epochs.full }
    return epochs
  }

  /// The number of epochs for a share of the full schedule, at least the least of the family.
  /// - Parameter share: The share, 0…1.
  public func epochs(share: Double) -> Int {
    max(family.epochs.least, Int((share * Double(fullEpochs)).rounded()))
  }
}
