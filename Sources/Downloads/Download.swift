import CDownload
import Glibc

/// Fetches a file of known length and checksum over HTTP (libcurl). What has come is kept in a part
/// beside its place, from which the next attempt, or the next run of the program, goes on; at its place
/// the file stands only when it is whole and the right one.
public struct Download {
  /// How patient it is.
  public struct Patience: Sendable {
    public var connectSeconds = 30
    /// Given up when for so many seconds fewer than `stallBytes` a second have come.
    public var stallSeconds = 30
    public var stallBytes = 1_000
    /// Attempts in a row in which nothing comes.
    public var attempts = 5
    /// Between two attempts.
    public var pause = Duration.seconds(2)

    public init() {}
  }

  private let file: RemoteFile
  private let path: String
  private let patience: Patience
  private let shouldStop: () -> Bool
  private let onProgress: (Int) -> Void

  /// Fetches `file` to `path`, whose folder is there.
  /// - Parameters:
  ///   - file: the address, the length and the checksum.
  ///   - path: the place of the complete file.
  ///   - patience: the time limits.
  ///   - shouldStop: asked several times a second.
  ///   - onProgress: told how many bytes there are, as often as some come.
  public static func fetch(
    _ file: RemoteFile, to path: String, patience: Patience = Patience(),
    shouldStop: @escaping () -> Bool = { false }, onProgress: @escaping (Int) -> Void = { _ in }
  ) throws(DownloadError) {
    let download = Download(
      file: file, path: path, patience: patience, shouldStop: shouldStop, onProgress: onProgress)
    try download.run()
  }

  private func run() throws(DownloadError) {
    let part = try Part(path: path)
    var failures = 0
    var most = part.length
    var hasHeard = false
    while part.length != file.bytes {
      if part.length > file.bytes { try part.restart() }
      let setback = try attempt(part)
      guard !shouldStop() else { throw .stopped(bytes: part.length, total: file.bytes) }
      guard let setback else { continue }
      failures = part.length > most ? 0 : failures + 1
      // Where there is no network at all, nobody is kept waiting for the news.
      if case .noServer = setback {
        guard hasHeard else { throw failure(setback, part) }
      } else {
        hasHeard = true
      }
      guard failures < patience.attempts else { throw failure(setback, part) }
      most = max(most, part.length)
      wait()
    }
    try part.save()
    do throws(DownloadError) {
      try file.check(fileAt: part.path, shouldStop: shouldStop)
    } catch {
      guard case .wrongChecksum(_, let found, let expected) = error else { throw error }
      // Nothing in it can be trusted: the next attempt is to begin anew.
      part.remove()
      throw .wrongChecksum(source: file.url, found: found, expected: expected)
    }
    try part.place(at: path)
  }

  /// Why an attempt brought less than the rest, where another may bring more.
  private enum Setback {
    case noServer(String)
    case refusal(Int)
    case cut(String)
  }

  private func failure(_ setback: Setback, _ part: Part) -> DownloadError {
    switch setback {
    case .noServer(let reason): .noServer(url: file.url, reason: reason)
    case .refusal(let status): .refused(url: file.url, status: status)
    case .cut(let reason):
      .interrupted(url: file.url, bytes: part.length, total: file.bytes, reason: reason)
    }
  }

  /// One request for what is missing; nil when as much came as was announced.
  private func attempt(_ part: Part) throws(DownloadError) -> Setback? {
    let transfer = Transfer(part, file, shouldStop: shouldStop, onProgress: onProgress)
    let (outcome, status, reason) = get(transfer, from: part.length, validator: part.validator)
    if let failure = transfer.failure { throw failure }
    if outcome == CDOWNLOAD_FAILED { throw .unusable(url: file.url, reason: reason) }
    switch status {
    case 0, 200, 206: break
    case 416:
      // There is nothing at that place: what is here is no part of what is there.
      try part.restart()
      return .refusal(416)
    case 408, 429, 500...599: return .refusal(status)
    default: throw .refused(url: file.url, status: status)
    }
    switch outcome {
    case CDOWNLOAD_DONE: return part.length < file.bytes ? .cut("the answer was too short") : nil
    case CDOWNLOAD_NO_SERVER: return .noServer(reason)
    default: return .cut(reason)
    }
  }

  private func get(
    _ transfer: Transfer, from start: Int, validator: String?
  ) -> (cdownload_outcome, status: Int, reason: String) {
    var status: Int64 = 0
    var reason = [CChar](repeating: 0, count: Int(CDOWNLOAD_REASON_BYTES))
    let outcome = file.url.withCString { url in
      "alexnet".withCString { name in
        withOptionalCString(validator) { validator in
          var request = cdownload_request()
          request.url = url
          request.user_agent = name
          request.from = Int64(start)
          request.validator = validator
          request.connect_seconds = Int64(patience.connectSeconds)
          request.stall_seconds = Int64(patience.stallSeconds)
          request.stall_bytes = Int64(patience.stallBytes)
          transfer.attach(to: &request)
          return withExtendedLifetime(transfer) { cdownload_get(&request, &status, &reason) }
        }
      }
    }
    let words = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return (outcome, Int(status), String(decoding: words, as: UTF8.self))
  }

  private func withOptionalCString<Result>(
    _ text: String?, _ body: (UnsafePointer<CChar>?) -> Result
  ) -> Result {
    guard let text else { return body(nil) }
    return text.withCString(body)
  }

  /// A pause that ends early when it is to stop.
  private func wait() {
    let end = ContinuousClock.now + patience.pause
    while ContinuousClock.now < end, !shouldStop() { usleep(50_000) }
  }
}
