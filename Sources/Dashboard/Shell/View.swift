import TerminalUI

/// Returns the frame for a state. It is a function of the arguments, and reads neither a clock nor a
/// file.
public func view(
  _ state: DashboardState, width: Int, height: Int, capabilities: TerminalCapabilities
) -> Frame {
  func frame(_ appearance: Appearance) -> Frame {
    var frame = Frame(width: width, height: height)
    frame.fill(frame.bounds, with: Cell(background: appearance.theme.background))
    state.draw(in: frame.bounds, on: &frame, appearance: appearance)
    return frame
  }
  let appearance = Appearance(capabilities, theme: state.theme)
  var shown = frame(appearance)
  // The terminal draws its pixels over its text, so a picture under a page or a dialog is drawn as cells.
  let covered = shown.coveredPictures
  if !covered.isEmpty { shown = frame(appearance.drawingAsCells(in: covered)) }
  return capabilities.unicode ? shown : shown.inASCII
}

extension DashboardState {
  /// Draws the dashboard and changes no cell outside of `bounds`.
  func draw(in bounds: Rect, on frame: inout Frame, appearance: Appearance) {
    let state = Shared(self)
    guard DashboardLayout.hasRoom(bounds) else {
      SmallScreen(state: state).draw(in: bounds, on: &frame, appearance: appearance)
      return
    }
    let layout = DashboardLayout(state: state, bounds: bounds, appearance: appearance)
    HeaderPanel(state: state).draw(in: layout.header, on: &frame, appearance: appearance)
    LaneStrip(state: state).draw(in: layout.lanes, on: &frame, appearance: appearance)
    let status = StatusLine(state: state)
    status.draw(in: layout.status, on: &frame, appearance: appearance)
    if layout.status.isEmpty {
      status.drawNotice(over: layout.header, on: &frame, appearance: appearance)
    }
    FooterPanel(state: state, showsUnread: layout.status.isEmpty)
      .draw(in: layout.footer, on: &frame, appearance: appearance)
    layout.screen.draw(on: &frame)
    layout.drawTourTarget(on: &frame, appearance: appearance)
    layout.tourPanel.draw(in: layout.tour, on: &frame, appearance: appearance)
    let body = layout.body
    switch overlay {
    case .help(let position):
      HelpPage(position: position, screen: screen, boxKeys: boxKeysUnderHelp).draw(
        in: body, on: &frame, appearance: appearance)
    case .messages(let position):
      messagesPage(position).draw(in: body, on: &frame, appearance: appearance)
    case .leave: leaveDialog(appearance).draw(in: body, on: &frame, appearance: appearance)
    case .failure: failureDialog(appearance).draw(in: body, on: &frame, appearance: appearance)
    case .fork(let menu): forkDialog(menu).draw(in: body, on: &frame, appearance: appearance)
    case .stopLane: stopLaneDialog(appearance).draw(in: body, on: &frame, appearance: appearance)
    case .image(let prompt):
      textPrompt(prompt).draw(in: body, on: &frame, appearance: appearance)
    case .name(let prompt):
      textPrompt(prompt).draw(in: body, on: &frame, appearance: appearance)
    case .rate(let prompt):
      TextPrompt.rate(prompt, of: focusedRun).draw(in: body, on: &frame, appearance: appearance)
    case .range(let prompt):
      TextPrompt.range(prompt, steps: stepsName)
        .draw(in: body, on: &frame, appearance: appearance)
    case .quantities(let menu):
      QuantityMenuPanel(menu: menu, shown: charts.shown)
        .draw(in: body, on: &frame, appearance: appearance)
    case .evaluation(let box): draw(box, in: body, on: &frame, appearance: appearance)
    case .export(let box): draw(box, in: body, on: &frame, appearance: appearance)
    case .lesson(let row):
      lessonPage(row)?.draw(in: layout.page, on: &frame, appearance: appearance)
    case nil: break
    }
  }

  func forkDialog(_ menu: ForkMenu) -> ForkDialog {
    ForkDialog(menu: menu, name: lane.name ?? "", step: lane.step)
  }
}
