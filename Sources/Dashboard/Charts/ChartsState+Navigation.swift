import TerminalUI

/// Zooming and panning of charts, and the cursor at which they are read.
extension ChartsState {
  /// Performs a command over a run's history.
  /// - Parameter wholeRunNotice: The notice while the whole run is shown, for a key that would pan or show it.
  /// - Returns: The text of a notice; `nil` if the charts show the result.
  mutating func perform(
    _ command: ChartNavigation, over history: History, wholeRunNotice: String
  ) -> String? {
    let axes = axes(of: history)
    switch command {
    case .nextAxis:
      nextAxis()
      return NoticeText.axis(axisName)
    case .cursorLeft: moveCursor(by: -1, axes)
    case .cursorRight: moveCursor(by: 1, axes)
    case .zoomIn: zoom(by: 0.5, axes)
    case .zoomOut: zoom(by: 2, axes)
    case .panLeft:
      guard window != nil else { return wholeRunNotice }
      pan(by: -0.5, axes)
    case .panRight:
      guard window != nil else { return wholeRunNotice }
      pan(by: 0.5, axes)
    case .panToStart: panToStart(axes)
    case .follow:
      window?.end = nil
      cursor = nil
    case .wholeRun:
      guard !isAutomatic else { return wholeRunNotice }
      showAll()
    case .read(let step): read(step, axes)
    case .zoom(let factor, let center): zoom(by: factor, around: center, axes)
    case .pan(let share): pan(by: share, axes)
    }
    return nil
  }

  // MARK: - Zoom and pan

  /// Shows the part between two positions, which are shares of the current width.
  private mutating func show(from low: Double, to high: Double, _ axes: HistoryAxes) {
    let axis = axis(of: axes)
    let latest = axes.latest
    let stepAxis = axes.training
    // A logarithmic axis does not reach the start of the run.
    let isFromStart = low <= 0 && steps(of: axes).lowerBound == 0
    let first = isFromStart ? 0 : stepAxis.step(at: axis.value(at: low), in: unit)
    let last = stepAxis.step(at: axis.value(at: high), in: unit)
    select(first, min(latest, last), axes)
  }

  private mutating func select(_ first: Double, _ last: Double, _ axes: HistoryAxes) {
    let latest = axes.latest
    // There is nothing before the first step.
    let first = first < axes.training.steps.first ?? 1 ? 0 : first
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
    by factor: Double, around fixedPoint: Double? = nil, _ axes: HistoryAxes
  ) {
    guard !axes.training.steps.isEmpty else { return }
    let axis = axis(of: axes)
    let atCursor = cursor.map { axis.position(of: axes.training.value(at: $0, in: unit)) }
    let isFollowing = window?.end == nil
    let centre = (fixedPoint ?? atCursor).map { min(1, max(0, $0)) } ?? (isFollowing ? 1 : 0.5)
    var low = centre - centre * factor
    var high = low + factor
    // A part that would extend beyond one end of the run is extended at the other end instead.
    if factor > 1 {
      let steps = steps(of: axes)
      let atStart = steps.lowerBound <= 0
      let atEnd = steps.upperBound >= axes.latest
      if atStart { (low, high) = (0, factor) }
      if atEnd { (low, high) = (atStart ? 0 : 1 - factor, 1) }
    }
    show(from: low, to: high, axes)
  }

  /// Moves the shown part by a share of the width.
  private mutating func pan(by share: Double, _ axes: HistoryAxes) {
    guard window != nil else { return }
    let axis = axis(of: axes)
    let stepAxis = axes.training
    let latest = axes.latest
    let steps = steps(of: axes)
    let span = steps.upperBound - steps.lowerBound
    let moved =
      axis.isLogarithmic && share < 0
      ? stepAxis.step(at: axis.value(at: 1 + share), in: unit)
      : steps.upperBound + share * span
    let end = min(latest, max(span, moved))
    select(end - span, end, axes)
  }

  private mutating func panToStart(_ axes: HistoryAxes) {
    guard let window else { return }
    let shown = steps(of: axes)
    select(0, window.start == nil ? window.span : shown.upperBound - shown.lowerBound, axes)
  }

  /// Shows the steps between limits; without an upper limit the part grows with the run.
  mutating func showSteps(_ limits: AxisLimits, over history: History) {
    guard !limits.isAutomatic else {
      window = nil
      return
    }
    let first = limits.lower ?? 0
    let last = limits.upper ?? axes(of: history).latest
    window = Window(
      span: max(Self.minimumSpan, last - first), end: limits.upper,
      start: limits.upper == nil ? first : nil)
  }

  // MARK: - Cursor

  /// Moves the cursor to a step, or to the nearest one of the run.
  private mutating func read(_ step: Double, _ axes: HistoryAxes) {
    guard let first = axes.training.steps.first, let last = axes.training.steps.last else { return }
    cursor = min(last, max(first, step.rounded()))
  }

  /// Moves the cursor by `count` hundredths of the width, at least by one step. If there is no
  /// cursor, one appears at the latest step that is shown.
  private mutating func moveCursor(by count: Double, _ axes: HistoryAxes) {
    guard let firstStep = axes.training.steps.first, let lastStep = axes.training.steps.last else {
      return
    }
    let shown = steps(of: axes)
    guard let from = cursor else {
      cursor = min(lastStep, shown.upperBound)
      return
    }
    let axis = axis(of: axes)
    let stepAxis = axes.training
    let share = axis.position(of: stepAxis.value(at: from, in: unit))
    let target = stepAxis.step(at: axis.value(at: share + count / 100), in: unit).rounded()
    let neighbour = from + (count < 0 ? -1 : 1)
    let destination = count < 0 ? min(neighbour, target) : max(neighbour, target)
    let step = min(lastStep, max(firstStep, destination))
    cursor = step
    panToCursor(axes)
  }

  /// Moves the shown part so that it contains the cursor.
  mutating func panToCursor(over history: History) { panToCursor(axes(of: history)) }

  private mutating func panToCursor(_ axes: HistoryAxes) {
    let shown = steps(of: axes)
    guard let cursor, window != nil, !shown.contains(cursor) else { return }
    let span = shown.upperBound - shown.lowerBound
    let end = cursor < shown.lowerBound ? cursor + span : cursor
    select(end - span, end, axes)
  }
}
