import FoundationEssentials

/// The name of the machine's processor.
public enum ProcessorName {
  /// The name that the kernel reports, such as "Intel(R) Xeon(R) Processor"; "unknown" if it reports none.
  public static var current: String {
    let bytes = FileManager.default.contents(atPath: "/proc/cpuinfo") ?? Data()
    return name(in: String(decoding: bytes, as: UTF8.self)) ?? "unknown"
  }

  /// Returns the name of the first processor in the text of `/proc/cpuinfo`.
  static func name(in text: String) -> String? {
    for line in text.split(separator: "\n") {
      let sides = line.split(separator: ":", maxSplits: 1)
      guard sides.count == 2, words(sides[0]) == "model name" else { continue }
      let name = words(sides[1])
      return name.isEmpty ? nil : name
    }
    return nil
  }

  /// Returns the words of a text with one space between them.
  private static func words(_ text: Substring) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
