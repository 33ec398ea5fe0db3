import Observing
import Runs
import TerminalUI

/// Changes the state by an input and returns the effects that the caller has to perform. It neither
/// draws nor waits.
public func update(_ state: inout DashboardState, _ input: DashboardInput) -> [DashboardEffect] {
  var effects = state.apply(input)
  effects += state.advanceTour(after: effects)
  effects += state.refreshTimelines() + state.refreshImages()
  state.showStopping()
  return effects
}

extension DashboardState {
  fileprivate mutating func apply(_ input: DashboardInput) -> [DashboardEffect] {
    switch input {
    case .trainer(let event, let run): return apply(event, run: run)
    case .snapshot(let snapshot): apply(snapshot)
    case .room(let lanes, let bytes, let free): apply(room: lanes, bytes: bytes, free: free)
    case .refused(let reason): refused(reason)
    case .trainerLost(let message): trainerLost(message)
    case .resumeFailed(let reason): resumeFailed(reason)
    case .kernels(let recorded): apply(recorded)
    case .layers(let recorded): apply(recorded)
    case .folder(let folder):
      completePath(by: folder)
      apply(folder)
    case .foundImages(let found): apply(found)
    case .imageAnswer(let answer): apply(answer)
    case .runFiles(let files): return apply(files)
    case .evaluation(let reply): return apply(reply)
    case .export(let reply): return apply(reply)
    case .terminal(let event): return apply(event)
    case .runList(let reply): return apply(reply)
    case .machine(let sample, let bytes): machine.add(sample, checkpointBytes: bytes)
    case .tick(let seconds, let clock): return tick(seconds, clock)
    }
    return []
  }

  private mutating func apply(_ event: TerminalEvent) -> [DashboardEffect] {
    switch event {
    case .key(let key): return press(key)
    case .click(let x, let y): return click(x: x, y: y)
    case .drag(let x, let y): return drag(x: x, y: y)
    case .wheel(let count, let x, let y): return turnWheel(count, x: x, y: y)
    case .paste(let text): paste(text)
    case .background(let color):
      if themeIsFound { theme = color.isLight ? .light : .dark }
    case .cellPixels(let size): surface.capabilities.cellPixels = size
    case .resized(let width, let height):
      (surface.width, surface.height) = (width, height)
      // A request from before the terminal was opened can be lost.
      rereadTimelines()
    }
    return []
  }

  private mutating func apply(_ snapshot: Snapshot) {
    guard let index = index(ofRun: snapshot.run) else { return }
    lanes[index].apply(snapshot)
    lanes[index].reportedAt = now
    guard index == focus else { return }
    if kernels.past == nil { analyzeKernels() }
    // The first record can have been written since the last request.
    if kernels.steps.isEmpty { kernels.requestedAt = nil }
    if layers.records.isEmpty { layers.requestedAt = nil }
  }

  private mutating func refused(_ reason: String) {
    for index in lanes.indices { lanes[index].undo.cancelRequests() }
    tour.walk?.isForkRequested = false
    showNotice(NoticeText.refused(reason))
  }

  private mutating func tick(_ seconds: Double, _ clock: WallClock?) -> [DashboardEffect] {
    now = max(now, seconds)
    if let clock {
      self.clock = clock
      log.dateUndated(clock.date)
    }
    if startedAt == nil { startedAt = now }
    if let notice, now - notice.since > Notice.duration { self.notice = nil }
    if let announcement, now - announcement.since > Notice.announcementDuration {
      self.announcement = nil
    }
    ageTourOffer()
    // The run list can be the first screen, which no key has opened.
    advancePlayback()
    return refreshRunList()
  }
}
