/// A figure of a run, with its place in the run.
public struct Sample: Hashable, Sendable {
  /// The name of the run.
  public let run: String
  /// The seed of the run.
  public let seed: UInt64
  /// The step that the figure belongs to.
  public let step: Int
  /// The figure: an error or a difference of errors, 0…1, or a number of epochs.
  public let value: Double
}

/// A figure that a run does not have.
public enum MissingFigure: Error, Hashable, Sendable {
  /// The last checkpoint was not evaluated on the validation images with this number of views.
  case evaluation(run: String, views: Int)
  /// The last checkpoint was not evaluated on training images.
  case training(run: String)
  /// The training error stayed above the target. `lowest` is the least mean of the run, `nil` without any.
  case target(run: String, error: Double, lowest: Double?, epochs: Double)
  /// The run has no kernels, or kernels of one column.
  case columns(run: String)
  /// A figure is not a finite number: the run diverged.
  case diverged(run: String)
}

extension RunRecord {
  /// Returns the figure of the run that an experiment compares.
  /// - Throws: `MissingFigure` if the run does not have it. The kernels have no single figure.
  func sample(of quantity: Experiment.Quantity) throws(MissingFigure) -> Sample {
    guard end != .diverged else { throw .diverged(run: run) }
    let (step, value) =
      switch quantity {
      case .error(let views): (lastStep, try error(views: views))
      case .overfitting: (lastStep, try overfitting())
      case .epochs(let target): try epochs(untilTrainingError: target)
      case .columnColour: throw .columns(run: run)
      }
    guard value.isFinite else { throw .diverged(run: run) }
    return Sample(run: run, seed: plan.seed, step: step, value: value)
  }

  /// Returns the top-1 error of the last checkpoint on the validation images.
  private func error(views: Int) throws(MissingFigure) -> Double {
    guard let evaluation = evaluations.last(where: { $0.views == views && $0.step == lastStep })
    else { throw .evaluation(run: run, views: views) }
    return evaluation.top1
  }

  /// Returns the error on the validation images minus that on the training images.
  private func overfitting() throws(MissingFigure) -> Double {
    let validation = try error(views: 1)
    guard let training, training.step == lastStep else { throw .training(run: run) }
    return validation - training.top1
  }

  /// Returns the first step whose interval has a mean training error of at most `target`, and the epochs until
  /// then.
  ///
  /// The mean of an interval counts at its end. Between two ends the error is taken to fall in a straight line,
  /// so that the epochs do not depend much on the length of the intervals. If the first interval is already at
  /// the target, its end counts.
  private func epochs(
    untilTrainingError target: Double
  ) throws(MissingFigure) -> (step: Int, epochs: Double) {
    var previous: (epoch: Double, error: Double)?
    var lowest: Double?
    for point in curve {
      guard let error = point.trainingTop1 else { continue }
      guard error.isFinite else { throw .diverged(run: run) }
      if error <= target {
        guard let previous else { return (point.step, point.epoch) }
        let share = (previous.error - target) / (previous.error - error)
        return (point.step, previous.epoch + share * (point.epoch - previous.epoch))
      }
      previous = (point.epoch, error)
      lowest = min(lowest ?? error, error)
    }
    throw .target(run: run, error: target, lowest: lowest, epochs: curve.last?.epoch ?? 0)
  }
}
