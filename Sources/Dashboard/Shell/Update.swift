import Runs
import TerminalUI

/// Changes the state by what happened and says what is to be done. It neither draws nor waits.
public func update(_ state: inout DashboardState, _ action: DashboardAction) -> [DashboardEffect] {
  react(&state, action) + state.followTimeline()
}

private func react(_ state: inout DashboardState, _ action: DashboardAction) -> [DashboardEffect] {
  switch action {
  case .trainer(let event, let run):
    return state.learn(event, run: run)
  case .glimpse(let glimpse):
    guard let index = state.index(ofRun: glimpse.run) else { break }
    state.lanes[index].take(glimpse)
    guard index == state.focus else { break }
    if state.kernels.past?.isStandIn == true, glimpse.kernels != nil { state.kernels.past = nil }
    if state.kernels.past == nil { state.studyKernels() }
    // Who came before the first record finds it when it is there.
    if state.kernels.steps.isEmpty { state.kernels.askedAt = nil }
  case .room(let lanes, let bytes, let free):
    state.learn(room: lanes, bytes: bytes, free: free)
  case .refused(let reason):
    state.say("refused: \(reason)")
  case .cutOff(let message):
    state.cutOff(message)
  case .kernels(let recorded):
    state.learn(recorded)
  case .exported(let words):
    state.say(words)
  case .terminal(.key(let key)):
    return state.press(key)
  case .terminal(.ground(let color)):
    if state.themeIsFound { state.theme = color.isLight ? .light : .dark }
  case .runs(let news): return state.learn(news)
  case .terminal(.resized(let width, let height)):
    (state.surface.width, state.surface.height) = (width, height)
    // What was asked for before there was a terminal may not have been heard.
    state.kernels.askedAt = nil
  case .terminal(.paste(let text)):
    state.pasteInRuns(text)
    state.paste(text)
  case .terminal(.click(let x, let y)):
    return state.click(x: x, y: y)
  case .terminal(.drag(let x, let y)):
    return state.drag(x: x, y: y)
  case .terminal(.wheel(let count, let x, let y)):
    return state.turnWheel(count, x: x, y: y)
  case .tick(let seconds):
    state.now = max(state.now, seconds)
    if state.startedAt == nil { state.startedAt = state.now }
    if let notice = state.notice, state.now - notice.since > 4 { state.notice = nil }
    // A screen that is kept from the last time comes up without a key.
    return state.lookForRuns() + state.playOn()
  }
  return []
}
