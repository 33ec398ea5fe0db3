// Each kind of quantity has one text, on all screens and in all reports.

extension NumberText {
  /// Returns an error, or another share, in per cent: "45.3%". Errors have one digit after the
  /// point everywhere.
  /// - Parameters:
  ///   - fraction: The share, 0 to 1.
  ///   - digits: The number of digits after the point.
  public static func percent(_ fraction: Double, _ digits: Int = 1) -> String {
    fixed(fraction * 100, digits) + "%"
  }

  /// Returns a share in per cent without trailing zeros, for limits and the ticks of an axis: "12%",
  /// "12.5%".
  /// - Parameters:
  ///   - fraction: The share, 0 to 1.
  ///   - digits: The greatest number of digits after the point.
  public static func percent(_ fraction: Double, upTo digits: Int) -> String {
    withoutTrailingZeros(fixed(fraction * 100, digits)) + "%"
  }

  /// Returns a share in whole per cent in which rounding hides nothing: "100%" is all and "0%" is none,
  /// otherwise it is ">99%" and "<1%".
  /// - Parameter fraction: The share, 0 to 1.
  public static func share(_ fraction: Double) -> String {
    switch fraction {
    case 0.995..<1: ">99%"
    case 0..<0.005 where fraction > 0: "<1%"
    default: percent(fraction, 0)
    }
  }

  /// Returns a difference of two errors in percentage points, with its sign: "−3.2 points".
  /// - Parameters:
  ///   - difference: The difference of two shares.
  ///   - isShort: True for "pt" instead of "points", where there is little room.
  ///   - minus: The sign of negative differences.
  public static func points(
    _ difference: Double, isShort: Bool = false, minus: Minus = .screen
  ) -> String {
    signed(difference * 100, 1, minus: minus) + (isShort ? " pt" : " points")
  }

  /// Returns the difference of two shares as their texts have it, with one digit after the point: 96.94% and
  /// 89.76% are shown as "96.9%" and "89.8%", so the difference is that of 7.1 points and not of 7.2.
  public static func shownDifference(_ share: Double, _ other: Double) -> Double {
    guard share.isFinite, other.isFinite else { return share - other }
    return ((share * 1000).rounded() - (other * 1000).rounded()) / 1000
  }

  /// Returns a loss in nats, with three digits after the point: "0.812".
  public static func loss(_ nats: Double) -> String { fixed(nats, 3) }

  /// Returns a number per second: "1,234", "4.3" below ten; "—" if it is not finite.
  public static func perSecond(_ count: Double) -> String {
    guard count.isFinite else { return "—" }
    return fixed(min(max(0, count), 1e9), count < 9.95 ? 1 : 0)
  }

  /// Returns the size of a file, a download or a disk in decimal units, as disks and web sites
  /// state it: "512 bytes", "4.1 kB", "170.5 MB", "1.2 GB".
  public static func bytes(_ count: Int) -> String {
    let value = Double(count)
    return switch count {
    case ..<1000: count == 1 ? "1 byte" : grouped(count) + " bytes"
    case ..<999_950: fixed(value / 1e3, 1) + " kB"
    case ..<999_950_000: fixed(value / 1e6, 1) + " MB"
    default: fixed(value / 1e9, 1) + " GB"
    }
  }

  /// Returns an amount of memory in binary units, as operating systems and their limits state it, rounded
  /// up: "1,024 MiB".
  public static func memory(_ bytes: Int) -> String {
    grouped((bytes + 0xf_ffff) >> 20) + " MiB"
  }

  /// Returns a duration in seconds as minutes or hours: "3:07", "1:02:03"; "—" if it is negative or
  /// not finite.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "—" }
    let whole = Int(seconds)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let tail = two(whole / 60 % 60) + ":" + two(whole % 60)
    return whole < 3600
      ? "\(whole / 60):" + two(whole % 60) : grouped(whole / 3600) + ":" + tail
  }

  /// Returns a duration in seconds as an estimate, with one or two digits for each unit: "40 s", "3 min",
  /// "1 h 20 min", "12 h", "2 days"; "—" if it is negative or not finite.
  public static func roundedDuration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "—" }
    func rounded(_ value: Double, to unit: Double = 1) -> Int {
      Int((value / unit).rounded() * unit)
    }
    let (minutes, hours) = (seconds / 60, seconds / 3600)
    if seconds < 9.5 { return "\(max(1, rounded(seconds))) s" }
    if seconds < 55 { return "\(rounded(seconds, to: 10)) s" }
    if minutes < 59.5 { return "\(rounded(minutes)) min" }
    let tens = rounded(minutes, to: 10)
    if tens < 600 {
      return "\(tens / 60) h" + (tens % 60 == 0 ? "" : " \(tens % 60) min")
    }
    return hours < 47.5 ? "\(rounded(hours)) h" : "\(grouped(rounded(hours / 24))) days"
  }
}
