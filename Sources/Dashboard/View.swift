import TerminalUI

/// The screen as it looks in this state: nothing else goes into it, neither clock nor file.
public func view(
  _ state: DashboardState, width: Int, height: Int, abilities: TerminalAbilities
) -> Frame {
  let look = Look(abilities, theme: state.theme)
  var frame = Frame(width: width, height: height)
  frame.fill(frame.bounds, with: Cell(background: look.theme.background))
  if width < 40 || height < 10 {
    SmallScreen(state: state).draw(on: &frame, look: look)
  } else {
    state.draw(on: &frame, look: look)
  }
  return abilities.unicode ? frame : frame.inASCII
}

extension DashboardState {
  fileprivate func draw(on frame: inout Frame, look: Look) {
    var body = frame.bounds
    HeaderPanel(state: self).draw(in: body.takeTop(1), on: &frame, look: look)
    FooterPanel(state: self).draw(in: body.takeBottom(1), on: &frame, look: look)
    // On a low screen the kernels need the row that a second message would take.
    let messages = MessageLines(state: self, look: look, atMost: frame.height < 30 ? 1 : 2)
    messages.draw(in: body.takeBottom(messages.count), on: &frame, look: look)
    ScreenLayout(state: self, body: body, look: look).draw(on: &frame)
    switch overlay {
    case .help(let row): HelpPage(row: row).draw(in: body, on: &frame, look: look)
    case .quit: quitDialog(look).draw(in: body, on: &frame, look: look)
    case .failure: failureDialog(look).draw(in: body, on: &frame, look: look)
    case .path(let line): PathPrompt(line: line).draw(in: body, on: &frame, look: look)
    case nil: break
    }
  }

  private func quitDialog(_ look: Look) -> Dialog<QuitAnswer> {
    let place = lane.folder ?? lane.run?.run
    return Dialog(
      title: "Stop this run?",
      lines: [
        "It ends after the step in hand. All that it has recorded is kept"
          + (place.map { " in \($0)." } ?? ".")
      ],
      answers: .quit, tint: look.theme.caution)
  }

  private func failureDialog(_ look: Look) -> Dialog<DashboardCommand> {
    var lines: [String] = []
    if case .failed(let message) = lane.phase { lines.append(message) }
    if let place = lane.folder ?? lane.run?.run {
      lines += ["", "What it recorded is in \(place)."]
    }
    let answers = KeyBindings<DashboardCommand>([
      .init([.escape], .close, label: "look at the curves", help: "", rank: 0),
      .init([.character("q")], .quit, label: "quit", help: "", rank: 0),
    ])
    return Dialog(title: "The run failed", lines: lines, answers: answers, tint: look.theme.danger)
  }
}
