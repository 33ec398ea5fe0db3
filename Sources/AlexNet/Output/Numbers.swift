import DisplayText

extension Int {
  /// The number with separated thousands: "60,965,224".
  var grouped: String { NumberText.grouped(self) }

  /// The number of bytes in MiB, rounded up: "1,024 MiB".
  var mebibytes: String { "\(((self + 1_048_575) / 1_048_576).grouped) MiB" }
}

extension Double {
  /// The number with a fixed number of digits after the point: "3.14" for two.
  func fixed(_ digits: Int) -> String { NumberText.printf(self, digits) }

  /// The share as a percentage: "12.5 %".
  var percent: String { "\((self * 100).fixed(1)) %" }
}
