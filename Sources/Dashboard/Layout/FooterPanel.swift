import TerminalUI

/// The keys, with the state of what they switch, and the answer to the last key.
struct FooterPanel {
  var state: DashboardState

  func draw(in row: Rect, on frame: inout Frame, look: Look) {
    let side = side(in: row)
    if let notice = state.notice {
      frame.textRight(
        notice.text, right: side.right, y: row.y, style: look.theme.caution, width: side.width)
    } else if state.log.unread > 0 {
      let key = KeyBindings.dashboard.bindings.first { $0.command == .messages }?.keys.first?.name
      frame.text(key ?? "", x: side.x, y: row.y, style: look.theme.key)
      frame.text(unread, x: side.x + 1, y: row.y, style: look.theme.caution)
    }
    frame.hints(hints(in: row, look), x: row.x + 1, y: row.y, look: look)
  }

  /// What a press on it asks for.
  func command(atX x: Int, in row: Rect, look: Look) -> DashboardCommand? {
    if side(in: row).contains(x: x, y: row.y) { return state.notice == nil ? .messages : nil }
    return KeyBindings.choice(of: hints(in: row, look), atColumn: x - row.x - 1)?.command
  }

  private func hints(in row: Rect, _ look: Look) -> [KeyBindings<DashboardCommand>.Hint] {
    let side = side(in: row)
    let room = row.width - (side.isEmpty ? 0 : side.width + 2)
    let bindings = KeyBindings.footer(
      hasLesson: state.lesson != nil, isTraining: !state.everyLaneHasEnded)
    return bindings.hints(width: room, in: state.screen.place) { value(of: $0, look) }
  }

  /// At its right: the answer to the last key, or how many messages wait to be read.
  private func side(in row: Rect) -> Rect {
    let words = state.notice?.text ?? (state.log.unread > 0 ? "m" + unread : "")
    let width = min(words.columns, row.width - 2)
    return Rect(x: row.right - 1 - width, y: row.y, width: width, height: row.height)
  }

  private var unread: String { " \(Digits.grouped(state.log.unread)) new" }

  private func value(of command: DashboardCommand, _ look: Look) -> (String, Style)? {
    switch command {
    case .dropout: (state.dropout.words, style(of: state.dropout, look))
    case .lrn: (state.lrn.words, style(of: state.lrn, look))
    case .axis: (state.charts.axisName, look.theme.text)
    case .kernelPart: (state.kernels.part.name, look.theme.text)
    case .kernelOrder: (state.kernels.order.name, look.theme.text)
    case .logarithmic: state.isLogarithmic ? ("on", look.theme.good) : nil
    default: nil
    }
  }

  private func style(of knob: KnobState, _ look: Look) -> Style { knob.style(look) }
}

extension KnobState {
  func style(_ look: Look) -> Style {
    guard exists, let isOn else { return look.theme.muted }
    if asked != nil { return look.theme.caution }
    return isOn ? look.theme.good.with(.bold) : look.theme.danger.with(.bold)
  }
}
