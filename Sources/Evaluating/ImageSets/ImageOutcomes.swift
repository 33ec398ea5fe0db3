import Glibc

/// The predictions for a set of images, added up one by one.
struct ImageOutcomes {
  /// The label of each image by its number; −1 for an image that was not evaluated.
  private(set) var labels: [Int32]
  /// The most probable class of each image by its number; −1 for an image that was not evaluated.
  private(set) var guesses: [Int32]
  /// Σ −log p(label), in nats.
  private(set) var loss = 0.0
  /// The number of images whose label is not among the five most probable classes.
  private(set) var top5Errors = 0
  /// The number of images so far.
  private(set) var count = 0

  /// - Parameter images: The number of images of the set.
  init(images: Int) {
    labels = Array(repeating: -1, count: images)
    guesses = labels
  }

  /// Adds an image. Of classes with equal probabilities, the first counts as the most probable, as in
  /// training.
  /// - Parameters:
  ///   - number: The number of the image in the set.
  ///   - label: The class of the image.
  ///   - probabilities: The probability of each class.
  mutating func add(_ number: Int, label: Int, _ probabilities: ArraySlice<Double>) {
    let first = probabilities.startIndex
    let own = probabilities[first + label]
    var (best, before) = (0, 0)
    for (index, probability) in probabilities.enumerated() {
      if probability > probabilities[first + best] { best = index }
      // A probability that is not a number counts as an error.
      if !(probability < own || probability == own && index >= label) { before += 1 }
    }
    labels[number] = Int32(label)
    guesses[number] = Int32(best)
    loss -= log(own)
    if before >= 5 { top5Errors += 1 }
    count += 1
  }

  /// The number of images whose label is not the most probable class.
  var top1Errors: Int { zip(labels, guesses).count { $0 >= 0 && $0 != $1 } }
}
