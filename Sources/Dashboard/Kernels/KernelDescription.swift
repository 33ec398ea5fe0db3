import DisplayText
import Observing

/// The features of a kernel in words: on each line a name, a value and what the value means.
struct KernelDescription {
  /// A feature. Name, value and meaning together read as a sentence: "colour 26% of its energy, the
  /// rest is grey".
  struct Line: Equatable {
    var name: String
    var value: String
    /// The meaning, at most 35 columns with the value.
    var meaning: String
    /// The meaning for a narrow panel, at most 16 columns with the value.
    var shortMeaning: String
  }

  /// The number of lines, which is the same for every kernel at every step.
  static let lineCount = 6
  /// The columns of the names.
  static let nameColumns = 10
  /// The lines, the most important first.
  let lines: [Line]

  /// Describes a kernel.
  /// - Parameters:
  ///   - kernel: The index of the kernel.
  ///   - changeName: The name of the change that the screen asks for, "update" or "gradient".
  init(of kernel: Int, in analysis: KernelAnalysis, changeName: String) {
    let features = analysis.features[kernel]
    let weights = analysis.weights
    lines = [
      Self.edge(features), Self.waves(features, size: weights.size), Self.color(features),
      Self.structure(features),
      Line(
        name: "norm", value: NumberText.brief(features.norm),
        meaning: "size of its \(NumberText.grouped(weights[kernel].count)) weights",
        shortMeaning: "total size"),
      Self.change(of: kernel, analysis, changeName),
    ]
  }

  private static func edge(_ features: KernelFeatures) -> Line {
    guard features.hasOrientation else {
      return Line(
        name: "edge", value: "none", meaning: "· no direction stands out",
        shortMeaning: "stands out")
    }
    let degrees = features.wave.orientation
    return Line(
      name: "edge", value: "\(stroke(degrees)) \(NumberText.fixed(degrees, 0))°",
      meaning: "the direction of its bands", shortMeaning: "direction")
  }

  /// Returns the line of box drawing in a direction.
  private static func stroke(_ degrees: Double) -> String {
    let strokes = ["─", "╱", "│", "╲"]
    let turned = (degrees + 22.5).truncatingRemainder(dividingBy: 180)
    return strokes[min(3, max(0, Int(turned / 45)))]
  }

  private static func waves(_ features: KernelFeatures, size: Int) -> Line {
    guard features.hasWave else {
      return Line(
        name: "waves", value: "none", meaning: "· no width of bands stands out",
        shortMeaning: "stands out")
    }
    let width = NumberText.fixed(1 / features.wave.frequency, 1)
    return Line(
      name: "waves", value: NumberText.fixed(features.wave.frequency * Double(size), 1),
      meaning: "bright-dark bands, \(width) px each", shortMeaning: "of \(width) px")
  }

  private static func color(_ features: KernelFeatures) -> Line {
    Line(
      name: "colour", value: NumberText.share(features.color),
      meaning: "of its energy, the rest is grey", shortMeaning: "rest grey")
  }

  private static func structure(_ features: KernelFeatures) -> Line {
    let isStructured = features.structure > Kernels.structureThreshold
    return Line(
      name: "structure", value: NumberText.fixed(features.structure, 2),
      meaning: isStructured ? "a pattern; noise has about 0" : "like noise, below 0.5",
      shortMeaning: isStructured ? "a pattern" : "like noise")
  }

  /// Returns the line of the last update or of the gradient. Records have neither.
  private static func change(of kernel: Int, _ analysis: KernelAnalysis, _ name: String) -> Line {
    guard let change = analysis.change, kernel < change.kernels.count else {
      return Line(
        name: name, value: "—", meaning: "only weights are recorded",
        shortMeaning: "not recorded")
    }
    let norm = change.kernels.norm(of: kernel)
    let total = analysis.features[kernel].norm
    guard change.kind == .update, total > 0 else {
      return Line(
        name: name, value: NumberText.brief(norm), meaning: "its norm at the last step",
        shortMeaning: "its norm")
    }
    return Line(
      name: name, value: NumberText.percent(norm / total, 2),
      meaning: "of the norm, in the last step", shortMeaning: "of norm")
  }
}
