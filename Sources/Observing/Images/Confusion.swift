/// The confusion matrix of a validation: the number of images of each class that the network assigns to
/// each class. With many classes only the most frequent errors are kept.
public struct Confusion: Equatable, Codable, Sendable {
  /// The largest number of classes for which the whole matrix is kept.
  public static let maximumClasses = 100
  /// The largest number of pairs that are kept.
  static let maximumPairs = 100

  /// Images of one class that were assigned to another one.
  public struct Pair: Equatable, Codable, Sendable {
    /// The class of the images.
    public var truth: Int
    /// The most probable class according to the network.
    public var guess: Int
    /// The number of images.
    public var count: Int
  }

  /// The step after which the network was validated.
  public var step: Int
  /// The number of images of each class.
  public private(set) var images: [Int]
  /// The number of images of each class that were assigned to another class.
  public private(set) var errors: [Int]
  /// The matrix, `[truth, guess]`; empty for more than `maximumClasses` classes.
  public private(set) var counts: [Int]
  /// The most frequent errors, in falling order of their counts.
  public private(set) var pairs: [Pair]

  /// - Parameters:
  ///   - step: The step of the validation.
  ///   - classes: The number of classes.
  ///   - labels: The class of each image; negative for an image that was not used.
  ///   - guesses: The most probable class of each image; negative for an image that was not used.
  public init(step: Int, classes: Int, labels: [Int32], guesses: [Int32]) {
    self.step = step
    images = Array(repeating: 0, count: classes)
    errors = images
    counts = Array(repeating: 0, count: classes <= Self.maximumClasses ? classes * classes : 0)
    var confused: [Int: Int] = [:]
    for (label, guess) in zip(labels, guesses) where label >= 0 && guess >= 0 {
      let (label, guess) = (Int(label), Int(guess))
      images[label] += 1
      if label != guess {
        errors[label] += 1
        confused[label * classes + guess, default: 0] += 1
      }
      if !counts.isEmpty { counts[label * classes + guess] += 1 }
    }
    pairs = confused.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.maximumPairs)
      .map { Pair(truth: $0.key / classes, guess: $0.key % classes, count: $0.value) }
  }

  /// The number of classes.
  public var classes: Int { images.count }

  /// Returns an element of the matrix; `nil` if the matrix was not kept.
  public func count(of truth: Int, as guess: Int) -> Int? {
    counts.isEmpty ? nil : counts[truth * classes + guess]
  }
}
