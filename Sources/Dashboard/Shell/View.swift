import TerminalUI

/// The screen as it looks in this state: nothing else goes into it, neither clock nor file.
public func view(
  _ state: DashboardState, width: Int, height: Int, abilities: TerminalAbilities
) -> Frame {
  let look = Look(abilities, theme: state.theme)
  var frame = Frame(width: width, height: height)
  frame.fill(frame.bounds, with: Cell(background: look.theme.background))
  state.draw(in: frame.bounds, on: &frame, look: look)
  return abilities.unicode ? frame : frame.inASCII
}

extension DashboardState {
  /// Draws within these bounds alone.
  func draw(in bounds: Rect, on frame: inout Frame, look: Look) {
    guard DashboardLayout.hasRoom(bounds) else {
      SmallScreen(state: self).draw(in: bounds, on: &frame, look: look)
      return
    }
    let layout = DashboardLayout(state: self, bounds: bounds, look: look)
    HeaderPanel(state: self).draw(in: layout.header, on: &frame, look: look)
    LaneStrip(state: self).draw(in: layout.lanes, on: &frame, look: look)
    FooterPanel(state: self).draw(in: layout.footer, on: &frame, look: look)
    layout.messages.draw(in: layout.lines, on: &frame, look: look)
    layout.screen.draw(on: &frame)
    let body = layout.body
    switch overlay {
    case .help(let place): HelpPage(place: place).draw(in: body, on: &frame, look: look)
    case .messages(let row):
      MessagesPage(log: log, row: row).draw(in: body, on: &frame, look: look)
    case .quit: quitDialog(look).draw(in: body, on: &frame, look: look)
    case .failure: failureDialog(look).draw(in: body, on: &frame, look: look)
    case .fork(let menu): forkDialog(menu).draw(in: body, on: &frame, look: look)
    case .stopLane: stopLaneDialog(look).draw(in: body, on: &frame, look: look)
    case .path(let line): LinePrompt.path(line).draw(in: body, on: &frame, look: look)
    case .laneName(let line):
      LinePrompt.name(line, of: lane.name ?? "").draw(in: body, on: &frame, look: look)
    case .lesson(let row):
      lesson.map { LessonPage(lesson: $0, row: row).draw(in: body, on: &frame, look: look) }
    case nil: break
    }
  }

  func forkDialog(_ menu: ForkMenu) -> ForkDialog {
    ForkDialog(menu: menu, name: lane.name ?? "", step: lane.step)
  }

  func quitDialog(_ look: Look) -> Dialog<QuitAnswer> {
    let going = lanes.count { !$0.hasEnded }
    if lanes.count > 1 {
      return Dialog(
        title: going == 1 ? "Stop the last lane?" : "Stop all \(going) lanes?",
        lines: ["They end after the step in hand. All that they have recorded is kept."],
        answers: .quit, tint: look.theme.caution)
    }
    let place = lane.folder ?? lane.run?.run
    let name = lane.run?.run ?? lane.name ?? "RUN"
    return Dialog(
      title: "Keep training?",
      lines: [
        "k or Enter: training goes on without this screen; `alexnet attach \(name)` shows it again.",
        "",
        "s: it stops after the step in hand and is saved"
          + (place.map { " in \($0)" } ?? "") + "; `alexnet resume \(name)` goes on with it.",
      ],
      answers: .quit, tint: look.theme.caution)
  }

  func stopLaneDialog(_ look: Look) -> Dialog<QuitAnswer> {
    Dialog(
      title: "Stop lane \(focus + 1)?",
      lines: [
        "\(lane.name ?? "It") ends after the step in hand, and the others go on. All that it has "
          + "recorded is kept."
      ],
      answers: .stopLane, tint: look.theme.caution)
  }

  func failureDialog(_ look: Look) -> Dialog<DashboardCommand> {
    var lines: [String] = []
    if case .failed(let message) = lane.phase {
      lines += message.split(separator: "\n").map(String.init)
    }
    if let place = lane.folder ?? lane.run?.run {
      lines += ["", "What it recorded is in \(place)."]
    }
    let answers = KeyBindings<DashboardCommand>([
      .init([.escape], .close, label: "look at the curves", help: "", rank: 0),
      .init([.character("q")], .quit, label: "quit", help: "", rank: 0),
    ])
    return Dialog(
      title: lane.isCutOff ? "The run was cut off" : "The run failed", lines: lines,
      answers: answers, tint: look.theme.danger)
  }
}
