import CDownload
import Glibc

/// The download of a file with a known length and checksum over HTTP (libcurl).
///
/// The bytes are kept in a partial file beside the target. The next attempt, in this process or in
/// a later one, continues this partial file. It is renamed to the target when it is complete and
/// its checksum is correct.
public struct Download {
  private let file: RemoteFile
  private let path: String
  private let retries: RetryPolicy
  private let shouldStop: () -> Bool
  private let onProgress: (Int) -> Void

  /// Fetches a file.
  /// - Parameters:
  ///   - file: The address, the length and the checksum.
  ///   - path: The path of the complete file, in a folder that exists.
  ///   - retries: The time limits and the number of attempts.
  ///   - shouldStop: Called several times a second; the download stops when it returns `true`.
  ///   - onProgress: Called with the number of bytes in the partial file, each time bytes arrive.
  /// - Throws: `DownloadError`.
  public static func fetch(
    _ file: RemoteFile, to path: String, retries: RetryPolicy = RetryPolicy(),
    shouldStop: @escaping () -> Bool = { false }, onProgress: @escaping (Int) -> Void = { _ in }
  ) throws(DownloadError) {
    let download = Download(
      file: file, path: path, retries: retries, shouldStop: shouldStop, onProgress: onProgress)
    try download.run()
  }

  private func run() throws(DownloadError) {
    let partial = try PartialFile(for: path)
    var attemptsWithoutProgress = 0
    var longest = partial.length
    var hasReachedServer = false
    while partial.length != file.bytes {
      if partial.length > file.bytes { try partial.restart() }
      let failure = try attempt(partial)
      guard !shouldStop() else { throw .stopped(bytes: partial.length, total: file.bytes) }
      guard let failure else { continue }
      attemptsWithoutProgress = partial.length > longest ? 0 : attemptsWithoutProgress + 1
      // If the server has never responded, the address or the network is probably at fault. This is
      // reported at once, without further attempts.
      if case .noServer = failure {
        guard hasReachedServer else { throw error(failure, partial) }
      } else {
        hasReachedServer = true
      }
      guard attemptsWithoutProgress < retries.attempts else { throw error(failure, partial) }
      longest = max(longest, partial.length)
      wait()
    }
    try partial.save()
    do throws(DownloadError) {
      try file.check(fileAt: partial.path, shouldStop: shouldStop)
    } catch {
      guard case .wrongChecksum(_, let found, let expected) = error else { throw error }
      // Any of the bytes can be wrong, so the partial file is deleted and a later download starts
      // from the beginning.
      partial.remove()
      throw .wrongChecksum(source: file.url, found: found, expected: expected)
    }
    try partial.move(to: path)
  }

  /// The reason why an attempt ended before the file was complete. Another attempt can succeed;
  /// failures after which none can are thrown as a `DownloadError`.
  private enum AttemptFailure {
    case noServer(String)
    case refused(status: Int)
    case interrupted(String)
  }

  private func error(_ failure: AttemptFailure, _ partial: PartialFile) -> DownloadError {
    switch failure {
    case .noServer(let reason): .noServer(url: file.url, reason: reason)
    case .refused(let status): .refused(url: file.url, status: status)
    case .interrupted(let reason):
      .interrupted(url: file.url, bytes: partial.length, total: file.bytes, reason: reason)
    }
  }

  /// Sends one request for the missing bytes.
  /// - Returns: The reason why the file is still incomplete; `nil` if the partial file has at least
  ///   the expected length.
  /// - Throws: An error after which no further attempt can succeed.
  private func attempt(_ partial: PartialFile) throws(DownloadError) -> AttemptFailure? {
    let transfer = Transfer(partial, file, shouldStop: shouldStop, onProgress: onProgress)
    let (outcome, status, reason) = get(
      transfer, from: partial.length, validator: partial.validator)
    if let failure = transfer.failure { throw failure }
    if outcome == CDOWNLOAD_FAILED { throw .unusable(url: file.url, reason: reason) }
    switch status {
    case 0, 200, 206: break
    case 416:
      // The server's file ends before the requested byte. It is therefore shorter than the expected
      // file, and the bytes in the partial file can be of another version.
      try partial.restart()
      return .refused(status: 416)
    case 408, 429, 500...599: return .refused(status: status)
    default: throw .refused(url: file.url, status: status)
    }
    switch outcome {
    case CDOWNLOAD_DONE:
      return partial.length < file.bytes ? .interrupted("the response was too short") : nil
    case CDOWNLOAD_NO_SERVER: return .noServer(reason)
    default: return .interrupted(reason)
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
          request.connect_seconds = Int64(retries.connectSeconds)
          request.stall_seconds = Int64(retries.stallSeconds)
          request.stall_bytes = Int64(retries.stallBytes)
          transfer.attach(to: &request)
          return withExtendedLifetime(transfer) { cdownload_get(&request, &status, &reason) }
        }
      }
    }
    let text = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return (outcome, Int(status), String(decoding: text, as: UTF8.self))
  }

  private func withOptionalCString<Result>(
    _ text: String?, _ body: (UnsafePointer<CChar>?) -> Result
  ) -> Result {
    guard let text else { return body(nil) }
    return text.withCString(body)
  }

  /// Pauses before the next attempt. The pause ends early when the download must stop.
  private func wait() {
    let end = ContinuousClock.now + retries.pause
    while ContinuousClock.now < end, !shouldStop() { usleep(50_000) }
  }
}
