import Blueprint
import Compute
import Images
import Runs

/// Evaluates one or several networks on a set of labelled images.
///
/// The predictions of several networks are averaged: the mean of their softmax, each network with its own crop,
/// mean and normalisation. These are the ensembles of the paper (section 6).
public struct SetEvaluator {
  /// The way in which images are evaluated.
  public struct Settings: Sendable {
    /// The views of each image whose predictions are averaged.
    public var views: EvaluationViews
    /// The largest number of views in a pass.
    public var inputsPerPass: Int
    /// The number of threads that compute, and of threads that read images.
    public var threads: Int

    /// Creates settings.
    /// - Parameters:
    ///   - views: The views of each image whose predictions are averaged.
    ///   - inputsPerPass: The largest number of views in a pass; `nil` gives 128.
    ///   - threads: The number of threads that compute, and of threads that read images.
    public init(views: EvaluationViews = .one, inputsPerPass: Int? = nil, threads: Int) {
      self.views = views
      self.inputsPerPass = inputsPerPass ?? NetworkRunner.standardInputsPerPass
      self.threads = threads
    }
  }

  /// The number of images so far.
  public struct Progress: Hashable, Sendable {
    /// The number of evaluated images; an image counts once for each network.
    public var done: Int
    /// The number of images to evaluate.
    public var total: Int
  }

  private let networks: [TrainedNetwork]
  private let data: EvaluationData
  private let settings: Settings
  private let labelMaps: [LabelMap]

  /// Checks that networks can be evaluated on images.
  /// - Parameters:
  ///   - networks: At least one network.
  ///   - data: The images.
  ///   - settings: The way in which the images are evaluated.
  /// - Throws: `EvaluatingError.otherClasses`, `.otherImages` or `.noImages`.
  public init(
    _ networks: [TrainedNetwork], on data: EvaluationData, settings: Settings
  ) throws(EvaluatingError) {
    precondition(!networks.isEmpty, "there is at least one network")
    self.networks = networks
    self.data = data
    self.settings = settings
    guard data.count > 0 else { throw .noImages(data: data.location) }
    var maps: [LabelMap] = []
    for network in networks {
      maps.append(try data.labelMap(for: network))
      guard network.canRead(data.source) else {
        throw .otherImages(
          run: network.run.name, trained: network.imageShape, data: data.location,
          found: data.source.imageShape)
      }
    }
    labelMaps = maps
  }

  /// Evaluates all images. The networks are evaluated one after another, so that the memory of one is
  /// enough.
  /// - Parameters:
  ///   - isCancelled: Called before each batch.
  ///   - onProgress: Called after each batch.
  /// - Throws: `EvaluatingError.cancelled` or `.allDamaged`, `ComputeError`, `ImagesError`, and `RunsError`.
  public func evaluate(
    isCancelled: () -> Bool = { false }, onProgress: (Progress) -> Void = { _ in }
  ) throws -> SetResult {
    let engine = try Engine(threads: settings.threads)
    var pass = EvaluationPass(
      images: data.count, classes: data.classes.count, networks: networks.count)
    for (index, network) in networks.enumerated() {
      // A pass computes all of its inputs, so that it has no more than there are.
      let runner = try NetworkRunner(
        network, views: settings.views,
        inputsPerPass: min(settings.inputsPerPass, data.count * settings.views.count), on: engine)
      pass.begin(index, labelMaps[index])
      var first = 0
      for split in data.splits where data.source.count(split) > 0 {
        let images = network.images(of: data.source, split)
        try runner.evaluate(images.images, threads: settings.threads, isCancelled: isCancelled) {
          batch in
          if !batch.numbers.isEmpty {
            pass.add(
              batch.numbers.map { first + $0 }, images.labels(of: batch), runner.probabilities)
          }
          pass.addDamaged(batch.damaged)
          onProgress(
            Progress(
              done: index * data.count + pass.seen, total: networks.count * data.count))
        }
        first += data.source.count(split)
      }
    }
    return try result(pass)
  }

  private func result(_ pass: EvaluationPass) throws(EvaluatingError) -> SetResult {
    let outcomes = pass.outcomes
    guard outcomes.count > 0 else {
      throw .allDamaged(
        data: data.location, count: data.count, first: pass.damaged.first?.error.problem ?? "")
    }
    return SetResult(
      networks: networks.map { .init(run: $0.run.name, step: $0.step) },
      weights: networks[0].checkpoint.checksum,
      images: .init(
        data: data.source.name, split: data.splitName, fingerprint: data.identity.digits,
        count: data.count, damaged: pass.damaged.count),
      views: settings.views.count, classNames: data.classes.map(\.name),
      hasTop5: networks[0].spec.hasTop5, outcomes: outcomes, damaged: pass.damaged.map(\.error))
  }
}
