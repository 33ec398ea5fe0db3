import Blueprint
import TerminalUI

/// The changes that a lane can be forked with: a line a setting, each with values to choose from.
struct ForkMenu: Equatable, Sendable {
  struct Line: Equatable, Sendable {
    /// Selects it.
    var letter: Unicode.Scalar
    var name: String
    var options: [Option]
    var chosen = 0

    var option: Option { options[chosen] }
  }

  struct Option: Equatable, Sendable {
    var words: String
    var changes: [Change]
  }

  private(set) var lines: [Line]
  private(set) var selected = 0
  /// How many more lanes there is room for; nil until that is known.
  var room: Int?
  /// Whether there are as many lanes as there can be.
  var isFull = false
  /// What each of them takes.
  var bytes = 0

  /// What can be changed of a lane where it stands: all settings before its first step.
  init(of lane: LaneState) {
    lines = []
    guard let plan = lane.plan else { return }
    let layers = plan.network.layers.map(\.kind)
    if layers.contains(.dropout) {
      let now = lane.dropout.isOn == false ? 0 : plan.knobs.dropout
      add("d", "dropout", [0, 0.5, 0.25, 0.75].filter { $0 != now }.map(Change.dropout))
    }
    if lane.lrn.exists { add("l", "LRN", [.lrn(lane.lrn.isOn == false)]) }
    let rate = lane.rate ?? plan.knobs.rate
    add(
      "r", "rate",
      [0.1, 0.5, 2, 10].map { factor in
        let value = Self.rounded(rate * factor)
        return Option(
          words: "× \(Digits.plain(factor)) = \(Digits.plain(value))", changes: [.rate(value)])
      })
    add("m", "momentum", [0, 0.5, 0.95, 0.99].map(Change.momentum))
    let decay = plan.knobs.decay
    add(
      "w", "weight decay",
      ([0] + (decay > 0 ? [decay / 10, decay * 10] : [0.0005])).map(Change.decay))
    let augmentation = plan.knobs.augmentation
    let variants = [
      Augmentation(crop: false, mirror: false), Augmentation(crop: true, mirror: false),
      Augmentation(), Augmentation(crop: true, mirror: true, colorNoise: true),
    ]
    add("a", "augmentation", variants.filter { $0 != augmentation }.map(Change.augmentation))
    if lane.latest == nil { addThoseOfTheStart(plan.network) }
    add("n", "nothing", [Option(words: "a copy", changes: [])])
  }

  private mutating func addThoseOfTheStart(_ network: NetworkSpec) {
    if let style = network.poolingStyle {
      add("p", "pooling", [.pooling(style == .plain ? .overlapping : .plain)])
    }
    if let activation = network.activation {
      add("t", "activation", [.activation(activation == .tanh ? .relu : .tanh)])
    }
    let values: [InitialValues] = [.he, .gaussian(deviation: 0.01), .set(.caffe)]
    add(
      "i", "initial values",
      values.filter { $0 != network.initialValues }.map(Change.initialization))
  }

  private mutating func add(
    _ letter: Unicode.Scalar, _ name: String, _ changes: [Change]
  ) {
    add(letter, name, changes.map { Option(words: $0.words, changes: [$0]) })
  }

  private mutating func add(_ letter: Unicode.Scalar, _ name: String, _ options: [Option]) {
    if !options.isEmpty { lines.append(Line(letter: letter, name: name, options: options)) }
  }

  /// As a person would type it.
  private static func rounded(_ value: Double) -> Double {
    Double(Digits.plain(value)) ?? value
  }

  var changes: [Change] { lines.isEmpty ? [] : lines[selected].option.changes }

  mutating func move(by count: Int) {
    guard !lines.isEmpty else { return }
    selected = (selected + count + lines.count) % lines.count
  }

  mutating func choose(by count: Int) {
    guard !lines.isEmpty else { return }
    let options = lines[selected].options.count
    lines[selected].chosen = (lines[selected].chosen + count + options) % options
  }

  /// Selects the line of a letter, or when it is selected already the next of its values.
  mutating func press(_ letter: Unicode.Scalar) -> Bool {
    guard let index = lines.firstIndex(where: { $0.letter == letter }) else { return false }
    if selected == index { choose(by: 1) } else { selected = index }
    return true
  }
}
