import DisplayText

extension Int {
  /// The number with separated thousands: "60,965,224".
  var grouped: String { NumberText.grouped(self, minus: .output) }

  /// A number of steps: "1 step", "1,950 steps".
  var stepsText: String { self == 1 ? "1 step" : "\(grouped) steps" }

  /// An amount of memory, as a number of bytes: "1,024 MiB".
  var memoryText: String { NumberText.memory(self) }

  /// The size of a file, as a number of bytes: "170.5 MB".
  var fileSizeText: String { NumberText.bytes(self) }
}

extension Double {
  /// The number with a fixed number of digits after the point: "3.14" for two.
  func fixed(_ digits: Int) -> String { NumberText.fixed(self, digits, minus: .output) }

  /// The share as a percentage: "12.5%".
  var percent: String { NumberText.percent(self) }
}
