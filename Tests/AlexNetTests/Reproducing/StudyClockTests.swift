import Testing

@testable import AlexNet

@Suite struct StudyClocks {
  @Test func `A short session hardly changes the time that is left, and a long one does`() {
    var clock = StudyClock()
    #expect(clock.timeLeft(for: 36_000) == "10 h")
    // A busy machine: ten times the expected time.
    clock.add(600, for: 60)
    #expect(clock.timeLeft(for: 36_000) == "12 h 55 min")
    clock.add(20_000, for: 10_000)
    #expect(clock.timeLeft(for: 36_000) == "18 h 54 min")
  }
}
