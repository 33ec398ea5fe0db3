import TerminalUI

extension DashboardState {
  /// Handles a click: on a dialog, the footer, the status line, the header, a lane, or the screen.
  mutating func click(x: Int, y: Int) -> [DashboardEffect] {
    pointer = Point(x: x, y: y)
    guard DashboardLayout.hasRoom(surface.bounds) else { return [] }
    let layout = layout
    let appearance = Appearance(surface.capabilities, theme: theme)
    let coversHeader = layout.status.isEmpty && notice != nil
    notice = nil
    // The tabs keep their meaning while a page is open, as their keys do. The footer has the keys of a box.
    let isOutside = !layout.body.contains(x: x, y: y) && overlay?.isPage == true
    if overlay != nil, !isOutside, !layout.footer.contains(x: x, y: y) {
      return clickOverlay(x: x, y: y, in: layout.body, appearance)
    }
    if layout.footer.contains(x: x, y: y) {
      let footer = FooterPanel(state: Shared(self), showsUnread: layout.status.isEmpty)
      let command = footer.command(atX: x, in: layout.footer, appearance: appearance)
      return command.map { clickFooter($0) } ?? []
    }
    if layout.status.contains(x: x, y: y) {
      let isUnread = StatusLine(state: Shared(self)).isUnread(atX: x, in: layout.status)
      return isUnread ? perform(.pages(.messages)) : []
    }
    if layout.header.contains(x: x, y: y) {
      // The notice that covered the tabs has been removed.
      if coversHeader { return [] }
      let tab = HeaderPanel(state: Shared(self)).tabs(in: layout.header, appearance: appearance)
        .first {
          $0.rect.contains(x: x, y: y)
        }
      return tab.map { show($0.screen) } ?? []
    }
    if layout.lanes.contains(x: x, y: y) {
      // The first row has the headings.
      let lane = y - layout.lanes.y - 1
      if lanes.indices.contains(lane), lane != focus { focus = lane }
      return []
    }
    if layout.tour.contains(x: x, y: y) {
      let command = layout.tourPanel.command(
        atX: x, y: y, in: layout.tour, appearance.glyphs)
      return command.map { clickFooter($0) } ?? []
    }
    let command = layout.screen.command(for: .press, x: x, y: y)
    let panel = layout.screen.panels.first { $0.rect.contains(x: x, y: y) }
    if let panel { focusedPanel = panel.name }
    return command.map { perform($0) } ?? []
  }

  /// Performs the command of a key in the footer. A key that changes training at once is only named,
  /// because a click can be meant for the terminal's window.
  private mutating func clickFooter(_ command: DashboardCommand) -> [DashboardEffect] {
    let binding = KeyBindings.dashboard.bindings.first { $0.command == command }
    guard let binding, let key = binding.keys.first, binding.family == .training else {
      return perform(command)
    }
    switch command {
    case .live(.rate), .lanes(.fork): return perform(command)
    case _ where !interruptedLanes.isEmpty: overlay = .failure
    default: showNotice(NoticeText.mouseChangesNothing(key, binding.label ?? binding.help))
    }
    return []
  }

  mutating func turnWheel(_ count: Int, x: Int, y: Int) -> [DashboardEffect] {
    guard DashboardLayout.hasRoom(surface.bounds) else { return [] }
    guard overlay == nil else {
      scrollOverlay(by: count)
      return []
    }
    if layout.lanes.contains(x: x, y: y) {
      return perform(.lanes(count < 0 ? .previous : .next))
    }
    return layout.screen.command(for: .wheel(count), x: x, y: y).map { perform($0) } ?? []
  }

  mutating func drag(x: Int, y: Int) -> [DashboardEffect] {
    defer { pointer = Point(x: x, y: y) }
    guard let pointer, overlay == nil, DashboardLayout.hasRoom(surface.bounds) else { return [] }
    let (columns, rows) = (x - pointer.x, y - pointer.y)
    guard columns != 0 || rows != 0 else { return [] }
    // A drag acts on the panel at the previous position, even if the mouse has left the panel.
    let gesture = Gesture.drag(columns: columns, rows: rows)
    return layout.screen.command(for: gesture, x: pointer.x, y: pointer.y).map { perform($0) }
      ?? []
  }

  /// Handles a click on a page or a dialog as the key that is drawn there, and a click outside of it as
  /// Esc.
  private mutating func clickOverlay(
    x: Int, y: Int, in body: Rect, _ appearance: Appearance
  ) -> [DashboardEffect] {
    func escape(outside box: Rect?) -> Key? { box?.contains(x: x, y: y) == true ? nil : .escape }
    let key: Key?
    switch overlay {
    case .help(let position):
      key = escape(outside: HelpPage(position: position, screen: screen).box(in: body))
      // Esc would only close the search and not the page.
      if key != nil {
        closeHelp()
        return []
      }
    case .messages: key = escape(outside: MessagesPage.box(in: body))
    case .lesson(let row):
      key = escape(outside: lessonPage(row)?.box(in: layout.page))
    case .image(let prompt): key = escape(outside: textPrompt(prompt).box(in: body))
    case .name(let prompt): key = escape(outside: textPrompt(prompt).box(in: body))
    case .leave: key = leaveDialog(appearance).key(atX: x, y: y, in: body)
    case .rate(let prompt):
      key = escape(outside: TextPrompt.rate(prompt, of: focusedRun).box(in: body))
    case .range(let prompt):
      key = escape(outside: TextPrompt.range(prompt, steps: stepsName).box(in: body))
    case .quantities(let menu):
      clickQuantityMenu(x: x, y: y, in: body, menu, appearance)
      return []
    case .evaluation(let box): return clickEvaluation(x: x, y: y, in: body, box, appearance)
    case .export(let box): return clickExport(x: x, y: y, in: body, box, appearance)
    case .stopLane: key = stopLaneDialog(appearance).key(atX: x, y: y, in: body)
    case .failure: key = failureDialog(appearance).key(atX: x, y: y, in: body)
    case .fork(let menu): key = forkDialog(menu).key(atX: x, y: y, in: body, appearance.glyphs)
    case nil: key = nil
    }
    return overlay == nil ? [] : key.map { press($0) } ?? []
  }
}
