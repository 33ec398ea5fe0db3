import Foundation

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
      guard sides.count == 2, sides[0].trimmingCharacters(in: .whitespaces) == "model name" else {
        continue
      }
      let name = sides[1].trimmingCharacters(in: .whitespaces)
      return name.isEmpty ? nil : name
    }
    return nil
  }
}
