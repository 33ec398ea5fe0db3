import Channels
import Testing

@Suite struct QueueTests {
  @Test func elementsLeaveByTheirNumbersWhateverTheThreads() {
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

  @Test func anElementThatComesEarlyWaitsForItsTurn() {
    let queue = OrderedQueue<String>(capacity: 2)
    queue.enqueue("second", at: 1)
    queue.enqueue("first", at: 0)
    #expect(queue.dequeue() == "first")
    #expect(queue.dequeue() == "second")
  }

  @Test func aFullQueueHoldsNoMoreThanItsCapacity() {
    let queue = OrderedQueue<Int>(capacity: 2)
    let put = Monitor(0)
    let threads = Threads()
    threads.start {
      for number in 0..<10 {
        queue.enqueue(number, at: number)
        put.update { $0 = number + 1 }
      }
    }
    for number in 0..<10 {
      // What has been put can be ahead of what is about to be taken by the capacity alone.
      #expect(put.update { $0 } <= number + 2)
      #expect(queue.dequeue() == number)
    }
    threads.join()
  }

  @Test func closingWakesWhoWaitsToTake() {
    let queue = OrderedQueue<Int>(capacity: 1)
    let threads = Threads()
    let taken = Monitor<Int?>(0)
    threads.start {
      let element = queue.dequeue()
      taken.update { $0 = element }
    }
    queue.close()
    threads.join()
    #expect(taken.update { $0 } == nil)
  }

  @Test func closingWakesWhoWaitsForRoom() {
    let queue = OrderedQueue<Int>(capacity: 1)
    queue.enqueue(0, at: 0)
    let threads = Threads()
    let wasPut = Monitor(true)
    threads.start {
      let answer = queue.enqueue(1, at: 1)
      wasPut.update { $0 = answer }
    }
    queue.close()
    threads.join()
    #expect(!wasPut.update { $0 })
    #expect(queue.dequeue() == nil)
  }

  @Test func whoFindsThePoolEmptyWaitsForWhatComesBack() {
    let pool = Pool([1])
    #expect(pool.acquireNow() == 1)
    #expect(pool.acquireNow() == nil)
    let threads = Threads()
    threads.start { pool.release(2) }
    #expect(pool.acquire() == 2)
    threads.join()
  }

  @Test func closingAPoolWakesWhoWaits() {
    let pool = Pool<Int>([])
    let threads = Threads()
    let taken = Monitor<Int?>(0)
    threads.start {
      let element = pool.acquire()
      taken.update { $0 = element }
    }
    pool.close()
    threads.join()
    #expect(taken.update { $0 } == nil)
    #expect(pool.isClosed)
    pool.release(1)
    #expect(pool.acquire() == nil)
    #expect(pool.acquireNow() == nil)
  }
}
