import Observing
import Runs

/// A quantity by which kernels are ordered.
enum KernelOrder: CaseIterable {
  case index, norm, color, frequency, structure

  var name: String {
    switch self {
    case .index: "number"
    case .norm: "norm"
    case .color: "colour"
    case .frequency: "waves"
    case .structure: "structure"
    }
  }

  /// The order in words, with the first kernel.
  var text: String {
    switch self {
    case .index: "number"
    case .norm: "norm, the largest first"
    case .color: "colour, the most colourful first"
    case .frequency: "waves, the finest first"
    case .structure: "structure, the clearest pattern first"
    }
  }
}

/// The values that are drawn for each kernel.
enum KernelContent: CaseIterable {
  case weights, update, gradient

  var name: String {
    switch self {
    case .weights: "weights"
    case .update: "last update"
    case .gradient: "gradient"
    }
  }
}

/// The kernels on the screen with their features and their order.
struct KernelAnalysis: Equatable, Sendable {
  var step: Int
  var weights: Kernels
  /// The last update or gradient; `nil` if it is not known.
  var change: KernelChange?
  var features: [KernelFeatures]
  /// The indices of all kernels in the selected order.
  var ranked: [Int]
  /// The colour shares of the first and the second half of the kernels, 0…1, which are the columns of a
  /// network with two; `nil` for fewer than two kernels.
  var columns: (first: Double, second: Double)?
  /// The share of structured kernels, 0…1.
  var structuredShare: Double

  init(step: Int, weights: Kernels, change: KernelChange?, order: KernelOrder) {
    self.step = step
    self.weights = weights
    self.change = change
    features = weights.features
    ranked = Self.ranked(features, by: order)
    columns = weights.columnColors
    structuredShare = weights.structuredShare
  }

  /// Returns the indices of the kernels in descending order of a feature. Kernels with equal
  /// features keep their order; kernels without a wave follow those with one, and values that are
  /// not numbers are last.
  static func ranked(_ features: [KernelFeatures], by order: KernelOrder) -> [Int] {
    let values: [Double] =
      switch order {
      case .index: features.indices.map { -Double($0) }
      case .norm: features.map(\.norm)
      case .color: features.map(\.color)
      case .frequency: features.map { $0.hasWave ? $0.wave.frequency : -1 }
      case .structure: features.map(\.structure)
      }
    return features.indices.sorted { a, b in
      let (x, y) = (values[a], values[b])
      if x.isNaN != y.isNaN { return y.isNaN }
      return x == y || x.isNaN ? a < b : x > y
    }
  }

  static func == (a: KernelAnalysis, b: KernelAnalysis) -> Bool {
    a.step == b.step && a.weights == b.weights && a.change == b.change && a.ranked == b.ranked
  }
}
