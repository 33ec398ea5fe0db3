/// What a validation took for what.
public struct Confusion: Equatable, Codable, Sendable {
  /// More classes than so many have no whole table.
  public static let mostClasses = 40
  /// Pairs that are kept.
  static let mostPairs = 100

  public struct Pair: Equatable, Codable, Sendable {
    public var truth: Int
    public var guess: Int
    public var count: Int
  }

  /// The step whose weights it is about.
  public var step: Int
  /// Of each class: how many images there were, and how many were taken for another class.
  public private(set) var images: [Int]
  public private(set) var errors: [Int]
  /// `[truth, guess]`, each class with each; empty for more than `mostClasses`.
  public private(set) var counts: [Int]
  /// Those that are confused most often, most first.
  public private(set) var pairs: [Pair]

  /// - Parameters:
  ///   - step: the step of the validation.
  ///   - classes: the number of classes.
  ///   - labels: the class of each image; negative where it was not seen.
  ///   - guesses: the most probable class of each image; negative where it was not seen.
  public init(step: Int, classes: Int, labels: [Int32], guesses: [Int32]) {
    self.step = step
    images = Array(repeating: 0, count: classes)
    errors = images
    counts = Array(repeating: 0, count: classes <= Self.mostClasses ? classes * classes : 0)
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
    pairs = confused.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostPairs)
      .map { Pair(truth: $0.key / classes, guess: $0.key % classes, count: $0.value) }
  }

  public var classes: Int { images.count }

  /// Nil where there is no whole table.
  public func count(of truth: Int, as guess: Int) -> Int? {
    counts.isEmpty ? nil : counts[truth * classes + guess]
  }
}
