import Blueprint
import TerminalUI

extension DashboardState {
  /// Every key gets an answer: something happens, or a notice says why not.
  mutating func press(_ key: Key) -> [DashboardEffect] {
    notice = nil
    switch overlay {
    case .quit: return answer(key)
    case .help(let place): if let effects = turnHelp(key, place) { return effects }
    case .messages(let row): if let effects = turnMessages(key, row) { return effects }
    case .failure:
      if key == .escape || key == .enter {
        overlay = nil
        return []
      }
    case .fork(let menu): return answer(key, menu)
    case .stopLane: return answerStop(key)
    case .path(let line):
      write(line, key)
      return []
    case .laneName(let line): return writeName(line, key)
    case .lesson(let row): if turnLesson(key, row) { return [] }
    case nil: break
    }
    if let effects = pressInRuns(key) { return effects }
    guard let command = KeyBindings.dashboard.command(for: key, in: screen.place) else {
      say("\(key.name) does nothing here · ? for help")
      return []
    }
    return perform(command, key)
  }

  mutating func perform(
    _ command: DashboardCommand, _ key: Key? = nil
  ) -> [DashboardEffect] {
    switch command {
    case .pause, .step, .dropout, .lrn, .rateDown, .rateUp, .rateTenth, .checkpoint:
      return ask(command)
    case .show(let screen): return show(screen)
    case .nextScreen: return show(screen.next(1))
    case .previousScreen: return show(screen.next(-1))
    case .fork, .previousLane, .nextLane, .pauseLane, .stopLane, .renameLane:
      return performOnLanes(command)
    case .nextPanel: moveFocus(by: 1)
    case .previousPanel: moveFocus(by: -1)
    case .enlarge: enlarge()
    case .choose(let panel): focusedPanel = panel
    case .logarithmic:
      isLogarithmic.toggle()
      say(isLogarithmic ? "values: logarithmic" : "values: linear")
    case .lessSmooth, .moreSmooth:
      smooth(by: command == .moreSmooth ? 1 : -1)
      say(
        lane.history.memory == 0 ? "no smoothing" : "smoothing \(Digits.plain(lane.history.memory))"
      )
    case .contrast:
      contrast = (contrast + 1) % KernelGrid.Contrast.allCases.count
      say("kernel contrast: \(contrastName)")
    case .theme: nextTheme()
    case .chart, .axis, .cursorLeft, .cursorRight, .zoomIn, .zoomOut, .panLeft, .panRight,
      .panToStart, .follow, .wholeRun, .read, .zoom, .pan:
      performOnCharts(command)
    case .previousLayer, .nextLayer: moveLayer(by: command == .nextLayer ? 1 : -1)
    case .chooseLayer(let name): chosenLayerName = name
    case .previousImage, .nextImage, .firstImage, .previousClass, .nextClass, .errorsOnly,
      .previousMaps, .nextMaps, .mapsBack, .mapsOn, .confusion, .showClass, .openImage:
      performOnImages(command)
    case .compare(let command): perform(command)
    case .runs(let command): return perform(command)
    case .kernelLeft, .kernelRight, .kernelUp, .kernelDown, .kernelPart, .kernelOrder,
      .kernelGroups, .chooseKernel, .scrubBack, .scrubOn, .scrubToStart, .scrubToNow, .play,
      .export:
      return performOnKernels(command)
    case .help: overlay = .help(HelpPage.Place())
    case .messages: openMessages()
    case .lesson: openLessonPage()
    case .quit: return leave(key)
    case .close: close()
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    }
    return []
  }

  var kernelContrast: KernelGrid.Contrast { KernelGrid.Contrast.allCases[contrast] }

  private var contrastName: String {
    switch kernelContrast {
    case .each: "each by its own largest weight"
    case .shared: "all by one measure"
    case .range: "each from least to most"
    }
  }

  private mutating func smooth(by change: Int) {
    let smoothing = lane.history.smoothing + change
    for index in lanes.indices { lanes[index].history.smoothing = smoothing }
    for name in runs.chosen { runs.loaded[name]?.lane.history.smoothing = smoothing }
  }

  @discardableResult
  mutating func show(_ new: Screen) -> [DashboardEffect] {
    screen = new
    enlarged = nil
    if case .messages = overlay { closeMessages() }
    if overlay != .quit { overlay = nil }
    return lookForRuns()
  }

  private mutating func close() {
    if !leavePart() { say("nothing is open · q quits") }
  }

  /// Asks the trainer, or says why there is nothing to ask.
  private mutating func ask(_ command: DashboardCommand) -> [DashboardEffect] {
    let isForAll = [.pause, .step, .checkpoint].contains(command)
    guard isForAll ? !everyLaneHasEnded : !lane.hasEnded else {
      say("the run has ended · q leaves")
      return []
    }
    guard lane.phase != .preparing else {
      say("not yet: the run is being prepared")
      return []
    }
    guard isForAll ? !everyLaneIsStopping : !lane.isStopping else {
      say("the run is stopping")
      return []
    }
    switch command {
    case .pause:
      let pause = !(lane.askedPause ?? (lane.phase == .paused))
      askPause(pause)
      return [.send(pause ? .pause : .resume)]
    case .step:
      if lane.phase != .paused { askPause(true) }
      say("one step")
      return [.send(.step)]
    case .dropout: return ask(\.dropout, "dropout") { .dropout(on: $0) }
    case .lrn: return ask(\.lrn, "LRN") { .lrn(on: $0) }
    case .rateDown: return scaleRate(by: 0.8, "× 0.8")
    case .rateUp: return scaleRate(by: 1.25, "× 1.25")
    case .rateTenth: return scaleRate(by: 0.1, "÷ 10")
    case .checkpoint:
      say("a checkpoint: asked")
      for index in lanes.indices where !lanes[index].hasEnded { lanes[index].isSaving = true }
      return [.send(.checkpoint)]
    default: return []
    }
  }

  private mutating func askPause(_ pause: Bool) {
    for index in lanes.indices where !lanes[index].hasEnded { lanes[index].askedPause = pause }
  }

  private mutating func ask(
    _ knob: WritableKeyPath<LaneState, KnobState>, _ name: String,
    _ command: (Bool) -> TrainerCommand
  ) -> [DashboardEffect] {
    guard lane[keyPath: knob].exists else {
      say("this network has no \(name) layer")
      return []
    }
    let on = lane[keyPath: knob].opposite
    lane[keyPath: knob].asked = on
    say("\(name) \(on ? "on" : "off"): asked")
    return [.send(command(on), run: focusedRun)]
  }

  private mutating func scaleRate(by factor: Double, _ words: String) -> [DashboardEffect] {
    say("rate \(words): asked")
    return [.send(.scaleRate(by: factor), run: focusedRun)]
  }

  /// `q` and ctrl-c: a run that is going is not left without a question.
  private mutating func leave(_ key: Key?) -> [DashboardEffect] {
    if everyLaneHasEnded { return [.quit] }
    if lanes.allSatisfy({ $0.phase == .preparing }) { return [.send(.stop), .quit] }
    if everyLaneIsStopping {
      if key == .control("c") { return [.quit] }
      isLeaving = true
      say("stopping after the step in hand · ^C leaves at once")
      return []
    }
    overlay = .quit
    return []
  }

  private mutating func answer(_ key: Key) -> [DashboardEffect] {
    switch KeyBindings.quit.command(for: key) {
    case .keep: return [.quit]
    case .stop:
      overlay = nil
      for index in lanes.indices { lanes[index].isStopping = true }
      isLeaving = true
      return [.send(.stop)]
    case .cancel:
      overlay = nil
      say("going on")
      return []
    case .leave: return [.send(.stop), .quit]
    case nil:
      say("\(key.name) does nothing here · k keeps training, s stops, Esc stays")
      return []
    }
  }
}
