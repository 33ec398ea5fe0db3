/// The frequency of the processors.
enum ProcessorClock {
  /// The largest number of processors whose frequency is read from a file of its own.
  private static let maximumFiles = 64

  /// Returns the mean frequency of all processors in hertz; `nil` if the system does not state it.
  static func frequency(in files: SystemFiles) -> Double? {
    let folder = "/sys/devices/system/cpu"
    let numbers = files.text(of: "\(folder)/online")
      .flatMap { ProcessorAffinity.numbers(ofList: $0.prefix { !$0.isNewline }) }
    // In kilohertz, as the scaling driver requests or measures it.
    let scaled = (numbers ?? [0]).prefix(maximumFiles).compactMap {
      files.number(in: "\(folder)/cpu\($0)/cpufreq/scaling_cur_freq")
    }
    if let mean = mean(scaled.map { Double($0) * 1e3 }) { return mean }
    return mean(megahertz(inText: files.text(of: "/proc/cpuinfo") ?? "").map { $0 * 1e6 })
  }

  /// Returns the numbers of the lines "cpu MHz : 2600.000" of `/proc/cpuinfo`, which only x86 has.
  static func megahertz(inText text: String) -> [Double] {
    text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("cpu MHz"), let colon = line.firstIndex(of: ":") else { return nil }
      return Double(line[colon...].dropFirst().filter { !$0.isWhitespace })
    }
  }

  private static func mean(_ values: [Double]) -> Double? {
    let known = values.filter { $0.isFinite && $0 > 0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
