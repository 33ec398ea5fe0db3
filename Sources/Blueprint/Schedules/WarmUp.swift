/// The gradual increase of the learning rate in the first steps of a run with a large batch.
///
/// A batch that is K times as large allows K times the rate, except at the beginning, when the weights change
/// fast (Goyal et al. 2017, "Accurate, Large Minibatch SGD", sections 2.1 and 2.2). The rate therefore starts
/// at the value for the unscaled batch and rises by a constant amount at each step.
public struct WarmUp: Hashable, Codable, Sendable {
  /// The number of steps with a reduced rate, at least 1.
  public var steps: Int
  /// The factor of the first step, above 0 and at most 1.
  public var firstFactor: Double

  /// Creates a warm-up.
  public init(steps: Int, firstFactor: Double) {
    self.steps = steps
    self.firstFactor = firstFactor
  }

  /// Returns the factor of the learning rate at a step: ``firstFactor`` at step 1, and 1 after the last
  /// step of the warm-up.
  /// - Parameter step: The number of the step, from 1.
  public func factor(ofStep step: Int) -> Double {
    guard step <= steps else { return 1 }
    return firstFactor + (1 - firstFactor) * Double(max(0, step - 1)) / Double(steps)
  }
}

extension RunPlan {
  /// The number of epochs of a warm-up (Goyal et al. 2017, section 2.2).
  public static let warmUpEpochs = 5

  /// Returns the plan of a batch that was made `scale` times as large: with `scale` times the learning rate,
  /// and a warm-up over the first five epochs.
  /// - Parameters:
  ///   - scale: The quotient of the plan's batch and the unscaled one, at least 1. With 1 nothing changes.
  ///   - images: The number of training images of the data.
  public func warmingUp(fromBatchScale scale: Int, images: Int) -> RunPlan {
    guard scale > 1 else { return self }
    var plan = self
    plan.knobs.rate *= Double(scale)
    let epoch = imagesPerEpoch(of: images)
    plan.warmUp = WarmUp(
      steps: (Self.warmUpEpochs * epoch + batch - 1) / batch, firstFactor: 1 / Double(scale))
    return plan
  }

  /// Returns the factor by which the warm-up multiplies the learning rate at a step; 1 without a warm-up.
  public func rateFactor(ofStep step: Int) -> Double { warmUp?.factor(ofStep: step) ?? 1 }

  /// The largest batch for which the rate of all layers is scaled without advice to use LARS. Beyond it, the
  /// accuracy of AlexNet falls with linear scaling alone (You et al. 2017).
  private static let largestBatchForOneRate = 1024

  /// The advice to use LARS; `nil` if the batch was not scaled, is not large, or the plan has LARS.
  public var largeBatchAdvice: String? {
    guard warmUp != nil, lars == nil, batch > Self.largestBatchForOneRate else { return nil }
    return """
      The batch of \(batch) images is above \(Self.largestBatchForOneRate), where one rate for all layers \
      loses accuracy. --lars gives each layer its own.
      """
  }
}
