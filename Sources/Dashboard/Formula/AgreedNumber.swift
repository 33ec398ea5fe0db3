import DisplayText
import Glibc

/// A number that was computed from shown terms, with as many digits as are sure.
///
/// The network adds in single precision and in another order. Where its own result is known, the digits end
/// where the two differ. Otherwise they end where rounding begins.
struct AgreedNumber: Equatable {
  /// The computed number.
  let text: String
  /// The network's own number with as many digits; `nil` if the network does not keep it.
  let own: String?
  /// False if not even the first digits are the same.
  let agrees: Bool

  /// The largest number of digits, which single precision has.
  private static let digits = 7
  /// The smallest number of equal digits at which two numbers agree.
  private static let leastDigits = 2

  /// Compares a computed number with the network's own.
  init(_ computed: Double, own: Float) {
    let own = Double(own)
    for count in (Self.leastDigits...Self.digits).reversed() {
      let (text, other) = (Self.text(computed, count), Self.text(own, count))
      guard text == other else { continue }
      self.init(text: text, own: other, agrees: true)
      return
    }
    // The sign or the first digit of a number near 0 is the rounding of larger terms.
    self.init(text: Self.text(computed, 4), own: Self.text(own, 4), agrees: false)
  }

  /// Shortens a computed number to the digits that are sure.
  /// - Parameter magnitude: The sum of the absolute values of the terms.
  init(_ computed: Double, magnitude: Double) {
    let rounding = 4 * magnitude * Double(Float.ulpOfOne)
    guard computed != 0, computed.isFinite, rounding > 0 else {
      self.init(text: Self.text(computed, Self.digits), own: nil, agrees: true)
      return
    }
    let sure = Int(floor(log10(abs(computed) / rounding))) + 1
    self.init(
      text: Self.text(computed, min(Self.digits, max(1, sure))), own: nil, agrees: true)
  }

  private init(text: String, own: String?, agrees: Bool) {
    self.text = text
    self.own = own
    self.agrees = agrees
  }

  /// Returns a number with some significant digits.
  static func text(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, value != 0 else { return NumberText.fixed(value, 0) }
    guard abs(value) >= 1e-4, abs(value) < 1e7 else {
      return NumberText.scientific(value, min(2, digits - 1))
    }
    let places = digits - 1 - Int(floor(log10(abs(value))))
    return NumberText.fixed(value, min(8, max(0, places)))
  }

  /// Returns true if a computed number and the network's own differ by no more than the rounding of a sum.
  /// - Parameter magnitude: The sum of the absolute values of the terms.
  static func isRounding(_ computed: Double, own: Float, magnitude: Double) -> Bool {
    abs(computed - Double(own)) <= 1e-5 * magnitude
  }
}
