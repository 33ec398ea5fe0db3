import Channels
import Dashboard
import Dispatch
import Images

/// Finds the user's own images by typed paths, and decodes each, on a separate thread. The screen shows the
/// first images while the others are decoded.
final class ImageFinder: Sendable {
  /// The replies, several for each search.
  let replies: Mailbox<FoundImages>
  private let queue = DispatchQueue(label: "own images", qos: .utility)
  /// The number of the search in progress; 0 without one.
  private let current = Monitor(0)

  /// The shortest time between two replies.
  private static let interval = Duration.milliseconds(200)

  /// Creates a finder.
  /// - Parameter onReply: Called on another thread after each reply.
  init(onReply: @escaping @Sendable () -> Void) { replies = Mailbox(onPost: onReply) }

  /// Begins a search instead of the one before; `nil` only ends that.
  func find(_ request: ImageFileRequest?) {
    current.update { $0 = request?.number ?? 0 }
    guard let request else { return }
    queue.async { [self] in
      do {
        try search(request)
      } catch {
        replies.post(
          FoundImages(
            request: request.number, problems: [.init(path: "", reason: "\(error)")], checked: 0,
            total: 0, isOver: true))
      }
    }
  }

  private func isWanted(_ request: ImageFileRequest) -> Bool {
    current.update { $0 == request.number }
  }

  private func search(_ request: ImageFileRequest) throws {
    let files = ImageFileList(request)
    let decoder = try ImageCheck()
    let start = ContinuousClock.now
    var postedAt = start
    var reply = FoundImages(
      request: request.number, problems: files.problems, checked: 0, total: files.paths.count,
      isOver: false)
    var isFirst = true
    for path in files.paths {
      guard isWanted(request) else { return }
      do throws(ImagesError) {
        try decoder.check(path)
        reply.paths.append(path)
      } catch {
        reply.problems.append(.init(path: path, reason: ImageCheck.explanation(of: error)))
      }
      reply.checked += 1
      let now = ContinuousClock.now
      guard now - postedAt >= Self.interval || isFirst && !reply.paths.isEmpty else { continue }
      if !reply.paths.isEmpty { isFirst = false }
      postedAt = now
      reply.secondsLeft =
        (now - start) / .seconds(1) / Double(reply.checked) * Double(reply.total - reply.checked)
      replies.post(reply)
      (reply.paths, reply.problems) = ([], [])
    }
    reply.isOver = true
    reply.secondsLeft = nil
    replies.post(reply)
  }
}
