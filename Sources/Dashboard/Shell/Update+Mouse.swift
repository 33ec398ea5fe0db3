import TerminalUI

/// What the mouse does: it chooses screens and panels, and beyond that what the screen says that it
/// does there.
extension DashboardState {
  mutating func click(x: Int, y: Int) -> [DashboardEffect] {
    pointer = Point(x: x, y: y)
    guard DashboardLayout.hasRoom(surface.bounds) else { return [] }
    let layout = layout
    let look = Look(surface.abilities, theme: theme)
    // What is below the pointer is what was drawn, with the answer to the last key.
    let footer = FooterPanel(state: self)
    let key =
      layout.footer.contains(x: x, y: y)
      ? footer.command(atX: x, in: layout.footer, look: look) : nil
    notice = nil
    if overlay != nil { return answer(atX: x, y: y, in: layout.body, look) }
    if let key { return perform(key) }
    if layout.header.contains(x: x, y: y) {
      let tab = HeaderPanel(state: self).tabs(in: layout.header, look: look).first {
        $0.place.contains(x: x, y: y)
      }
      if let tab { show(tab.screen) }
      return []
    }
    if layout.lanes.contains(x: x, y: y) {
      let lane = min(lanes.count - 1, y - layout.lanes.y)
      if lane != focus { focus = lane }
      return []
    }
    let command = layout.screen.command(for: .press, x: x, y: y)
    let panel = layout.screen.panels.first { $0.place.contains(x: x, y: y) }
    if let panel { focusedPanel = panel.name }
    return command.map { perform($0) } ?? []
  }

  mutating func turnWheel(_ count: Int, x: Int, y: Int) -> [DashboardEffect] {
    guard DashboardLayout.hasRoom(surface.bounds) else { return [] }
    guard overlay == nil else {
      scrollPage(by: count)
      return []
    }
    return layout.screen.command(for: .wheel(count), x: x, y: y).map { perform($0) } ?? []
  }

  mutating func drag(x: Int, y: Int) -> [DashboardEffect] {
    defer { pointer = Point(x: x, y: y) }
    guard let pointer, overlay == nil, DashboardLayout.hasRoom(surface.bounds) else { return [] }
    let (columns, rows) = (x - pointer.x, y - pointer.y)
    guard columns != 0 || rows != 0 else { return [] }
    // What is dragged is what was taken hold of, wherever the mouse has come to.
    let gesture = Gesture.drag(columns: columns, rows: rows)
    return layout.screen.command(for: gesture, x: pointer.x, y: pointer.y).map { perform($0) }
      ?? []
  }

  /// A click on a page or a dialog is a key of it, beside it Esc.
  private mutating func answer(atX x: Int, y: Int, in body: Rect, _ look: Look) -> [DashboardEffect]
  {
    func beside(_ box: Rect?) -> Key? { box?.contains(x: x, y: y) == true ? nil : .escape }
    let key: Key?
    switch overlay {
    case .help(let place):
      key = beside(HelpPage(place: place).box(in: body))
      // Esc would leave the search first.
      if key != nil { overlay = nil }
    case .messages: key = beside(MessagesPage.box(in: body))
    case .lesson(let row):
      key = beside(lesson.map { LessonPage(lesson: $0, row: row).box(in: body) })
    case .path(let line): key = beside(LinePrompt.path(line).box(in: body))
    case .laneName(let line): key = beside(LinePrompt.name(line, of: "").box(in: body))
    case .quit: key = quitDialog(look).key(atX: x, y: y, in: body)
    case .stopLane: key = stopLaneDialog(look).key(atX: x, y: y, in: body)
    case .failure: key = failureDialog(look).key(atX: x, y: y, in: body)
    case .fork(let menu): key = forkDialog(menu).key(atX: x, y: y, in: body)
    case nil: key = nil
    }
    return overlay == nil ? [] : key.map { press($0) } ?? []
  }
}
