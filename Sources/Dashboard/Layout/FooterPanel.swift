import DisplayText
import TerminalUI

/// The last row: keys with the current values of their settings, and the latest notice or the number
/// of unread messages. In a narrow terminal, keys of a larger `KeyBinding.rank` are left out first.
struct FooterPanel {
  var state: DashboardState

  func draw(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    let area = noticeArea(in: row)
    if let notice = state.notice {
      frame.textRight(
        notice.text, right: area.right, y: row.y, style: appearance.theme.caution, width: area.width
      )
    } else if state.log.unread > 0 {
      let key = KeyBindings.dashboard.bindings.first { $0.command == .pages(.messages) }?.keys
        .first?.name
      frame.text(key ?? "", x: area.x, y: row.y, style: appearance.theme.key)
      frame.text(unread, x: area.x + 1, y: row.y, style: appearance.theme.caution)
    }
    frame.hints(hints(in: row, appearance), x: row.x + 1, y: row.y, appearance: appearance)
  }

  /// Returns the command of a click at column `x`; `nil` between the keys.
  func command(atX x: Int, in row: Rect, appearance: Appearance) -> DashboardCommand? {
    if noticeArea(in: row).contains(x: x, y: row.y) {
      return state.notice == nil ? .pages(.messages) : nil
    }
    return KeyBindings.shortcut(in: hints(in: row, appearance), atColumn: x - row.x - 1)?.command
  }

  private func hints(in row: Rect, _ appearance: Appearance) -> [KeyBindings<DashboardCommand>.Hint]
  {
    let area = noticeArea(in: row)
    let room = row.width - (area.isEmpty ? 0 : area.width + 2)
    let bindings = KeyBindings.footer(
      hasLesson: state.lesson != nil, isTraining: !state.everyLaneHasEnded)
    return bindings.hints(width: room, in: state.screen.scope) { value(of: $0, appearance) }
  }

  /// Returns the right end of the row, for the latest notice or the number of unread messages.
  private func noticeArea(in row: Rect) -> Rect {
    let text = state.notice?.text ?? (state.log.unread > 0 ? "m" + unread : "")
    let width = min(text.columns, row.width - 2)
    return Rect(x: row.right - 1 - width, y: row.y, width: width, height: row.height)
  }

  private var unread: String { " \(NumberText.grouped(state.log.unread)) new" }

  private func value(of command: DashboardCommand, _ appearance: Appearance) -> (String, Style)? {
    let style = appearance.theme.text
    switch command {
    case .live(.dropout): return (state.dropout.text, state.dropout.style(appearance))
    case .live(.lrn): return (state.lrn.text, state.lrn.style(appearance))
    case .charts(.navigate(.nextAxis)): return (state.charts.axisName, style)
    case .compare(.navigate(.nextAxis)): return (state.compare.charts.axisName, style)
    case .kernels(.nextContent): return (state.kernels.content.name, style)
    case .kernels(.nextOrder): return (state.kernels.order.name, style)
    case .charts(.logarithmic): return state.isLogarithmic ? ("on", appearance.theme.good) : nil
    case .shell, .pages, .panels, .live, .lanes, .kernels, .charts, .layers, .images, .compare,
      .runList:
      return nil
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
