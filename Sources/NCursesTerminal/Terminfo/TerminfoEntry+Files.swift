import Glibc

/// The files of compiled entries, terminfo(5), and an entry as a value of an environment variable.
extension TerminfoEntry {
  /// Returns the entry of a terminal type; `nil` if no readable entry was found.
  static func entry(named type: String, environment: [String: String]) -> TerminfoEntry? {
    guard let first = type.unicodeScalars.first, first.isASCII, !type.contains("/") else {
      return nil
    }
    // On Linux an entry is in a folder named by its first letter, on macOS by the number of the
    // letter.
    let folders = [String(first), String(first.value, radix: 16)]
    for directory in directories(environment) {
      for folder in folders {
        guard let bytes = contents(of: "\(directory)/\(folder)/\(type)") else { continue }
        return TerminfoEntry(bytes)
      }
    }
    return nil
  }

  /// Returns the folders of entries in the order in which ncurses searches them.
  static func directories(_ environment: [String: String]) -> [String] {
    let standard = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
    if let only = environment["TERMINFO"], !only.isEmpty, !only.hasPrefix("/") {
      return []  // the variable holds an entry, which ncurses uses before every file
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

  /// The entry as a value of `TERMINFO`, which ncurses reads instead of a file.
  var environmentValue: String { "b64:" + Self.base64(encoded()) }

  /// Returns the bytes in base64 (RFC 4648).
  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for digit in 0..<4 {
        let isPadding = digit > group.count
        text.append(isPadding ? UInt8(ascii: "=") : digits[bits >> (18 - 6 * digit) & 63])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    // The size of the largest entry that ncurses reads.
    var bytes = [UInt8](repeating: 0, count: 32_768)
    let count = fread(&bytes, 1, bytes.count, file)
    return count > 0 ? Array(bytes[..<count]) : nil
  }
}
