import Testing

@testable import LiveSession

@Suite struct QueueOfCommands {
  private func job(_ text: String, run: String = "one", step: Int = 1) -> CommandQueue.Job {
    CommandQueue.Job(
      command: EventCommand(.best, text), run: run, step: step, environment: [:])
  }

  @Test func aCommandRunsOnceAtATimeAndTheLatestMomentWaits() {
    var queue = CommandQueue()
    queue.add(job("a", step: 1))
    #expect(queue.start() == job("a", step: 1))
    for step in 2...1000 { queue.add(job("a", step: step)) }
    #expect(queue.start() == nil && queue.waiting == [job("a", step: 1000)])
    queue.end(job("a", step: 1))
    #expect(queue.start() == job("a", step: 1000))
    queue.end(job("a", step: 1000))
    #expect(queue.isEmpty)
  }

  @Test func otherCommandsAndRunsDoNotWaitForIt() {
    var queue = CommandQueue()
    for job in [job("a"), job("a", run: "two"), job("b")] { queue.add(job) }
    #expect((0..<4).map { _ in queue.start() } == [job("a"), job("a", run: "two"), job("b"), nil])
  }

  @Test func fourCommandsRunAtTheSameTime() {
    var queue = CommandQueue()
    for name in ["a", "b", "c", "d", "e", "f"] { queue.add(job(name)) }
    for name in ["a", "b", "c", "d"] { #expect(queue.start() == job(name)) }
    #expect(queue.start() == nil)
    queue.end(job("c"))
    #expect(queue.start() == job("e") && queue.start() == nil)
  }
}
