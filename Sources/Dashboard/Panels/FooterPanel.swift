import TerminalUI

/// The keys, with the state of what they switch, and the answer to the last key.
struct FooterPanel {
  var state: DashboardState

  func draw(in row: Rect, on frame: inout Frame, look: Look) {
    var room = row.width - 1
    if let notice = state.notice {
      let width = min(notice.text.columns, row.width - 2)
      frame.textRight(
        notice.text, right: row.right - 1, y: row.y, style: look.theme.caution, width: width)
      room -= width + 2
    } else if state.log.unread > 0 {
      room -= drawUnread(in: row, on: &frame, look: look)
    }
    let bindings = state.lesson == nil ? KeyBindings.withoutLesson : .dashboard
    let hints = bindings.hints(width: room + 1, in: state.screen.place) { value(of: $0, look) }
    frame.hints(hints, x: row.x + 1, y: row.y, look: look)
  }

  /// How many messages wait to be read, and the key for it; gives the columns that it takes.
  private func drawUnread(in row: Rect, on frame: inout Frame, look: Look) -> Int {
    let words = " \(Digits.grouped(state.log.unread)) new"
    let key = KeyBindings.dashboard.bindings.first { $0.command == .messages }?.keys.first?.name
    let x = row.right - 2 - words.columns
    frame.text(key ?? "", x: x, y: row.y, style: look.theme.key)
    frame.text(words, x: x + 1, y: row.y, style: look.theme.caution)
    return words.columns + 4
  }

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
