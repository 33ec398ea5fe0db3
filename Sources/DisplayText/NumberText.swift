import Glibc

/// Numbers as text, independent of the locale.
public enum NumberText {
  /// Returns an integer with separated thousands: "1,234,567".
  public static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var position = digits.count - 3
    while position > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: position))
      position -= 3
    }
    return value < 0 ? "-" + digits : digits
  }

  /// Returns a number with a fixed number of digits after the point: "3.14" for two. Numbers of at
  /// least 1e10 are written with an exponent.
  /// - Parameters:
  ///   - value: The number; NaN and infinities have their own texts.
  ///   - digits: The number of digits after the point, 0 or more.
  ///   - minus: The sign of negative numbers.
  public static func fixed(_ value: Double, _ digits: Int, minus: String = "-") -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? minus + "∞" : "∞" }
    guard abs(value) < 1e10 else { return scientific(value) }
    let scale = Int(pow(10, Double(digits)))
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? minus : ""
    guard digits > 0 else { return sign + String(scaled) }
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return sign + String(scaled / scale) + "." + zeros + fraction
  }

  /// Returns a number with a fixed number of digits, as C's `printf` writes it: exact halves are
  /// rounded to even, and values that are not finite are "nan" and "inf". Reports on standard
  /// output use this form.
  /// - Parameters:
  ///   - value: The number.
  ///   - digits: The number of digits after the point, 0 or more.
  ///   - showsPlus: True to write the sign of positive numbers too.
  public static func printf(_ value: Double, _ digits: Int, showsPlus: Bool = false) -> String {
    let format = showsPlus ? "%+.*f" : "%.*f"
    return withVaList([CInt(digits), value]) { arguments in
      // A number below 1e308 has at most 309 digits before the point.
      let capacity = 320 + max(0, digits)
      return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
        vsnprintf(buffer.baseAddress, capacity, format, arguments)
        return buffer.baseAddress.map { String(cString: $0) } ?? ""
      }
    }
  }

  /// Returns a number with an exponent: "2.1e-4".
  public static func scientific(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, 0) }
    var exponent = Int(floor(log10(abs(value))))
    var mantissa = value / pow(10, Double(exponent))
    if abs(mantissa) >= 9.95 {
      mantissa /= 10
      exponent += 1
    }
    return fixed(mantissa, 1) + "e" + String(exponent)
  }

  /// Returns a number with about three significant digits: "0.612", "12.4", "183", "2.1e-4".
  public static func brief(_ value: Double) -> String {
    switch abs(value) {
    case 0: "0"
    case 0..<0.001: scientific(value)
    case 0..<9.995: fixed(value, 3)
    case 0..<99.95: fixed(value, 1)
    case 0..<100_000: fixed(value, 0)
    default: value.isFinite ? scientific(value) : fixed(value, 0)
    }
  }

  /// Returns a number with as many digits as fit into a width.
  /// - Parameters:
  ///   - value: The number.
  ///   - columns: The width, at least five columns.
  public static func fitting(_ value: Double, _ columns: Int) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, 0) }
    if abs(value) >= 0.01, abs(value) < 10_000 {
      let texts = [3, 2, 1, 0].lazy.map { fixed(value, $0) }
      if let text = texts.first(where: { $0.count <= columns }) { return text }
    }
    let text = scientific(value)
    guard text.count > columns, let point = text.firstIndex(of: "."),
      let exponent = text.firstIndex(of: "e")
    else { return text }
    return String(text[..<point] + text[exponent...])
  }

  /// Returns a rate or another setting, without trailing zeros: "0.02", "0.0016", "5.0e-5".
  public static func plain(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, 0) }
    guard abs(value) >= 0.0001, abs(value) < 1e6 else { return scientific(value) }
    let places = max(0, 2 - Int(floor(log10(abs(value)))))
    var text = fixed(value, places)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// Returns a number for the tick of an axis: "950", "1.2k", "3.4M".
  public static func short(_ value: Double) -> String {
    func trimmed(_ scaled: Double, _ unit: String) -> String {
      let text = fixed(scaled, 1)
      return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + unit
    }
    return switch abs(value) {
    case 0..<1000: value.rounded() == value ? fixed(value, 0) : brief(value)
    case 0..<1_000_000: trimmed(value / 1000, "k")
    default: trimmed(value / 1_000_000, "M")
    }
  }

  /// Returns a fraction in per cent: "45.3%".
  public static func percent(_ fraction: Double, _ digits: Int = 1) -> String {
    fixed(fraction * 100, digits) + "%"
  }

  /// Returns a share in per cent: "12 %", "12.5 %". The digit after the point is left out if it
  /// is 0.
  public static func trimmedPercent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return tenths.isMultiple(of: 10) ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }

  /// Returns a duration in seconds as minutes or hours: "3:07", "1:02:03"; "—" if it is negative or
  /// not finite.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "—" }
    let whole = Int(seconds)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let tail = two(whole / 60 % 60) + ":" + two(whole % 60)
    return whole < 3600 ? "\(whole / 60):" + two(whole % 60) : "\(whole / 3600):" + tail
  }
}
