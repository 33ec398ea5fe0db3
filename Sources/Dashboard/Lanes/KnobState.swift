/// A switch of the trainer as the screen knows it: what it is, and what has been asked of it.
struct KnobState: Equatable, Sendable {
  /// False when the network has no layer that it would switch.
  var exists = true
  /// Nil until it is known.
  var isOn: Bool?
  /// Asked for and not yet told by the trainer.
  var asked: Bool?

  /// What another press asks for.
  var opposite: Bool { !(asked ?? isOn ?? true) }

  mutating func told(_ on: Bool) {
    isOn = on
    if asked == on { asked = nil }
  }

  var words: String {
    guard exists, let isOn else { return "—" }
    if let asked { return asked ? "on asked" : "off asked" }
    return isOn ? "on" : "off"
  }
}
