import Channels
import Testing

@Suite struct QueueTests {
  @Test func elementsLeaveByTheirNumbersWhateverTheThreads() {
    let queue = OrderedQueue<Int>(capacity: 4)
    let tickets = Tickets()
    let threads = Threads()
    for _ in 0..<3 {
      threads.start {
        while true {
          let number = tickets.take()
          guard number < 600 else { return }
          queue.put(number * 10, at: number)
        }
      }
    }
    for number in 0..<600 { #expect(queue.take() == number * 10) }
    threads.join()
  }

  @Test func anElementThatComesEarlyWaitsForItsTurn() {
    let queue = OrderedQueue<String>(capacity: 2)
    queue.put("second", at: 1)
    queue.put("first", at: 0)
    #expect(queue.take() == "first")
    #expect(queue.take() == "second")
  }

  @Test func aFullQueueHoldsNoMoreThanItsCapacity() {
    let queue = OrderedQueue<Int>(capacity: 2)
    let put = Monitor(0)
    let threads = Threads()
    threads.start {
      for number in 0..<10 {
        queue.put(number, at: number)
        put.update { $0 = number + 1 }
      }
    }
    for number in 0..<10 {
      // What has been put can be ahead of what is about to be taken by the capacity alone.
      #expect(put.update { $0 } <= number + 2)
      #expect(queue.take() == number)
    }
    threads.join()
  }

  @Test func closingWakesWhoWaitsToTake() {
    let queue = OrderedQueue<Int>(capacity: 1)
    let threads = Threads()
    let taken = Monitor<Int?>(0)
    threads.start {
      let element = queue.take()
      taken.update { $0 = element }
    }
    queue.close()
    threads.join()
    #expect(taken.update { $0 } == nil)
  }

  @Test func closingWakesWhoWaitsForRoom() {
    let queue = OrderedQueue<Int>(capacity: 1)
    queue.put(0, at: 0)
    let threads = Threads()
    let wasPut = Monitor(true)
    threads.start {
      let answer = queue.put(1, at: 1)
      wasPut.update { $0 = answer }
    }
    queue.close()
    threads.join()
    #expect(!wasPut.update { $0 })
    #expect(queue.take() == nil)
  }

  @Test func whoFindsThePoolEmptyWaitsForWhatComesBack() {
    let pool = Pool([1])
    #expect(pool.takeNow() == 1)
    #expect(pool.takeNow() == nil)
    let threads = Threads()
    threads.start { pool.put(2) }
    #expect(pool.take() == 2)
    threads.join()
  }

  @Test func closingAPoolWakesWhoWaits() {
    let pool = Pool<Int>([])
    let threads = Threads()
    let taken = Monitor<Int?>(0)
    threads.start {
      let element = pool.take()
      taken.update { $0 = element }
    }
    pool.close()
    threads.join()
    #expect(taken.update { $0 } == nil)
    #expect(pool.isClosed)
    pool.put(1)
    #expect(pool.take() == nil)
    #expect(pool.takeNow() == nil)
  }
}
