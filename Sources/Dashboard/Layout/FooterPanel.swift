import DisplayText
import TerminalUI

/// The last row: the keys that change training, then the other keys, and at the right end the keys
/// for help and leaving. Some keys have the current value of their setting.
///
/// Four places decide about the footer:
/// - `DashboardKeys.swift` has the order, which is that of the tables of keys.
/// - `FooterKeys` leaves out keys without an effect, such as those of the trainer after the end of the
///   run.
/// - Each `…Keys.swift` has the labels, and the `KeyBinding.rank` of each key: in a narrow terminal,
///   keys of a larger rank are left out first.
/// - `pinned` has the keys that are never left out and never move.
struct FooterPanel {
  var state: DashboardState
  /// True to show the number of unread messages, which a low terminal has no other row for.
  var showsUnread = false

  /// The keys at the right end, which every screen has.
  static let pinned: [DashboardCommand] = [.pages(.help), .shell(.leave)]

  private typealias Hint = KeyBindings<DashboardCommand>.Hint

  /// A part of the footer, with the column in which it begins.
  private struct HintGroup {
    var x: Int
    var hints: [Hint]
    var columns: Int { max(0, hints.reduce(-2) { $0 + $1.columns }) }
  }

  private struct Groups {
    var training: HintGroup
    var viewing: HintGroup
    var pinned: HintGroup
    /// The column of the line between the keys that change training and the others.
    var separator: Int?
    /// The column of the number of unread messages.
    var unread: Int?
    /// The lane that the first keys change; empty if there is only one.
    var lane = ""

    var all: [HintGroup] { [training, viewing, pinned] }
  }

  func draw(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    let groups = groups(in: row, appearance)
    frame.text(groups.lane, x: row.x + 1, y: row.y, style: laneStyle(appearance.theme))
    for group in groups.all {
      frame.hints(group.hints, x: group.x, y: row.y, appearance: appearance)
    }
    if let x = groups.separator { frame.put("│", x: x, y: row.y, style: appearance.theme.faint) }
    if let x = groups.unread {
      frame.text(state.unreadText, x: x, y: row.y, style: appearance.theme.caution)
      frame.text(DashboardState.messagesKey, x: x, y: row.y, style: appearance.theme.key)
    }
    if state.dialogTakesKeys { mute(row, on: &frame, appearance: appearance) }
  }

  /// Draws all keys alike and without emphasis while they have no effect.
  private func mute(_ row: Rect, on frame: inout Frame, appearance: Appearance) {
    for x in row.x..<row.right {
      frame[x, row.y].foreground = appearance.theme.faint.foreground
      frame[x, row.y].attributes = appearance.theme.faint.attributes
    }
  }

  /// Returns the command of a click at column `x`; `nil` between the keys.
  func command(atX x: Int, in row: Rect, appearance: Appearance) -> DashboardCommand? {
    let groups = groups(in: row, appearance)
    if let start = groups.unread, (start..<start + state.unreadText.columns).contains(x) {
      return .pages(.messages)
    }
    return groups.all.lazy.compactMap {
      KeyBindings.shortcut(in: $0.hints, atColumn: x - $0.x)?.command
    }.first
  }

  private func groups(in row: Rect, _ appearance: Appearance) -> Groups {
    let bindings = FooterKeys(state: state, isNarrow: row.width < 100).bindings
    let scope = state.keyScope
    var pinned = HintGroup(x: 0, hints: Self.pinned.compactMap { bindings.hint(of: $0, in: scope) })
    pinned.x = row.right - 1 - pinned.columns
    var right = pinned.x - 2
    var unread: Int?
    if showsUnread, state.log.unread > 0 {
      unread = right - state.unreadText.columns
      right -= state.unreadText.columns + 2
    }
    let lane = laneText(row.width)
    let left = row.x + 1 + (lane.isEmpty ? 0 : lane.columns + 1)
    // The last key needs no gap, for which `hints` counts two columns. The line between the two
    // groups takes one of them.
    let width = right - left + 2
    let hints = bindings.hints(
      width: width, in: scope, without: Set(Self.pinned), glyphs: appearance.glyphs
    ) {
      value(of: $0, appearance)
    }
    let training = HintGroup(x: left, hints: hints.filter { $0.family == .training })
    var viewing = HintGroup(
      x: training.hints.isEmpty ? row.x + 1 : left, hints: hints.filter { $0.family == .viewing })
    var separator: Int?
    if !training.hints.isEmpty, !viewing.hints.isEmpty {
      separator = left + training.columns + 1
      viewing.x = left + training.columns + 3
    }
    return Groups(
      training: training, viewing: viewing, pinned: pinned, separator: separator, unread: unread,
      lane: training.hints.isEmpty ? "" : lane)
  }

  /// Returns the lane that the keys of training change: "lane 2:"; empty if there is only one, or if
  /// the only key is for all of them.
  private func laneText(_ width: Int) -> String {
    guard state.lanes.count > 1, state.interruptedLanes.isEmpty else { return "" }
    return width < 80 ? "\(state.focus + 1):" : "lane \(state.focus + 1):"
  }

  private func laneStyle(_ theme: Theme) -> Style {
    state.stroke(of: state.lane, theme).style(theme).with(.bold)
  }

  private func value(of command: DashboardCommand, _ appearance: Appearance) -> (String, Style)? {
    let style = appearance.theme.text
    switch command {
    case .live(.dropout): return (state.dropout.text, state.dropout.style(appearance))
    case .live(.lrn): return (state.lrn.text, state.lrn.style(appearance))
    case .live(.rate): return state.rate.map { (NumberText.plain($0), style) }
    case .live(.pause) where state.interruptedLanes.count > 1:
      return ("\(state.interruptedLanes.count) lanes", style)
    case .charts(.navigate(.nextAxis)): return (state.charts.axisName, style)
    case .compare(.navigate(.nextAxis)): return (state.compare.charts.axisName, style)
    case .kernels(.nextContent): return (state.kernels.content.name, style)
    case .kernels(.nextOrder): return (state.kernels.order.name, style)
    case .charts(.logarithmic): return state.isLogarithmic ? ("on", appearance.theme.good) : nil
    case .shell, .pages, .panels, .live, .lanes, .kernels, .timeline, .charts, .layers, .images,
      .compare,
      .runList:
      return nil
    }
  }
}

extension DashboardState {
  /// True while a dialog or a text field has all keys, so that those of the footer have no effect.
  fileprivate var dialogTakesKeys: Bool {
    switch overlay {
    case .leave, .fork, .stopLane, .image, .laneName, .rate, .quantities: true
    case .help(let position), .messages(let position): position.isTyping
    case .failure, .lesson: false
    case nil: screen == .runList && (runList.editing != nil || runList.deleting != nil)
    }
  }
}

extension KnobState {
  func style(_ appearance: Appearance) -> Style {
    guard exists, let isOn else { return appearance.theme.muted }
    if requested != nil { return appearance.theme.caution }
    return isOn ? appearance.theme.good.with(.bold) : appearance.theme.danger.with(.bold)
  }
}
