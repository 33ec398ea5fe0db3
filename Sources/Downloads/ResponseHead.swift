/// The parts of the head of an HTTP response that a download needs (RFC 9110, sections 8.8 and 14.4).
struct ResponseHead: Equatable {
  /// The status code; 0 before the status line.
  private(set) var status = 0
  /// The length of the whole file in bytes, if the response contains it.
  private(set) var total: Int?
  /// The index of the first byte in the file, for a response with a range.
  private(set) var firstByte: Int?
  /// The entity tag, or else the date of the last change. Weak entity tags do not identify bytes.
  private(set) var validator: String?
  private var hasTag = false

  init() {}

  /// Reads one line of the head. A status line starts a new response, such as after a redirection.
  mutating func read(_ line: String) {
    if line.hasPrefix("HTTP/") {
      self = ResponseHead()
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = line[line.index(after: colon)...].trimmingSpaces
    switch line[..<colon].lowercased() {
    case "content-length":
      if status == 200 { total = Int(value) }
    case "content-range": readRange(value)
    case "etag" where value.hasPrefix("\""):
      validator = String(value)
      hasTag = true
    case "last-modified" where !hasTag: validator = String(value)
    default: break
    }
  }

  /// Reads a range such as "bytes 100-199/200" or "bytes 100-199/*".
  private mutating func readRange(_ value: Substring) {
    guard status == 206, value.hasPrefix("bytes ") else { return }
    let parts = value.dropFirst(6).split(separator: "/")
    guard parts.count == 2 else { return }
    firstByte = parts[0].split(separator: "-").first.flatMap { Int($0) }
    total = Int(parts[1])
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var rest = drop { $0.isWhitespace }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
