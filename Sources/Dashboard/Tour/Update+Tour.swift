import TerminalUI

extension DashboardState {
  // MARK: - Start and end

  /// Starts the tour at its first stop.
  public mutating func startTour() {
    _ = beginTour()
  }

  private mutating func beginTour() -> [DashboardEffect] {
    tour.isKnown = true
    tour.offeredAt = nil
    tour.walk = TourWalk(origin: .init())
    return enterTask()
  }

  /// True if the tour was neither offered nor started, in this session or an earlier one. A lesson explains
  /// itself.
  public var canOfferTour: Bool { !tour.isKnown && lesson == nil }

  /// Offers the tour on the status line. The offer counts as made, so that it is not repeated.
  public mutating func offerTour() {
    tour.isKnown = true
    tour.offeredAt = now
  }

  /// Withdraws the offer of the tour without a notice.
  public mutating func withdrawTour() { tour.offeredAt = nil }

  /// Withdraws the offer of the tour on a key.
  /// - Returns: False if it is not offered.
  mutating func declineTour() -> Bool {
    guard tour.offeredAt != nil else { return false }
    tour.offeredAt = nil
    showNotice(NoticeText.tourDeclined)
    return true
  }

  /// Withdraws the offer once it was shown for long enough.
  mutating func ageTourOffer() {
    guard let since = tour.offeredAt, now - since > TourState.offerDuration else { return }
    tour.offeredAt = nil
  }

  private mutating func leaveTour() {
    let changes = tourChanges
    let isFinished = tour.walk?.isAtEnd == true
    tour.walk = nil
    let text = NoticeText.tourLeft(changes: changes.map(\.brief))
    showNotice(text)
    if !isFinished { addReadMessage(NoticeText.tourLeft(changes: changes.map(\.full))) }
  }

  // MARK: - Keys

  mutating func perform(_ command: TourCommand) -> [DashboardEffect] {
    switch command {
    case .start: beginTour()
    case .answer(let answer): perform(answer)
    }
  }

  /// Handles a key of the tour in progress.
  /// - Returns: `nil` if the key has its usual meaning, or no tour is in progress.
  mutating func pressInTour(_ key: Key) -> [DashboardEffect]? {
    guard tour.walk != nil else { return nil }
    guard let answer = KeyBindings.tour.command(for: key) else {
      tour.walk?.pressed = key
      return nil
    }
    return perform(answer)
  }

  private mutating func perform(_ answer: TourAnswer) -> [DashboardEffect] {
    guard let walk = tour.walk else { return [] }
    switch answer {
    case .next where walk.isAtEnd: leaveTour()
    case .next: return goToStop(walk.stop + 1)
    case .back where walk.stop == 0: showNotice(NoticeText.firstStop)
    case .back: return goToStop(walk.stop - 1)
    case .leave: leaveTour()
    }
    return []
  }

  private mutating func goToStop(_ stop: Int) -> [DashboardEffect] {
    tour.walk?.stop = stop
    tour.walk?.task = 0
    return enterTask()
  }

  // MARK: - Tasks

  /// Shows the place of the current task, and notes what its goal is compared with.
  private mutating func enterTask() -> [DashboardEffect] {
    tour.walk?.hasPlayed = false
    tour.walk?.isForkRequested = false
    tour.walk?.pressed = nil
    guard let task = tour.walk?.currentTask else { return [] }
    let origin = TourWalk.Origin(
      kernel: kernels.selected, dropout: lane.dropout.isOn, lanes: lanes.count, layer: layerOfMaps)
    tour.walk?.origin = origin
    var effects: [DashboardEffect] = []
    if screen != task.screen || enlarged != nil || overlay != nil { effects = show(task.screen) }
    switch task.targets.first {
    case .loss: focusedPanel = .loss
    case .error: focusedPanel = .error
    case .image: images.content = .maps
    case .run, .lanes, .kernelSheet, .kernel, .timeline, .comparison, nil: break
    }
    // A low terminal has no room for the panel.
    if task.screen == .live, let chart = chart(for: task), !isPanelShown(of: task) {
      enlargeCharts(chart)
    }
    return effects
  }

  private func isPanelShown(of task: TourTask) -> Bool {
    guard DashboardLayout.hasRoom(surface.bounds) else { return true }
    return task.targets.contains { layout.rect(of: $0) != nil }
  }

  /// Continues with the next task if an input has completed the current one.
  /// - Parameter effects: The effects of the input.
  mutating func advanceTour(after effects: [DashboardEffect]) -> [DashboardEffect] {
    guard let task = tour.walk?.currentTask else { return [] }
    if timeline.playback != nil { tour.walk?.hasPlayed = true }
    let forks = effects.contains { if case .send(.fork, _) = $0 { true } else { false } }
    if forks { tour.walk?.isForkRequested = true }
    // A page or a box stays open until the user closes it.
    guard overlay == nil else { return [] }
    let isReached = isReached(task)
    tour.walk?.pressed = nil
    return isReached ? completeTask(task) : []
  }

  private func isReached(_ task: TourTask) -> Bool {
    guard let walk = tour.walk else { return false }
    switch task.goal {
    case .pressed:
      let key = walk.pressed
      return isAtPlace(of: task) && (key == task.key || key?.direction == task.key)
    case .screen(let wanted): return screen == wanted
    case .otherKernel: return screen == task.screen && kernels.selected != walk.origin.kernel
    case .played: return walk.hasPlayed && timeline.playback == nil
    case .dropout: return lane.dropout.requested == nil && lane.dropout.isOn != walk.origin.dropout
    case .fork: return lanes.count > walk.origin.lanes
    case .otherLayer: return screen == task.screen && layerOfMaps != walk.origin.layer
    }
  }

  private mutating func completeTask(_ task: TourTask) -> [DashboardEffect] {
    guard let walk = tour.walk, let stop = walk.currentStop else { return [] }
    switch task.goal {
    case .dropout:
      if let wasOn = walk.origin.dropout {
        let change = TourWalk.DropoutChange(run: lane.name, wasOn: wasOn)
        tour.walk?.dropoutChange = change
      }
    case .fork:
      let fork = lanes.last?.name
      tour.walk?.fork = fork
    // A playback that was stopped leaves a step of the past on the screen.
    case .played: _ = returnToPresent()
    case .pressed, .screen, .otherKernel, .otherLayer: break
    }
    if walk.task + 1 < stop.tasks.count {
      tour.walk?.task += 1
      return enterTask()
    }
    tour.walk?.completed.insert(walk.stop)
    return goToStop(walk.stop + 1)
  }
}
