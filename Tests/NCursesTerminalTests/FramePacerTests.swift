import Testing

@testable import NCursesTerminal

@Suite struct FramePacerTests {
  let start = ContinuousClock.now

  func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

  @Test func theFirstFrameIsDueAtOnce() {
    let pacer = FramePacer(framesPerSecond: 10, newsPerSecond: 2)
    #expect(pacer.isFrameDue(at: start))
    #expect(pacer.patience(at: start) == .zero)
  }

  @Test func withoutAChangeItWaitsForEver() {
    var pacer = FramePacer(framesPerSecond: 10, newsPerSecond: 2)
    pacer.drew(at: start)
    #expect(!pacer.isFrameDue(at: at(10_000)))
    #expect(pacer.patience(at: at(10_000)) == nil)
  }

  @Test func aChangeSoonAfterAFrameWaitsForTheInterval() {
    var pacer = FramePacer(framesPerSecond: 10, newsPerSecond: 2)
    pacer.drew(at: start)
    pacer.markDirty()
    #expect(!pacer.isFrameDue(at: at(30)))
    #expect(pacer.patience(at: at(30)) == .milliseconds(70))
    #expect(pacer.isFrameDue(at: at(100)))
  }

  @Test func newsWaitLongerThanWhatSomebodyAskedFor() {
    var pacer = FramePacer(framesPerSecond: 10, newsPerSecond: 2)
    pacer.drew(at: start)
    pacer.markDirty(.calm)
    #expect(!pacer.isFrameDue(at: at(499)))
    #expect(pacer.patience(at: at(100)) == .milliseconds(400))
    pacer.markDirty()
    #expect(pacer.patience(at: at(60)) == .milliseconds(40))
    // What was urgent stays so when news come after it.
    pacer.markDirty(.calm)
    #expect(pacer.isFrameDue(at: at(100)))
  }

  @Test func aKeyDoesNotWaitForNewsThatWereDrawn() {
    var pacer = FramePacer(framesPerSecond: 10, newsPerSecond: 2)
    pacer.drew(at: start)
    pacer.markDirty(.calm)
    pacer.drew(at: at(500))
    pacer.markDirty()
    #expect(pacer.isFrameDue(at: at(501)))
    pacer.drew(at: at(501))
    pacer.markDirty()
    #expect(pacer.patience(at: at(501)) == .milliseconds(100))
    // News wait for whatever was drawn.
    pacer.drew(at: at(601))
    pacer.markDirty(.calm)
    #expect(pacer.patience(at: at(601)) == .milliseconds(500))
  }

  @Test func newsTakeAShareOfACoreAndWaitASecondAtMost() {
    var pacer = FramePacer(framesPerSecond: 10, newsPerSecond: 2)
    for (cost, interval) in [(1, 500), (2, 500), (4, 800), (400, 1_000)] {
      pacer.drew(at: start, for: .milliseconds(cost))
      pacer.markDirty(.calm)
      #expect(pacer.patience(at: start) == .milliseconds(interval))
      // Whoever presses a key does not pay for the news.
      pacer.markDirty()
      #expect(pacer.patience(at: start) == .milliseconds(100))
    }
  }

  @Test func aChangeLongAfterAFrameIsShownAtOnce() {
    var pacer = FramePacer(framesPerSecond: 10, newsPerSecond: 2)
    pacer.drew(at: start)
    pacer.markDirty()
    #expect(pacer.isFrameDue(at: at(5_000)))
    #expect(pacer.patience(at: at(5_000)) == .zero)
  }

  @Test func theEarliestTickCountsAndComesOnce() {
    var pacer = FramePacer(framesPerSecond: 10, newsPerSecond: 2)
    pacer.drew(at: start)
    pacer.askTick(at: at(500))
    pacer.askTick(at: at(200))
    pacer.askTick(at: at(900))
    #expect(pacer.patience(at: at(150)) == .milliseconds(50))
    let taken = [199, 200, 1_000].map { pacer.takeTick(at: at($0)) }
    #expect(taken == [false, true, false])
    #expect(pacer.patience(at: at(1_000)) == nil)
  }

  @Test func patienceIsRoundedUpToMilliseconds() {
    #expect(EventLoop.milliseconds(nil) == -1)
    #expect(EventLoop.milliseconds(.zero) == 0)
    #expect(EventLoop.milliseconds(.microseconds(1)) == 1)
    #expect(EventLoop.milliseconds(.milliseconds(1500)) == 1500)
    #expect(EventLoop.milliseconds(.seconds(1_000_000)) == 86_400_000)
  }
}
