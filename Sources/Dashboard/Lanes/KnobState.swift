/// A setting that can be switched on and off, with its present and its requested value.
struct KnobState: Equatable, Sendable {
  /// False if the network has no layer with this setting.
  var exists = true
  /// The present value; `nil` before it is known.
  var isOn: Bool?
  /// The value that was requested and not yet confirmed by an event.
  var requested: Bool?

  /// The value that the next press of the key requests.
  var opposite: Bool { !(requested ?? isOn ?? true) }

  /// Sets the present value; a request for it is fulfilled.
  mutating func confirm(_ on: Bool) {
    isOn = on
    if requested == on { requested = nil }
  }

  var words: String {
    guard exists, let isOn else { return "—" }
    if let requested { return requested ? "on requested" : "off requested" }
    return isOn ? "on" : "off"
  }
}
