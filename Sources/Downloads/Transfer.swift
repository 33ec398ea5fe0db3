import CDownload

/// The receiver of libcurl's callbacks during one request. It reads the head of the response, then
/// writes the body to the partial file or refuses it.
final class Transfer {
  /// The error that ended the request, if another attempt cannot succeed.
  private(set) var failure: DownloadError?

  private let partial: PartialFile
  private let file: RemoteFile
  private let shouldStop: () -> Bool
  private let onProgress: (Int) -> Void
  private var head = ResponseHead()
  private var hasBody = false

  init(
    _ partial: PartialFile, _ file: RemoteFile, shouldStop: @escaping () -> Bool,
    onProgress: @escaping (Int) -> Void
  ) {
    self.partial = partial
    self.file = file
    self.shouldStop = shouldStop
    self.onProgress = onProgress
  }

  /// Sets the callbacks of a request to this object, which must outlive the request.
  func attach(to request: inout cdownload_request) {
    request.context = Unmanaged.passUnretained(self).toOpaque()
    request.on_header = { context, line, count in
      let bytes = UnsafeRawBufferPointer(start: line, count: count)
      Transfer.from(context).head.read(String(decoding: bytes, as: UTF8.self))
    }
    request.on_bytes = { context, bytes, count in
      let bytes = UnsafeRawBufferPointer(start: bytes, count: count)
      return Transfer.from(context).receive(bytes) ? 0 : 1
    }
    request.should_stop = { context in Transfer.from(context).shouldStop() ? 1 : 0 }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
  }

  /// Writes bytes of the body.
  /// - Returns: False to end the request.
  private func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // The body of a response with another status is a page for a browser, not the file.
    guard head.status == 200 || head.status == 206 else { return false }
    do throws(DownloadError) {
      if !hasBody { try beginBody() }
      guard partial.length + bytes.count <= file.bytes else {
        throw .wrongLength(
          source: file.url, bytes: partial.length + bytes.count, expected: file.bytes)
      }
      try partial.append(bytes)
      onProgress(partial.length)
      return true
    } catch {
      failure = error
      return false
    }
  }

  private func beginBody() throws(DownloadError) {
    hasBody = true
    if let total = head.total, total != file.bytes {
      throw .wrongLength(source: file.url, bytes: total, expected: file.bytes)
    }
    if head.status == 206 && head.firstByte == partial.length { return }
    // The server does not support ranges, or has a new version of the file: the response is the whole file.
    try partial.restart()
    guard head.status == 200 else {
      throw .unusable(url: file.url, reason: "the server sent a different range than requested")
    }
    partial.setValidator(head.validator)
  }
}
