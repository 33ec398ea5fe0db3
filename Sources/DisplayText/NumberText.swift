import Glibc

/// Numbers as text, independent of the locale. Every number that a user reads is written here.
///
/// - Thousands are separated: "1,950".
/// - Numbers from 0.001 on have a fixed number of digits after the point. Smaller ones have an
///   exponent, and a mantissa without trailing zeros: "8.5e-4", "5e-5". Settings, which are written
///   as on the command line, have an exponent below 0.0001 only: "0.0005".
/// - Halves are rounded away from zero.
/// - The minus sign is "−" (U+2212) on a screen and "-" on standard output.
public enum NumberText {
  /// The sign of negative numbers. A minus in an exponent is always "-".
  public enum Minus: String, Sendable {
    /// U+2212, which is as wide as "+". On an ASCII terminal, "-" is drawn instead.
    case screen = "−"
    /// A hyphen, which other programs read as a sign.
    case output = "-"
  }

  /// Returns an integer with separated thousands: "1,234,567".
  public static func grouped(_ value: Int) -> String { grouped(value, minus: .screen) }

  /// Returns an integer with separated thousands and a choice of the sign.
  public static func grouped(_ value: Int, minus: Minus) -> String {
    (value < 0 ? minus.rawValue : "") + grouped(value.magnitude)
  }

  private static func grouped(_ value: UInt) -> String {
    var digits = String(value)
    var position = digits.count - 3
    while position > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: position))
      position -= 3
    }
    return digits
  }

  /// Returns a number with a fixed number of digits after the point: "3.14" for two. Numbers of at
  /// least 1e10 are written with an exponent.
  /// - Parameters:
  ///   - value: The number; NaN and infinities have their own texts.
  ///   - digits: The number of digits after the point, 0 to 8.
  ///   - minus: The sign of negative numbers.
  public static func fixed(_ value: Double, _ digits: Int, minus: Minus = .screen) -> String {
    guard value.isFinite else {
      return value.isNaN ? "NaN" : (value < 0 ? minus.rawValue : "") + "∞"
    }
    guard abs(value) < 1e10 else { return scientific(value, minus: minus) }
    let scale = UInt(pow(10, Double(digits)))
    let scaled = UInt((abs(value) * Double(scale)).rounded())
    let number = (value < 0 && scaled > 0 ? minus.rawValue : "") + grouped(scaled / scale)
    guard digits > 0 else { return number }
    let fraction = String(scaled % scale)
    return number + "." + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  /// Returns a number with a fixed number of digits, and with its sign unless it is rounded to 0:
  /// "+0.120", "−0.120", "0.000".
  public static func signed(_ value: Double, _ digits: Int, minus: Minus = .screen) -> String {
    let text = fixed(value, digits, minus: minus)
    return value > 0 && text.contains(where: { ("1"..."9").contains($0) || $0 == "∞" })
      ? "+" + text : text
  }

  /// Returns a number with an exponent: "2.1e-4", "5e-5". The mantissa has no trailing zeros.
  /// - Parameters:
  ///   - value: The number.
  ///   - digits: The greatest number of digits after the point of the mantissa.
  ///   - minus: The sign of negative numbers.
  public static func scientific(
    _ value: Double, _ digits: Int = 1, minus: Minus = .screen
  ) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, 0, minus: minus) }
    var exponent = Int(floor(log10(abs(value))))
    // Near the smallest number, a power of ten alone would be 0.
    var mantissa = value / pow(10, Double(exponent / 2)) / pow(10, Double(exponent - exponent / 2))
    if abs(mantissa) >= 10 - 0.5 * pow(10, Double(-digits)) {
      mantissa /= 10
      exponent += 1
    }
    return withoutTrailingZeros(fixed(mantissa, digits, minus: minus)) + "e" + String(exponent)
  }

  /// Returns a measured value with about three significant digits: "0.612", "12.4", "183",
  /// "2.1e-4".
  public static func brief(_ value: Double) -> String {
    switch abs(value) {
    case 0: "0"
    case 0..<smallestFixed: scientific(value)
    case 0..<9.9995: fixed(value, 3)
    case 0..<99.95: fixed(value, 1)
    case 0..<100_000: fixed(value, 0)
    default: value.isFinite ? scientific(value) : fixed(value, 0)
    }
  }

  /// Returns a measured value with as many digits as fit into a width, but at most three after the
  /// point.
  /// - Parameters:
  ///   - value: The number.
  ///   - columns: The width, at least five columns.
  public static func fitting(_ value: Double, _ columns: Int) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, 0) }
    if abs(value) >= smallestFixed, abs(value) < 100_000 {
      let texts = [3, 2, 1, 0].lazy.map { fixed(value, $0) }
      // A text of zeros alone would hide that the value is not 0.
      if let text = texts.first(where: { $0.count <= columns }),
        text.contains(where: { ("1"..."9").contains($0) })
      {
        return text
      }
    }
    let text = scientific(value)
    return text.count > columns ? scientific(value, 0) : text
  }

  /// The smallest number that rounds to 0.001 or more, and therefore has no exponent.
  private static let smallestFixed = 0.000_995

  /// Returns a learning rate or another setting, with up to three significant digits and without
  /// trailing zeros: "0.02", "0.0016", "0.0005", "5e-5".
  public static func plain(_ value: Double) -> String { plain(value, minus: .screen) }

  /// Returns a setting as `plain(_:)` does, with a choice of the sign.
  public static func plain(_ value: Double, minus: Minus) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, 0, minus: minus) }
    guard abs(value) >= 0.000_099_95, abs(value) < 1e6 else {
      return scientific(value, 2, minus: minus)
    }
    let places = max(0, 2 - Int(floor(log10(abs(value)))))
    return withoutTrailingZeros(fixed(value, places, minus: minus))
  }

  /// Returns a number for the tick of an axis: "950", "1.2k", "3.4M".
  public static func short(_ value: Double) -> String {
    switch abs(value) {
    case 0..<1000: value.rounded() == value ? fixed(value, 0) : brief(value)
    case 0..<999_950: withoutTrailingZeros(fixed(value / 1000, 1)) + "k"
    default: withoutTrailingZeros(fixed(value / 1_000_000, 1)) + "M"
    }
  }

  /// Removes the zeros at the end of a fraction, and a point without digits after it.
  static func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
