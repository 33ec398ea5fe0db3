import ArgumentParser
import Blueprint

// The values of options that are words.

extension Activation: ExpressibleByArgument {}
extension PoolingStyle: ExpressibleByArgument {}

extension InitialValues: ExpressibleByArgument {
  static let help =
    "Initial weights and biases: 'paper' for those of the paper's text, 'caffe' for those of Caffe's "
    + "reference network, with small biases; for all weights in one distribution, 'he' or a standard "
    + "deviation (default: the network's own)."

  /// Parses the value of `--initial`; `nil` if it is neither a word nor a deviation.
  public init?(argument: String) { self.init(parsing: argument) }

  /// The word that the help shows for a default.
  public var defaultValueDescription: String { text }
  /// The values for the help; `DEVIATION` stands for a number.
  public static var allValueStrings: [String] { ["paper", "caffe", "he", "DEVIATION"] }
  /// The words that a shell completes.
  public static var defaultCompletionKind: CompletionKind { .list(["paper", "caffe", "he"]) }
}

extension Precision: ExpressibleByArgument {
  static let help =
    "The precision of activations and weights. fp32-direct does not use Winograd's algorithm; bf16 "
    + "needs a processor with AVX-512's bfloat16 or AMX."
}

/// A setting that is on or off.
enum Switch: String, ExpressibleByArgument, CaseIterable {
  case on, off
}

/// The value of `--dropout`: a probability, or `off` for 0.
struct DropoutChoice: ExpressibleByArgument, Equatable {
  var probability: Double

  init(probability: Double) { self.probability = probability }

  init?(argument: String) {
    if argument == "off" {
      self.init(probability: 0)
    } else if let value = Double(argument), (0..<1).contains(value) {
      self.init(probability: value)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String { probability == 0 ? "off" : "\(probability)" }
}

/// The value of `--augment`: any of `crop`, `mirror` and `colour` joined by commas, or `off`.
struct AugmentationChoice: ExpressibleByArgument, Equatable {
  var value: Augmentation

  init(value: Augmentation) { self.value = value }

  init?(argument: String) {
    guard let value = Augmentation(parsing: argument) else { return nil }
    self.init(value: value)
  }

  var defaultValueDescription: String { value.text }
}
