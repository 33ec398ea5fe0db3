import Images
import Observing
import Runs

/// The result of an evaluation of networks on a set of images.
public struct SetResult: Sendable {
  /// The networks whose predictions were averaged.
  public let networks: [Evaluation.Member]
  /// The identity of the weights of the first network.
  let weights: String?
  /// The images.
  public let images: Evaluation.Images
  /// The number of views of each image.
  public let views: Int
  /// The names of the classes for people, in the order of the labels of the images.
  public let classNames: [String]
  /// A Boolean value that indicates whether the top-5 error is meaningful: there are more than five classes.
  public let hasTop5: Bool
  private let outcomes: ImageOutcomes
  /// The errors of the images that were left out.
  public let damaged: [ImagesError]

  init(
    networks: [Evaluation.Member], weights: String?, images: Evaluation.Images, views: Int,
    classNames: [String], hasTop5: Bool, outcomes: ImageOutcomes, damaged: [ImagesError]
  ) {
    self.networks = networks
    self.weights = weights
    self.images = images
    self.views = views
    self.classNames = classNames
    self.hasTop5 = hasTop5
    self.outcomes = outcomes
    self.damaged = damaged
  }

  /// The number of images that were evaluated.
  public var count: Int { outcomes.count }
  /// The mean loss of an image, in nats.
  public var loss: Double { outcomes.loss / Double(count) }
  /// The top-1 error, 0…1.
  public var top1: Double { Double(outcomes.top1Errors) / Double(count) }
  /// The top-5 error, 0…1.
  public var top5: Double { Double(outcomes.top5Errors) / Double(count) }
  /// The label of each image by its number; −1 for a damaged image.
  public var labels: [Int32] { outcomes.labels }
  /// The most probable class of each image by its number; −1 for a damaged image.
  public var guesses: [Int32] { outcomes.guesses }

  /// The numbers of images by label and by guess.
  public var confusion: Confusion {
    Confusion(
      step: networks[0].step, classes: classNames.count, labels: labels, guesses: guesses)
  }

  /// Returns the result in the form that is kept beside the first run.
  /// - Parameter time: The date, in seconds since 1970.
  public func evaluation(at time: Double) -> Evaluation {
    var right = ImageNumbers(count: labels.count)
    var decoded = right
    for (number, label) in labels.enumerated() where label >= 0 {
      decoded[number] = true
      right[number] = label == guesses[number]
    }
    return Evaluation(
      step: networks[0].step, weights: weights, others: Array(networks.dropFirst()), time: time,
      images: images, views: views, loss: loss, top1: top1, top5: top5, right: right,
      decoded: decoded)
  }
}
