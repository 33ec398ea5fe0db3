import Testing

@testable import Machine

/// The load of processors. The shares were computed by hand from the ticks.
@Suite struct TheLoadOfProcessors {
  private func load(from before: String, to now: String) -> [MachineSample.ProcessorLoad] {
    ProcessorTimes(now).load(since: ProcessorTimes(before))
  }

  /// The load of two processors: of 100 ticks of the first one, 30 were user, 10 system, and 60 idle or waiting for a disk. The
  /// times of guests are contained in those of user and nice.
  @Test func isTheShareOfBusyTicks() {
    let before = """
      cpu  200 0 200 400 0 0 0 0 0 0
      cpu0 100 0 100 200 0 0 0 0 50 0
      cpu1 100 0 100 200 0 0 0 0 0 0
      intr 12345 0 0
      ctxt 999
      """
    let now = """
      cpu  330 0 210 860 10 0 0 0 0 0
      cpu0 130 0 110 250 10 0 0 0 80 0
      cpu1 200 0 100 200 0 0 0 0 0 0
      intr 99999 0 0
      """
    #expect(
      load(from: before, to: now) == [.init(number: 0, share: 0.4), .init(number: 1, share: 1)])
  }

  @Test(arguments: [1, 2, 256])
  func hasEveryProcessorInTheOrderOfNumbers(count: Int) {
    func text(_ ticks: Int) -> String {
      (0..<count).reversed().map { "cpu\($0) \(ticks * ($0 % 2)) 0 0 \(ticks) 0 0 0 0 0 0" }
        .joined(separator: "\n")
    }
    let load = load(from: text(100), to: text(200))
    #expect(load.map(\.number) == Array(0..<count))
    #expect(load.map(\.share) == (0..<count).map { $0 % 2 == 0 ? 0 : 0.5 })
  }

  /// Old kernels have no times of stolen ticks and of guests.
  @Test func isKnownWithFourTimes() {
    #expect(
      load(from: "cpu0 0 0 0 0\n", to: "cpu0 1 1 1 1\n") == [.init(number: 0, share: 0.75)])
  }

  /// Stolen ticks are time in which the host of a virtual machine ran something else.
  @Test func countsStolenTicksAsBusy() {
    #expect(
      load(from: "cpu0 0 0 0 0 0 0 0 0", to: "cpu0 1 0 0 1 0 0 0 2")
        == [.init(number: 0, share: 0.75)])
  }

  @Test func isNotKnownForProcessorsThatWereAddedOrRemoved() {
    let before = "cpu0 0 0 0 0\ncpu1 0 0 0 0\n"
    let now = "cpu0 1 0 0 1\ncpu5 7 0 0 3\n"
    #expect(load(from: before, to: now) == [.init(number: 0, share: 0.5)])
  }

  @Test(arguments: [
    "", "cpu 1 2 3 4\n", "cpu0\n", "cpu0 1 2 3\n", "cpu0 a b c d\n", "cpux 1 2 3 4\n",
    "procs_running 2\n",
  ])
  func isNotKnownFromOtherTexts(text: String) {
    #expect(ProcessorTimes(text).processors.isEmpty)
  }

  /// The times of a processor in some virtual machines stand still, or decrease.
  @Test(arguments: ["cpu0 5 0 0 5", "cpu0 5 0 0 4", "cpu0 4 0 0 9"])
  func isNotKnownWithoutIncreasingTimes(now: String) {
    #expect(load(from: "cpu0 5 0 0 5", to: now).isEmpty)
  }
}
