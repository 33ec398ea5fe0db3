import Blueprint
import DisplayText
import TerminalUI

/// A table of the lanes: their names, and their latest values below headings.
struct LaneStrip {
  @Shared var state: DashboardState

  /// Returns the number of rows, the headings included; 0 for a single lane, which the header
  /// describes.
  static func rows(_ state: DashboardState) -> Int {
    state.lanes.count > 1 ? state.lanes.count + 1 : 0
  }

  /// A column of values. Its width is fixed, so that the values do not move when others change.
  private enum Column: CaseIterable {
    case step, trainLoss, trainError, validationError, speed, state

    /// The columns, the most important first: if not all fit, the last are left out.
    static let byImportance: [Column] = [
      .validationError, .state, .trainLoss, .step, .speed, .trainError,
    ]

    var heading: String {
      switch self {
      case .step: "step"
      case .trainLoss: "train loss"
      case .trainError: "train top-1 error"
      case .validationError: "val top-1 error"
      case .speed: "images/s"
      case .state: "state"
      }
    }

    /// The width with two blanks before the text.
    var width: Int {
      switch self {
      case .step, .speed: 10
      case .trainLoss: 12
      case .validationError: 17
      case .trainError: 19
      case .state: 13
      }
    }
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard rect.height > 1 else { return }
    let layout = layout(in: rect)
    let theme = appearance.theme
    frame.text("lane", x: rect.x + Self.nameStart, y: rect.y, style: theme.muted)
    for (column, right) in layout.columns {
      frame.textRight(column.heading, right: right, y: rect.y, style: theme.muted)
    }
    for (index, lane) in state.lanes.prefix(rect.height - 1).enumerated() {
      let y = rect.y + 1 + index
      let row = Rect(x: rect.x, y: y, width: Self.nameStart + layout.nameWidth, height: 1)
      drawName(of: lane, index, row, &frame, appearance)
      for (column, right) in layout.columns {
        let (text, style) = value(of: column, in: lane, appearance)
        frame.textRight(text ?? "—", right: right, y: y, style: style)
      }
    }
  }

  /// The column in which the names begin: after the number, which is reversed for the lane in focus, and
  /// the sample of the curve.
  private static let nameStart = 9

  private func drawName(
    of lane: LaneState, _ index: Int, _ row: Rect, _ frame: inout Frame, _ appearance: Appearance
  ) {
    let theme = appearance.theme
    let isFocused = index == state.focus
    let stroke = state.stroke(of: lane, theme)
    let x = frame.text(
      " \(index + 1) ", x: row.x + 2, y: row.y,
      style: stroke.style(theme).with(isFocused ? [.bold, .reverse] : .bold))
    frame.text(stroke.sample(appearance), x: x, y: row.y, style: stroke.style(theme))
    let texts = differenceTexts(of: lane)
    let room = row.width - Self.nameStart
    let nameRoom = max(min(room, Self.sufficientName), room - (texts.last?.columns ?? 0))
    let end = frame.text(
      state.title(of: lane).elidedInMiddle(to: nameRoom), x: row.x + Self.nameStart, y: row.y,
      style: isFocused ? theme.strong : theme.text)
    guard let text = texts.first(where: { end + $0.columns <= row.right }) else { return }
    frame.text(text, x: end, y: row.y, style: theme.muted)
  }

  /// Returns the differences of a lane from the first one in several lengths: " (LRN off, dropout 0.5)",
  /// " (LRN off, …)"; none without a difference.
  private func differenceTexts(of lane: LaneState) -> [String] {
    let changes = state.differences(of: lane)
    return changes.indices.reversed().map { last in
      " (\(Array(changes[...last]).text)\(last + 1 < changes.count ? ", …" : ""))"
    }
  }

  // MARK: - Columns

  private struct Layout {
    var nameWidth: Int
    /// The columns from left to right, each with the end of its text.
    var columns: [(column: Column, right: Int)] = []
  }

  /// The width that a name can claim before values.
  private static let sufficientName = 20
  /// The width of the names where there is much room: values stay near the names.
  private static let comfortableName = 36

  private func layout(in rect: Rect) -> Layout {
    let longest =
      state.lanes.map { lane in
        state.title(of: lane).columns + (differenceTexts(of: lane).first?.columns ?? 0)
      }.max() ?? 0
    let columns = columns(in: rect.width, names: longest)
    let used = columns.reduce(0) { $0 + $1.width }
    let room = max(0, rect.width - Self.nameStart - 1 - used)
    var layout = Layout(nameWidth: min(room, max(longest, Self.comfortableName)))
    var right = rect.x + Self.nameStart + layout.nameWidth
    for column in columns {
      right += column.width
      layout.columns.append((column, right))
    }
    return layout
  }

  /// Returns the columns that leave room for the names, from left to right.
  private func columns(in width: Int, names: Int) -> [Column] {
    var room = width - Self.nameStart - 1 - min(names, Self.sufficientName)
    // The error stays even if the names have little room.
    var columns: Set<Column> = []
    for column in Column.byImportance {
      if columns.isEmpty || column.width <= room { columns.insert(column) } else { break }
      room -= column.width
    }
    return Column.allCases.filter(columns.contains)
  }

  private func value(
    of column: Column, in lane: LaneState, _ appearance: Appearance
  ) -> (String?, Style) {
    let theme = appearance.theme
    return switch column {
    case .step: (lane.latest.map { NumberText.grouped($0.step) }, theme.strong)
    case .trainLoss: (lane.trainLossText, theme.strong)
    case .trainError: (lane.trainTop1Text, theme.text)
    case .validationError: (lane.validationTop1Text, theme.strong)
    case .speed: (NumberText.perSecond(state.shownSpeed(of: lane)), theme.text)
    case .state: (lane.phaseWord, style(of: lane, theme))
    }
  }

  private func style(of lane: LaneState, _ theme: Theme) -> Style {
    switch lane.phase {
    case .training: theme.good
    case .preparing, .paused: theme.caution
    case .finished: theme.accent
    case .failed: theme.danger
    }
  }
}

extension LaneState {
  /// True if the learning rate was changed by hand.
  fileprivate var hasOwnRate: Bool {
    validationHistory.knobChanges.contains { $0.text.hasPrefix("rate ") }
  }

  /// The plan with dropout and LRN as they are now.
  fileprivate var currentPlan: RunPlan? {
    guard var plan else { return nil }
    if dropout.exists, let isOn = dropout.isOn, isOn != (plan.knobs.dropout > 0) {
      plan.knobs.dropout = isOn ? 0.5 : 0
    }
    if lrn.exists, let isOn = lrn.isOn { plan.knobs.lrn = isOn }
    return plan
  }
}

extension PlanChange {
  /// The first word of the text, which names what is changed: "rate" in "rate 0.005".
  fileprivate var kind: Substring { text.prefix { $0 != " " } }
}

extension DashboardState {
  /// Returns the changes from the first lane to this one, as both train now. Those of the plans come first, so
  /// that they stay visible when the first lane is changed by hand.
  func differences(of lane: LaneState) -> [PlanChange] {
    guard var plan = lane.currentPlan, var first = lanes[0].currentPlan else { return [] }
    if lane.hasOwnRate || lanes[0].hasOwnRate, let rate = lane.rate, let other = lanes[0].rate {
      (plan.knobs.rate, first.knobs.rate) = (rate, rate.isSameRate(as: other) ? rate : other)
    }
    let changes = plan.changes(from: first)
    // A planned difference keeps its place when its value is changed by hand.
    let planned = Set((lanes[0].plan.flatMap { lane.plan?.changes(from: $0) } ?? []).map(\.kind))
    return changes.filter { planned.contains($0.kind) }
      + changes.filter { !planned.contains($0.kind) }
  }

  /// Returns the name of a lane on the screen, which is that of its run.
  func title(of lane: LaneState) -> String { lane.name ?? lane.run?.run ?? "" }

  /// Returns the lane's colour and dash, the same on every screen.
  func stroke(of lane: LaneState, _ theme: Theme) -> LineChart.Stroke {
    LineChart.Stroke(strokes[lane.compareName], theme: theme)
  }
}
