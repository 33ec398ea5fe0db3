import ArgumentParser
import Blueprint

// The options whose values are a few words. `AllowedValues` has all other values.

extension Activation: ExpressibleByArgument {}
extension PoolingStyle: ExpressibleByArgument {}

extension InitialValues {
  static let help =
    "Initial weights and biases: 'paper' for those of the paper's text, 'caffe' for those of Caffe's "
    + "reference network, with small biases; for all weights in one distribution, 'he' or a standard "
    + "deviation (default: the network's own)."
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
