import TerminalUI

/// The choice of the step that the screens show, and the playback.
extension DashboardState {
  mutating func perform(_ command: TimelineCommand) {
    timeline.playback = command == .play ? timeline.playback : nil
    switch command {
    case .recordBack: scrub(by: -1)
    case .recordForward: scrub(by: 1)
    case .firstRecord: showFirstRecord()
    case .present: showPresent()
    case .record(let step): showRecord(nearestTo: step)
    case .play: togglePlayback()
    }
    charts.panToCursor(over: longestHistory)
  }

  private mutating func showFirstRecord() {
    guard let first = track.records.first else { return showNotice(NoticeText.nothingRecorded) }
    shownStep = first
  }

  /// Shows the record that is `count` records later.
  private mutating func scrub(by count: Int) {
    let track = track
    guard !track.records.isEmpty else { return showNotice(NoticeText.nothingRecorded) }
    guard let index = track.index else {
      guard count < 0 else { return showNotice(NoticeText.presentIsShown) }
      // The latest record can have the step of the present.
      shownStep = track.records.last { $0 < track.present ?? .max }
      return
    }
    // The charts show a step between two records as it is, other screens the record before it.
    let isBetween = screen == .charts && shownStep != track.records[index]
    let next = index + count + (isBetween && count < 0 ? 1 : 0)
    guard next < track.records.count else { return showPresent() }
    if next < 0 { showNotice(NoticeText.firstRecordIsShown) }
    shownStep = track.records[max(0, next)]
  }

  /// Shows the record that is nearest to a step, or the present if it is nearer.
  private mutating func showRecord(nearestTo step: Int) {
    let track = track
    guard let nearest = track.records.min(by: { abs($0 - step) < abs($1 - step) }) else { return }
    if let present = track.present, abs(present - step) < abs(nearest - step) {
      shownStep = nil
    } else {
      shownStep = nearest
    }
  }

  /// Shows the present. A run without snapshots shows its last records.
  private mutating func showPresent() {
    if shownStep == nil {
      showNotice(
        track.present == nil ? NoticeText.lastRecordIsShown : NoticeText.presentIsShown)
    }
    shownStep = nil
  }

  /// Shows the present instead of a record, as Esc does.
  /// - Returns: False if the present is shown already.
  mutating func returnToPresent() -> Bool {
    guard shownStep != nil else { return false }
    timeline.playback = nil
    shownStep = nil
    return true
  }

  // MARK: - Playback

  private mutating func togglePlayback() {
    guard timeline.playback == nil else {
      timeline.playback = nil
      return showNotice(NoticeText.playbackStopped)
    }
    let track = track
    guard track.records.count > 1 else { return showNotice(NoticeText.nothingRecorded) }
    timeline.playback = .init(advancedAt: now, end: track.records[track.records.count - 1])
    // If the present or the last record is shown, the playback starts at the first record.
    guard let index = track.index, index < track.records.count - 1 else {
      shownStep = track.records[0]
      return
    }
  }

  /// Shows the record of the playback that is due.
  mutating func advancePlayback() {
    guard let playback = timeline.playback else { return }
    switch screen {
    case .kernels, .layers, .charts: break
    case .live, .images, .compare, .runList:
      timeline.playback = nil
      return
    }
    let intervals = Int((now - playback.advancedAt) / TimelineState.playInterval + 0.1)
    guard intervals > 0, kernels.requestedStep == nil else { return }
    let track = track
    let last = track.records.lastIndex { $0 <= playback.end } ?? 0
    guard let index = track.index, index < last else {
      timeline.playback = nil
      shownStep = nil
      return
    }
    timeline.playback?.advancedAt = now
    let stride = max(1, (last + 1) / TimelineState.playedRecords)
    shownStep = track.records[min(last, index + stride * intervals)]
    charts.panToCursor(over: longestHistory)
  }
}
