import Channels
import Testing

@Suite struct MonitorTests {
  @Test func aWaitingThreadWakesWhenAnotherChangesTheState() {
    let monitor = Monitor(0)
    let threads = Threads()
    threads.start { monitor.update { $0 = 7 } }
    #expect(monitor.wait { $0 == 7 ? $0 * 2 : nil } == 14)
    threads.join()
  }

  @Test func aTimeoutEndsAWaitWithoutAResult() {
    let monitor = Monitor(0)
    let result: Int? = monitor.wait(timeout: .milliseconds(1)) { _ in nil }
    #expect(result == nil)
  }

  @Test func aTimeoutDoesNotEndAWaitThatHasItsResult() {
    let monitor = Monitor(3)
    #expect(monitor.wait(timeout: .zero) { $0 } == 3)
  }

  @Test func noUpdateIsLostBetweenThreads() {
    let monitor = Monitor(0)
    let threads = Threads()
    for _ in 0..<4 {
      threads.start { for _ in 0..<1_000 { monitor.update { $0 += 1 } } }
    }
    threads.join()
    #expect(monitor.update { $0 } == 4_000)
  }

  @Test func aCounterGivesEachNumberOnce() {
    let counter = AtomicCounter()
    let numbers = Monitor<[Int]>([])
    let threads = Threads()
    for _ in 0..<3 {
      threads.start {
        for _ in 0..<200 {
          let number = counter.next()
          numbers.update { $0.append(number) }
        }
      }
    }
    threads.join()
    #expect(numbers.update { $0 }.sorted() == Array(0..<600))
  }
}
