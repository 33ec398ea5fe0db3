import Channels
import Dashboard
import Runs

/// Answers requests about images of runs that are over, on a thread of its own with an engine of its own, so
/// that the screen never waits. A new request replaces the one before, between two batches.
final class ImageWorker: Sendable {
  /// The answers.
  let replies: Mailbox<ImageAnswer>
  private let inbox = Mailbox<Message>()
  private let isStarted = Monitor(false)

  /// The time after the last request for which the network stays in memory.
  private static let rest = Duration.seconds(60)

  private enum Message: Sendable {
    case job(ImageJob)
    case rest
    case end
  }

  /// Creates a worker.
  /// - Parameter onReply: Called on another thread after each answer.
  init(onReply: @escaping @Sendable () -> Void) { replies = Mailbox(onPost: onReply) }

  deinit { inbox.post(.end) }

  /// Begins to answer a request instead of the one before.
  func begin(_ job: ImageJob) {
    inbox.post(.job(job))
    let wasStarted = isStarted.update { isStarted in
      defer { isStarted = true }
      return isStarted
    }
    guard !wasStarted else { return }
    NamedThread.start("images", stackSize: 8 << 20, isBackground: true) { [inbox, replies] in
      Self.answer(inbox, replies)
    }
  }

  /// Ends the work on the present request.
  func end() { inbox.post(.rest) }

  private static func answer(_ inbox: Mailbox<Message>, _ replies: Mailbox<ImageAnswer>) {
    let session = ImageSession { replies.post($0) }
    while true {
      if !session.hasWork, !inbox.waitForMessage(timeout: rest) {
        session.unload()
        inbox.waitForMessage()
      }
      switch inbox.drain().last {
      case .job(let job): session.begin(job)
      case .rest: session.rest()
      case .end: return
      case nil: session.work()
      }
    }
  }
}
