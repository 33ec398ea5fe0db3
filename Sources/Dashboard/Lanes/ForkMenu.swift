import Blueprint
import DisplayText
import TerminalUI

/// The plan changes with which a lane can be forked: a row per setting, each with values to choose
/// from.
struct ForkMenu: Equatable, Sendable {
  struct Row: Equatable, Sendable {
    /// The key that selects the row.
    var letter: Unicode.Scalar
    var name: String
    var options: [Option]
    var chosen = 0

    var option: Option { options[chosen] }
  }

  struct Option: Equatable, Sendable {
    var text: String
    var changes: [PlanChange]
  }

  private(set) var rows: [Row]
  private(set) var selected = 0
  /// The number of further lanes that fit; `nil` before it is known.
  var room: Int?
  /// True if the trainer cannot have more lanes.
  var isFull = false
  /// The memory that a lane needs, in bytes.
  var bytes = 0

  /// Creates the menu for a lane in its current state. Some settings can only be changed before the
  /// first step.
  init(of lane: LaneState) {
    rows = []
    guard let plan = lane.plan else { return }
    let layers = plan.network.layers.map(\.kind)
    if layers.contains(.dropout) {
      let now = lane.dropout.isOn == false ? 0 : plan.knobs.dropout
      add("D", "dropout", [0, 0.5, 0.25, 0.75].filter { $0 != now }.map(PlanChange.dropout))
    }
    if lane.lrn.exists { add("L", "LRN", [.lrn(lane.lrn.isOn == false)]) }
    // The rate of a plan is that after the warm-up.
    let factor = plan.rateFactor(ofStep: lane.latest?.step ?? 1)
    let rate = lane.rate.map { $0 / factor } ?? plan.knobs.rate
    add(
      "R", "rate",
      [0.1, 0.5, 2, 10].map { factor in
        let value = Self.rounded(rate * factor)
        return Option(
          text: "× \(NumberText.plain(factor)) = \(NumberText.plain(value))",
          changes: [.rate(value)])
      })
    add("M", "momentum", [0, 0.5, 0.95, 0.99].map(PlanChange.momentum))
    let decay = plan.knobs.decay
    add(
      "W", "weight decay",
      ([0] + (decay > 0 ? [decay / 10, decay * 10] : [0.0005])).map(PlanChange.decay))
    let augmentation = plan.knobs.augmentation
    let variants = [
      Augmentation(crop: false, mirror: false), Augmentation(crop: true, mirror: false),
      Augmentation(), Augmentation(crop: true, mirror: true, colorNoise: true),
    ]
    add("A", "augmentation", variants.filter { $0 != augmentation }.map(PlanChange.augmentation))
    if lane.latest == nil { addInitialSettings(plan.network) }
    add("C", "nothing", [Option(text: "a copy", changes: [])])
  }

  private mutating func addInitialSettings(_ network: NetworkSpec) {
    if let style = network.poolingStyle {
      add("P", "pooling", [.pooling(style == .plain ? .overlapping : .plain)])
    }
    if let activation = network.activation {
      add("T", "activation", [.activation(activation == .tanh ? .relu : .tanh)])
    }
    let values: [InitialValues] = [.he, .gaussian(deviation: 0.01), .set(.caffe)]
    add(
      "I", "initial values",
      values.filter { $0 != network.initialValues }.map(PlanChange.initialization))
  }

  private mutating func add(
    _ letter: Unicode.Scalar, _ name: String, _ changes: [PlanChange]
  ) {
    add(letter, name, changes.map { Option(text: $0.text, changes: [$0]) })
  }

  private mutating func add(_ letter: Unicode.Scalar, _ name: String, _ options: [Option]) {
    if !options.isEmpty { rows.append(Row(letter: letter, name: name, options: options)) }
  }

  /// Returns a value rounded to the digits with which it is shown.
  private static func rounded(_ value: Double) -> Double {
    Double(NumberText.plain(value, minus: .output)) ?? value
  }

  var changes: [PlanChange] { rows.isEmpty ? [] : rows[selected].option.changes }

  mutating func move(by count: Int) {
    guard !rows.isEmpty else { return }
    selected = (selected + count + rows.count) % rows.count
  }

  mutating func choose(by count: Int) {
    guard !rows.isEmpty else { return }
    let options = rows[selected].options.count
    rows[selected].chosen = (rows[selected].chosen + count + options) % options
  }

  /// Selects the row of a letter; if it is selected already, chooses its next value.
  /// - Returns: False if no row has this letter.
  mutating func press(_ letter: Unicode.Scalar) -> Bool {
    guard let index = rows.firstIndex(where: { $0.letter == letter }) else { return false }
    if selected == index { choose(by: 1) } else { selected = index }
    return true
  }
}
