import Channels
import Glibc
import Testing

@testable import LiveSession

/// Work on a thread of its own.
@Suite struct BackgroundJobTests {
  @Test func cancelledWorkEndsAndLaterWorkDoesNot() {
    let job = BackgroundJob("test")
    let ends = Mailbox<String>()
    job.start { isCancelled in
      while !isCancelled() { usleep(1000) }
      ends.post("cancelled")
    }
    job.cancel()
    job.start { isCancelled in ends.post(isCancelled() ? "cancelled too" : "done") }
    job.cancelAndWait(atMost: .seconds(60))
    #expect(ends.drain().first == "cancelled")
    // The second piece can be cancelled before or after it begins.
    job.start { isCancelled in ends.post(isCancelled() ? "cancelled" : "done") }
    #expect(ends.waitForMessage(timeout: .seconds(60)))
  }

  @Test func theOrderOfTheStartsIsKept() {
    let job = BackgroundJob("test")
    let begun = Mailbox<Int>()
    for number in 0..<50 { job.start { _ in begun.post(number) } }
    job.cancelAndWait(atMost: .seconds(60))
    #expect(begun.drain() == Array(0..<50))
  }

  @Test func oneAtATime() {
    let job = BackgroundJob("test")
    let active = Monitor((now: 0, most: 0))
    for _ in 0..<4 {
      job.start { _ in
        active.update {
          $0.now += 1
          $0.most = max($0.most, $0.now)
        }
        usleep(2000)
        active.update { $0.now -= 1 }
      }
    }
    job.cancelAndWait(atMost: .seconds(60))
    #expect(active.update { $0.now == 0 && $0.most == 1 })
  }

  /// The niceness is a number from −20 to 19; larger ones give way to others.
  @Test func itsThreadGivesWayToTraining() {
    let job = BackgroundJob("test")
    let niceness = Mailbox<Int32>()
    let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
    job.start { _ in
      niceness.post(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0))
    }
    #expect(niceness.waitForMessage(timeout: .seconds(60)))
    #expect(niceness.drain().allSatisfy { $0 > own || own >= 5 })
  }
}
