import Glibc

/// Where ncurses keeps compiled entries, terminfo(5), and how it takes one from the environment.
extension Terminfo {
  /// The entry of this type; `nil` where there is none that we can read.
  static func entry(named type: String, environment: [String: String]) -> Terminfo? {
    guard let first = type.unicodeScalars.first, first.isASCII, !type.contains("/") else {
      return nil
    }
    // Linux puts an entry under its first letter, macOS under the letter's number.
    let folders = [String(first), String(first.value, radix: 16)]
    for directory in directories(environment) {
      for folder in folders {
        guard let bytes = contents(of: "\(directory)/\(folder)/\(type)") else { continue }
        return Terminfo(bytes)
      }
    }
    return nil
  }

  static func directories(_ environment: [String: String]) -> [String] {
    let standard = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
    if let only = environment["TERMINFO"], !only.isEmpty, !only.hasPrefix("/") {
      return []  // an entry in the environment itself, which is before every file
    }
    var all: [String] = []
    if let first = environment["TERMINFO"], !first.isEmpty { all.append(first) }
    if let home = environment["HOME"], !home.isEmpty { all.append(home + "/.terminfo") }
    if let more = environment["TERMINFO_DIRS"] {
      for directory in more.split(separator: ":", omittingEmptySubsequences: false) {
        all += directory.isEmpty ? standard : [String(directory)]
      }
    }
    return all + standard
  }

  /// As a value of `TERMINFO`, which ncurses reads in place of a file.
  var environmentValue: String { "b64:" + Self.base64(encoded()) }

  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for place in 0..<4 {
        let padding = place > part.count
        text.append(padding ? UInt8(ascii: "=") : digits[bits >> (18 - 6 * place) & 63])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    // The largest entry that ncurses reads.
    var bytes = [UInt8](repeating: 0, count: 32_768)
    let count = fread(&bytes, 1, bytes.count, file)
    return count > 0 ? Array(bytes[..<count]) : nil
  }
}
