/// A knob that can be switched on and off, with its current and its requested value.
struct KnobState: Equatable, Sendable {
  /// False if the network has no layer with this knob.
  var exists = true
  /// The current value; `nil` before it is known.
  var isOn: Bool?
  /// The value that was requested; `nil` once an event has confirmed it.
  var requested: Bool?

  /// The value that the next press of the key requests.
  var opposite: Bool { !(requested ?? isOn ?? true) }

  /// Sets the current value, which ends a request for it.
  mutating func confirm(_ on: Bool) {
    isOn = on
    if requested == on { requested = nil }
  }

  /// The current or the requested value; "—" if it does not exist or is not known.
  var text: String {
    guard exists, let isOn else { return "—" }
    if let requested { return requested ? "on requested" : "off requested" }
    return isOn ? "on" : "off"
  }
}
