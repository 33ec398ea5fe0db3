import CDownload

/// What libcurl talks to during one request: it looks at the head of the answer, then puts the body
/// where it belongs, or refuses it.
final class Transfer {
  /// What is wrong for good.
  private(set) var failure: DownloadError?

  private let part: Part
  private let file: RemoteFile
  private let shouldStop: () -> Bool
  private let onProgress: (Int) -> Void
  private var head = AnswerHead()
  private var hasBegun = false

  init(
    _ part: Part, _ file: RemoteFile, shouldStop: @escaping () -> Bool,
    onProgress: @escaping (Int) -> Void
  ) {
    self.part = part
    self.file = file
    self.shouldStop = shouldStop
    self.onProgress = onProgress
  }

  /// Makes the request talk to this object, which is to outlive it.
  func attach(to request: inout cdownload_request) {
    request.context = Unmanaged.passUnretained(self).toOpaque()
    request.on_header = { context, line, count in
      let bytes = UnsafeRawBufferPointer(start: line, count: count)
      Transfer.behind(context).head.read(String(decoding: bytes, as: UTF8.self))
    }
    request.on_bytes = { context, bytes, count in
      Transfer.behind(context).take(UnsafeRawBufferPointer(start: bytes, count: count)) ? 0 : 1
    }
    request.should_stop = { context in Transfer.behind(context).shouldStop() ? 1 : 0 }
  }

  private static func behind(_ context: UnsafeMutableRawPointer?) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
  }

  /// False ends the request.
  private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // The body of a refusal is for a person with a browser.
    guard head.status == 200 || head.status == 206 else { return false }
    do throws(DownloadError) {
      if !hasBegun { try begin() }
      guard part.length + bytes.count <= file.bytes else {
        throw .wrongLength(
          source: file.url, bytes: part.length + bytes.count, expected: file.bytes)
      }
      try part.append(bytes)
      onProgress(part.length)
      return true
    } catch {
      failure = error
      return false
    }
  }

  private func begin() throws(DownloadError) {
    hasBegun = true
    if let total = head.total, total != file.bytes {
      throw .wrongLength(source: file.url, bytes: total, expected: file.bytes)
    }
    if head.status == 206 && head.first == part.length { return }
    // The server does not do parts, or has another version by now: this is the whole from its start.
    try part.restart()
    guard head.status == 200 else {
      throw .unusable(url: file.url, reason: "the server sent another part than was asked for")
    }
    part.remember(head.validator)
  }
}

/// The head of an HTTP answer, as far as it matters here (RFC 9110, sections 8.8 and 14.4).
struct AnswerHead: Equatable {
  private(set) var status = 0
  /// The length of the whole file, where the answer says it.
  private(set) var total: Int?
  /// The first byte of a part.
  private(set) var first: Int?
  private(set) var validator: String?
  private var length: Int? { didSet { if status == 200 { total = length } } }
  private var hasTag = false

  init() {}

  /// Takes one line. A status line begins a new answer, as after a redirection.
  mutating func read(_ line: String) {
    if line.hasPrefix("HTTP/") {
      self = AnswerHead()
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = line[line.index(after: colon)...].trimmingSpaces
    switch line[..<colon].lowercased() {
    case "content-length": length = Int(value)
    case "content-range": readRange(value)
    case "etag" where value.hasPrefix("\""):
      validator = String(value)
      hasTag = true
    case "last-modified" where !hasTag: validator = String(value)
    default: break
    }
  }

  /// "bytes 100-199/200" or "bytes 100-199/*".
  private mutating func readRange(_ value: Substring) {
    guard status == 206, value.hasPrefix("bytes ") else { return }
    let parts = value.dropFirst(6).split(separator: "/")
    guard parts.count == 2 else { return }
    first = parts[0].split(separator: "-").first.flatMap { Int($0) }
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
