import Glibc

/// The files in which Linux describes a process and its limits, below a root folder: that of the system,
/// or of a copy.
public struct SystemFiles: Sendable {
  private let root: String

  /// - Parameter root: the folder that holds `proc` and `sys`; empty for the system itself.
  public init(root: String = "") { self.root = root }

  /// The text of a file; nil when it cannot be read.
  /// - Parameter path: absolute, as the running system has it.
  func text(of path: String) -> String? {
    let descriptor = open(root + path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += block[..<count]
    }
  }

  /// The value of a line "name: value" or "name value"; nil where there is none.
  func value(of name: String, in path: String) -> Substring? {
    guard let text = text(of: path) else { return nil }
    for line in text.split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      if words.count > 1, words[0] == name || words[0] == "\(name):" { return words[1] }
    }
    return nil
  }

  /// The number that is all of a file's text; nil where there is none.
  func number(in path: String) -> Int? {
    text(of: path).flatMap { Int($0.filter { !$0.isWhitespace }) }
  }
}
