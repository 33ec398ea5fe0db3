/// The most probable classes of an image.
public struct Prediction: Hashable, Sendable {
  /// A class with its probability.
  public struct Guess: Hashable, Sendable {
    /// The number of the class in the network.
    public var label: Int
    /// The name of the class for people.
    public var name: String
    /// The probability, 0…1.
    public var probability: Double
  }

  /// The path of the image, or its name.
  public var image: String
  /// The classes in falling order of their probabilities.
  public var guesses: [Guess]

  /// Creates a prediction from the probabilities of all classes.
  /// - Parameters:
  ///   - image: The path of the image, or its name.
  ///   - probabilities: The probability of each class.
  ///   - names: The names of the classes.
  ///   - top: The number of classes to keep.
  init(_ image: String, _ probabilities: ArraySlice<Double>, names: [String], top: Int) {
    self.image = image
    let ranked = probabilities.enumerated().sorted {
      $0.element != $1.element ? $0.element > $1.element : $0.offset < $1.offset
    }
    guesses = ranked.prefix(top).map {
      Guess(label: $0.offset, name: names[$0.offset], probability: $0.element)
    }
  }
}
