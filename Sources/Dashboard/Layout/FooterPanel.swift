import DisplayText
import TerminalUI

/// The last row: the keys that change training, then the other keys, and at the right end the keys
/// for help and leaving. Some keys have the current value of their setting.
///
/// While a box is open, the footer has the keys of the box, from `BoxKeys`.
///
/// Five places decide about the footer:
/// - `DashboardKeys.swift` has the order, which is that of the tables of keys.
/// - `FooterKeys` leaves out keys without an effect, such as those of the trainer after the end of the
///   run.
/// - Each `…Keys.swift` has the labels, and the `KeyBinding.rank` of each key that changes no training: in
///   a narrow terminal, keys of a larger rank are left out first.
/// - `FooterChoice` has the order of the keys that change training, and their place beside the others.
/// - `pinned` has the keys that are never left out and never move.
struct FooterPanel {
  @Shared var state: DashboardState
  /// True to show the number of unread messages, which a low terminal has no other row for.
  var showsUnread = false

  /// The keys at the right end, which every screen has.
  static let pinned: [DashboardCommand] = [.pages(.help), .shell(.leave)]

  private typealias Hint = KeyHint<DashboardCommand>

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
  }

  /// Returns the command of a click at column `x`; `nil` between the keys.
  func command(atX x: Int, in row: Rect, appearance: Appearance) -> DashboardCommand? {
    let groups = groups(in: row, appearance)
    if let start = groups.unread, (start..<start + state.unreadText.columns).contains(x) {
      return .pages(.messages)
    }
    return groups.all.lazy.compactMap {
      KeyHint.shortcut(in: $0.hints, atColumn: x - $0.x)?.command
    }.first
  }

  private func groups(in row: Rect, _ appearance: Appearance) -> Groups {
    let keys = FooterKeys(state: $state, isCompact: row.width < 50).hints
    var pinned = HintGroup(x: 0, hints: Self.pinned.compactMap(keys.hint(of:)))
    pinned.x = row.right - 1 - pinned.columns
    var right = pinned.x - 2
    var unread: Int?
    if showsUnread, state.log.unread > 0 {
      unread = right - state.unreadText.columns
      right -= state.unreadText.columns + 2
    }
    let isWide = row.width >= FooterChoice.wideWidth
    let lane = laneText(isWide)
    let laneColumns = lane.isEmpty ? 0 : lane.columns + 1
    // The last key needs no gap, for which two columns are counted. The line between the two groups
    // takes one of them.
    let hints = keys.fitting(width: .max, without: Set(Self.pinned), glyphs: appearance.glyphs) {
      value(of: $0, appearance)
    }
    let choice = FooterChoice(
      $state, hints, laneColumns: laneColumns, width: right - row.x, isWide: isWide)
    var chosen = hints.filter { hint in
      hint.keys.contains { choice.commands.contains($0.command) }
    }
    for index in chosen.indices where chosen[index].keys.first?.command == .live(.undo) {
      chosen[index].label = undoLabel(columns: choice.undoColumns)
    }
    var training = HintGroup(x: row.x + 1, hints: trainingHints(chosen))
    if !training.hints.isEmpty { training.x += laneColumns }
    var viewing = HintGroup(x: training.x, hints: chosen.filter { $0.family == .viewing })
    var separator: Int?
    if !training.hints.isEmpty, !viewing.hints.isEmpty {
      // Without a change to undo, the place of `u` is empty, so that no other key moves.
      let hidden = chosen.filter { $0.family == .training && !training.hints.contains($0) }
      let end = training.x + training.columns + hidden.reduce(0) { $0 + $1.columns }
      separator = end + 1
      viewing.x = end + 3
    }
    return Groups(
      training: training, viewing: viewing, pinned: pinned, separator: separator, unread: unread,
      lane: training.hints.isEmpty ? "" : lane)
  }

  /// Returns the keys that change training, the last one `u` if there is a change to undo.
  private func trainingHints(_ chosen: [Hint]) -> [Hint] {
    let training = chosen.filter { $0.family == .training }
    let undo = training.filter { $0.keys.first?.command == .live(.undo) }
    return training.filter { !undo.contains($0) } + (state.lane.undo.last == nil ? [] : undo)
  }

  /// Returns the effect of `u` where there is room for it.
  /// - Parameter columns: The columns beside those of the short label.
  private func undoLabel(columns: Int) -> String {
    guard let text = state.lane.undo.last?.change.undoText(at: state.lane.rate),
      text.columns <= FooterKeys.shortUndoLabel.columns + columns
    else { return FooterKeys.shortUndoLabel }
    return text
  }

  /// Returns the lane that the keys of training change: "lane 2:". With one lane it is the name of the run
  /// where other runs are listed, and otherwise empty.
  private func laneText(_ isWide: Bool) -> String {
    guard state.interruptedLanes.isEmpty, state.boxKeys?.keepsTraining ?? true else { return "" }
    if state.lanes.count > 1 { return isWide ? "lane \(state.focus + 1):" : "\(state.focus + 1):" }
    switch state.screen {
    case .compare, .runList: return (state.lane.name ?? "the run").elidedInMiddle(to: 16) + ":"
    case .live, .kernels, .charts, .layers, .images: return ""
    }
  }

  private func laneStyle(_ theme: Theme) -> Style {
    state.stroke(of: state.lane, theme).style(theme).with(.bold)
  }

  private func value(of command: DashboardCommand, _ appearance: Appearance) -> (String, Style)? {
    let style = appearance.theme.text
    switch command {
    case .live(.dropout): return (state.dropout.shortText, state.dropout.style(appearance))
    case .live(.lrn): return (state.lrn.shortText, state.lrn.style(appearance))
    case .live(.rate): return state.rate.map { (NumberText.plain($0), style) }
    case .live(.pause) where state.interruptedLanes.count > 1:
      return ("\(state.interruptedLanes.count) lanes", style)
    case .charts(.navigate(.nextAxis)): return (state.charts.axisName, style)
    case .compare(.navigate(.nextAxis)): return (state.compare.charts.axisName, style)
    case .kernels(.nextContent): return (state.kernels.content.name, style)
    case .kernels(.nextOrder): return (state.kernels.order.name, style)
    case .ranks(.nextOrder): return (state.ranks.order.name, style)
    case .charts(.logarithmic): return state.isLogarithmic ? ("on", appearance.theme.good) : nil
    case .shell, .pages, .panels, .live, .lanes, .kernels, .timeline, .charts, .layers, .images,
      .ranks, .compare, .runList, .evaluating, .exporting, .tour, .box:
      return nil
    }
  }
}

extension KnobState {
  /// The current value; a requested one ends with "…".
  fileprivate var shortText: String {
    guard exists, let isOn else { return "—" }
    return requested.map { $0 ? "on…" : "off…" } ?? (isOn ? "on" : "off")
  }

  func style(_ appearance: Appearance) -> Style {
    guard exists, let isOn else { return appearance.theme.muted }
    if requested != nil { return appearance.theme.caution }
    return isOn ? appearance.theme.good.with(.bold) : appearance.theme.danger.with(.bold)
  }
}
