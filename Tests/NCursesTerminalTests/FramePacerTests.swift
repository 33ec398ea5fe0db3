import Testing

@testable import NCursesTerminal

@Suite struct FramePacerTests {
  let start = ContinuousClock.now

  func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

  @Test func theFirstFrameIsDueAtOnce() {
    let pacer = FramePacer(framesPerSecond: 10, updatesPerSecond: 2)
    #expect(pacer.isFrameDue(at: start))
    #expect(pacer.timeout(at: start) == .zero)
  }

  @Test func withoutAChangeThereIsNoTimeout() {
    var pacer = FramePacer(framesPerSecond: 10, updatesPerSecond: 2)
    pacer.didDraw(at: start)
    #expect(!pacer.isFrameDue(at: at(10_000)))
    #expect(pacer.timeout(at: at(10_000)) == nil)
  }

  @Test func aChangeSoonAfterAFrameWaitsForTheInterval() {
    var pacer = FramePacer(framesPerSecond: 10, updatesPerSecond: 2)
    pacer.didDraw(at: start)
    pacer.markDirty()
    #expect(!pacer.isFrameDue(at: at(30)))
    #expect(pacer.timeout(at: at(30)) == .milliseconds(70))
    #expect(pacer.isFrameDue(at: at(100)))
  }

  @Test func updatesWaitLongerThanAnswers() {
    var pacer = FramePacer(framesPerSecond: 10, updatesPerSecond: 2)
    pacer.didDraw(at: start)
    pacer.markDirty(.calm)
    #expect(!pacer.isFrameDue(at: at(499)))
    #expect(pacer.timeout(at: at(100)) == .milliseconds(400))
    pacer.markDirty()
    #expect(pacer.timeout(at: at(60)) == .milliseconds(40))
    // An urgent change stays urgent if an update follows.
    pacer.markDirty(.calm)
    #expect(pacer.isFrameDue(at: at(100)))
  }

  @Test func aKeyDoesNotWaitForAnUpdate() {
    var pacer = FramePacer(framesPerSecond: 10, updatesPerSecond: 2)
    pacer.didDraw(at: start)
    pacer.markDirty(.calm)
    pacer.didDraw(at: at(500))
    pacer.markDirty()
    #expect(pacer.isFrameDue(at: at(501)))
    pacer.didDraw(at: at(501))
    pacer.markDirty()
    #expect(pacer.timeout(at: at(501)) == .milliseconds(100))
    // Updates wait after every frame.
    pacer.didDraw(at: at(601))
    pacer.markDirty(.calm)
    #expect(pacer.timeout(at: at(601)) == .milliseconds(500))
  }

  @Test func updatesUseAShareOfACoreAndWaitAtMostASecond() {
    var pacer = FramePacer(framesPerSecond: 10, updatesPerSecond: 2)
    for (cost, interval) in [(1, 500), (2, 500), (4, 800), (400, 1_000)] {
      pacer.didDraw(at: start, for: .milliseconds(cost))
      pacer.markDirty(.calm)
      #expect(pacer.timeout(at: start) == .milliseconds(interval))
      // The cost does not delay the answer to a key.
      pacer.markDirty()
      #expect(pacer.timeout(at: start) == .milliseconds(100))
    }
  }

  @Test func aChangeLongAfterAFrameIsShownAtOnce() {
    var pacer = FramePacer(framesPerSecond: 10, updatesPerSecond: 2)
    pacer.didDraw(at: start)
    pacer.markDirty()
    #expect(pacer.isFrameDue(at: at(5_000)))
    #expect(pacer.timeout(at: at(5_000)) == .zero)
  }

  @Test func theEarliestTickOccursOnce() {
    var pacer = FramePacer(framesPerSecond: 10, updatesPerSecond: 2)
    pacer.didDraw(at: start)
    pacer.scheduleTick(at: at(500))
    pacer.scheduleTick(at: at(200))
    pacer.scheduleTick(at: at(900))
    #expect(pacer.timeout(at: at(150)) == .milliseconds(50))
    let consumed = [199, 200, 1_000].map { pacer.consumeTick(at: at($0)) }
    #expect(consumed == [false, true, false])
    #expect(pacer.timeout(at: at(1_000)) == nil)
  }

  @Test func timeoutsAreRoundedUpToMilliseconds() {
    #expect(EventLoop.milliseconds(nil) == -1)
    #expect(EventLoop.milliseconds(.zero) == 0)
    #expect(EventLoop.milliseconds(.microseconds(1)) == 1)
    #expect(EventLoop.milliseconds(.milliseconds(1500)) == 1500)
    #expect(EventLoop.milliseconds(.seconds(1_000_000)) == 86_400_000)
  }
}
