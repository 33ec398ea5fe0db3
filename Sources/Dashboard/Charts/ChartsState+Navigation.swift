import TerminalUI

/// Zooming and panning of charts, and the cursor at which they are read.
extension ChartsState {
  /// Performs a command over a run's history.
  /// - Parameter wholeRunNotice: The notice while the whole run is shown, for a key that would pan or show it.
  /// - Returns: The text of a notice; `nil` if the charts show the result.
  mutating func perform(
    _ command: ChartNavigation, over history: History, wholeRunNotice: String
  ) -> String? {
    switch command {
    case .nextAxis:
      nextAxis()
      return NoticeText.axis(axisName)
    case .cursorLeft: moveCursor(by: -1, history)
    case .cursorRight: moveCursor(by: 1, history)
    case .zoomIn: zoom(by: 0.5, history)
    case .zoomOut: zoom(by: 2, history)
    case .panLeft:
      guard window != nil else { return wholeRunNotice }
      pan(by: -0.5, history)
    case .panRight:
      guard window != nil else { return wholeRunNotice }
      pan(by: 0.5, history)
    case .panToStart: panToStart(history)
    case .follow:
      window?.end = nil
      cursor = nil
    case .wholeRun:
      guard window != nil else { return wholeRunNotice }
      window = nil
    case .read(let step): read(step, history)
    case .zoom(let factor, let center): zoom(by: factor, around: center, history)
    case .pan(let share): pan(by: share, history)
    }
    return nil
  }

  // MARK: - Zoom and pan

  /// Shows the part between two positions, which are shares of the current width.
  private mutating func show(from low: Double, to high: Double, _ history: History) {
    let axis = axis(of: history)
    let latest = Self.latest(history)
    let stepAxis = history.stepAxis
    // A logarithmic axis does not reach the start of the run.
    let isFromStart = low <= 0 && steps(of: history).lowerBound == 0
    let first = isFromStart ? 0 : stepAxis.step(at: axis.value(at: low), in: unit)
    let last = stepAxis.step(at: axis.value(at: high), in: unit)
    select(first, min(latest, last), history)
  }

  private mutating func select(_ first: Double, _ last: Double, _ history: History) {
    let latest = Self.latest(history)
    // There is nothing before the first step.
    let first = first < history.steps.first ?? 1 ? 0 : first
    let span = max(Self.minimumSpan, last - first)
    guard span < latest else {
      window = nil
      return
    }
    // A window that ends at most one step before the latest follows the run.
    let end = last > latest - 1 ? nil : max(last, span)
    window = Window(span: span, end: end)
  }

  /// Changes the length of the shown part by a factor.
  /// - Parameter fixedPoint: The position that does not move, as a share of the width; `nil` is the
  ///   cursor, or else the end of a window that follows the run, or else the middle.
  private mutating func zoom(
    by factor: Double, around fixedPoint: Double? = nil, _ history: History
  ) {
    guard !history.steps.isEmpty else { return }
    let axis = axis(of: history)
    let atCursor = cursor.map { axis.position(of: history.stepAxis.value(at: $0, in: unit)) }
    let isFollowing = window?.end == nil
    let centre = (fixedPoint ?? atCursor).map { min(1, max(0, $0)) } ?? (isFollowing ? 1 : 0.5)
    var low = centre - centre * factor
    var high = low + factor
    // A part that would extend beyond one end of the run is extended at the other end instead.
    if factor > 1 {
      let steps = steps(of: history)
      let atStart = steps.lowerBound <= 0
      let atEnd = steps.upperBound >= Self.latest(history)
      if atStart { (low, high) = (0, factor) }
      if atEnd { (low, high) = (atStart ? 0 : 1 - factor, 1) }
    }
    show(from: low, to: high, history)
  }

  /// Moves the shown part by a share of the width.
  private mutating func pan(by share: Double, _ history: History) {
    guard window != nil else { return }
    let axis = axis(of: history)
    let stepAxis = history.stepAxis
    let latest = Self.latest(history)
    let steps = steps(of: history)
    let span = steps.upperBound - steps.lowerBound
    let moved =
      axis.isLogarithmic && share < 0
      ? stepAxis.step(at: axis.value(at: 1 + share), in: unit)
      : steps.upperBound + share * span
    let end = min(latest, max(span, moved))
    select(end - span, end, history)
  }

  private mutating func panToStart(_ history: History) {
    guard let span = window?.span else { return }
    select(0, span, history)
  }

  // MARK: - Cursor

  /// Moves the cursor to a step, or to the nearest one of the run.
  private mutating func read(_ step: Double, _ history: History) {
    guard let first = history.steps.first, let last = history.steps.last else { return }
    cursor = min(last, max(first, step.rounded()))
  }

  /// Moves the cursor by `count` hundredths of the width, at least by one step. If there is no
  /// cursor, one appears at the latest step that is shown.
  private mutating func moveCursor(by count: Double, _ history: History) {
    guard let firstStep = history.steps.first, let lastStep = history.steps.last else { return }
    let shown = steps(of: history)
    guard let from = cursor else {
      cursor = min(lastStep, shown.upperBound)
      return
    }
    let axis = axis(of: history)
    let stepAxis = history.stepAxis
    let share = axis.position(of: stepAxis.value(at: from, in: unit))
    let target = stepAxis.step(at: axis.value(at: share + count / 100), in: unit).rounded()
    let neighbour = from + (count < 0 ? -1 : 1)
    let destination = count < 0 ? min(neighbour, target) : max(neighbour, target)
    let step = min(lastStep, max(firstStep, destination))
    cursor = step
    panToCursor(over: history)
  }

  /// Moves the shown part so that it contains the cursor.
  mutating func panToCursor(over history: History) {
    let shown = steps(of: history)
    guard let cursor, window != nil, !shown.contains(cursor) else { return }
    let span = shown.upperBound - shown.lowerBound
    let end = cursor < shown.lowerBound ? cursor + span : cursor
    select(end - span, end, history)
  }
}
