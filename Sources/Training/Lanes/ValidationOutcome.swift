import Compute
import Observing
import Runs

/// The prediction for each image of one complete validation.
public struct ValidationOutcome: Sendable {
  /// The step whose weights were validated.
  public let step: Int
  let classes: Int
  /// The label of each image by its number; −1 for an image that cannot be decoded.
  private(set) var labels: [Int32]
  /// The most probable class of each image by its number; −1 for an image that cannot be decoded.
  private(set) var guesses: [Int32]

  /// Creates the outcome of a validation that has not begun.
  /// - Parameters:
  ///   - step: The step whose weights are validated.
  ///   - images: The number of images.
  ///   - classes: The number of classes.
  public init(step: Int, images: Int, classes: Int) {
    self.step = step
    self.classes = classes
    labels = Array(repeating: -1, count: images)
    guesses = labels
  }

  /// Adds the results of one batch.
  /// - Parameters:
  ///   - numbers: The numbers of the batch's images.
  ///   - batch: Their labels.
  ///   - best: Their most probable classes.
  public mutating func add(_ numbers: [Int], labels batch: [Int32], guesses best: [Int]) {
    for (index, number) in numbers.enumerated() {
      labels[number] = batch[index]
      guesses[number] = Int32(best[index])
    }
  }

  /// Adds the results of other images.
  /// - Parameters:
  ///   - otherLabels: The label of each image by its number; −1 for an image without a result.
  ///   - otherGuesses: The most probable class of each image by its number.
  mutating func add(labels otherLabels: [Int32], guesses otherGuesses: [Int32]) {
    for number in labels.indices where otherLabels[number] >= 0 {
      labels[number] = otherLabels[number]
      guesses[number] = otherGuesses[number]
    }
  }

  /// The images of each class by their most probable class.
  public var confusion: Confusion {
    Confusion(step: step, classes: classes, labels: labels, guesses: guesses)
  }

  /// Returns the number of the first image that matches a search; `nil` if there is none. The search
  /// continues at the other end of the validation set.
  func find(_ search: ImageChoice.Search) -> Int? {
    let count = labels.count
    let start = (search.from % count + count) % count
    return (0..<count).lazy
      .map { (start + (search.isBackward ? count - $0 : $0)) % count }
      .first { matches($0, search) }
  }

  /// Returns the number of images that match a search, and the place of one of them.
  public func match(_ search: ImageChoice.Search, image number: Int) -> SearchMatch {
    let found = labels.indices.filter { matches($0, search) }
    let images = labels.count { label in
      label >= 0 && search.label.map { label == Int32($0) } ?? true
    }
    return SearchMatch(
      step: step, count: found.count, images: images,
      place: (found.firstIndex(of: number) ?? 0) + 1)
  }

  private func matches(_ number: Int, _ search: ImageChoice.Search) -> Bool {
    (!search.errorsOnly || labels[number] != guesses[number])
      && search.label.map { labels[number] == Int32($0) } ?? true
      && search.guess.map { guesses[number] == Int32($0) } ?? true
  }
}
