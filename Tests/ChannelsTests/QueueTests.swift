import Channels
import Testing

@Suite struct QueueTests {
  @Test func elementsLeaveInTheOrderOfTheirNumbers() {
    let queue = OrderedQueue<Int>(capacity: 4)
    let counter = AtomicCounter()
    let threads = Threads()
    for _ in 0..<3 {
      threads.start {
        while true {
          let number = counter.next()
          guard number < 600 else { return }
          queue.enqueue(number * 10, at: number)
        }
      }
    }
    for number in 0..<600 { #expect(queue.dequeue() == number * 10) }
    threads.join()
  }

  @Test func anEarlyElementWaitsForTheOthers() {
    let queue = OrderedQueue<String>(capacity: 2)
    queue.enqueue("second", at: 1)
    queue.enqueue("first", at: 0)
    #expect(queue.dequeue() == "first")
    #expect(queue.dequeue() == "second")
  }

  @Test func aFullQueueMakesThreadsWait() {
    let queue = OrderedQueue<Int>(capacity: 2)
    let added = Monitor(0)
    let threads = Threads()
    threads.start {
      for number in 0..<10 {
        queue.enqueue(number, at: number)
        added.update { $0 = number + 1 }
      }
    }
    for number in 0..<10 {
      // At most the capacity is added before the next element leaves.
      #expect(added.update { $0 } <= number + 2)
      #expect(queue.dequeue() == number)
    }
    threads.join()
  }

  @Test func closingWakesThreadsThatWaitForAnElement() {
    let queue = OrderedQueue<Int>(capacity: 1)
    let threads = Threads()
    let result = Monitor<Int?>(0)
    threads.start {
      let element = queue.dequeue()
      result.update { $0 = element }
    }
    queue.close()
    threads.join()
    #expect(result.update { $0 } == nil)
  }

  @Test func closingWakesThreadsThatWaitForRoom() {
    let queue = OrderedQueue<Int>(capacity: 1)
    queue.enqueue(0, at: 0)
    let threads = Threads()
    let wasAdded = Monitor(true)
    threads.start {
      let answer = queue.enqueue(1, at: 1)
      wasAdded.update { $0 = answer }
    }
    queue.close()
    threads.join()
    #expect(!wasAdded.update { $0 })
    #expect(queue.dequeue() == nil)
  }

  @Test func aThreadThatFindsThePoolEmptyWaitsForARelease() {
    let pool = Pool([1])
    #expect(pool.acquireNow() == 1)
    #expect(pool.acquireNow() == nil)
    let threads = Threads()
    threads.start { pool.release(2) }
    #expect(pool.acquire() == 2)
    threads.join()
  }

  @Test func closingAPoolWakesWaitingThreads() {
    let pool = Pool<Int>([])
    let threads = Threads()
    let result = Monitor<Int?>(0)
    threads.start {
      let element = pool.acquire()
      result.update { $0 = element }
    }
    pool.close()
    threads.join()
    #expect(result.update { $0 } == nil)
    #expect(pool.isClosed)
    pool.release(1)
    #expect(pool.acquire() == nil)
    #expect(pool.acquireNow() == nil)
  }
}
