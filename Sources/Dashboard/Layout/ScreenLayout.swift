import TerminalUI

/// The shown screen in its rectangle: it draws the screen and finds the command of a gesture.
struct ScreenLayout {
  let state: DashboardState
  let body: Rect
  let appearance: Appearance
  /// Boxes around panels; on a small terminal only a rule above each.
  let edges: Panel.Edges

  init(state: DashboardState, body: Rect, appearance: Appearance) {
    self.state = state
    self.body = body
    self.appearance = appearance
    edges = body.height < 30 || body.width < 100 ? .rule : .box
  }

  /// The panels of the live screen.
  var live: LivePanels {
    LivePanels(state: state, body: body, edges: edges, appearance: appearance)
  }

  /// The panels that can have the focus, from the first to the last.
  var panels: [(name: PanelName, rect: Rect)] {
    switch state.screen {
    case .live: live.panels
    case .charts:
      ChartsScreen(state: state, edges: edges).rects(in: body).map { (.chart($0), $1) }
    case .kernels, .layers, .images, .compare, .runList: []
    }
  }

  /// Returns the command of a gesture at a cell; `nil` if it has no meaning there.
  func command(for gesture: Gesture, x: Int, y: Int) -> DashboardCommand? {
    switch state.screen {
    case .live:
      live.command(for: gesture, x: x, y: y)
    case .kernels:
      KernelsScreen(state: state, body: body, edges: edges, appearance: appearance)
        .command(for: gesture, x: x, y: y)
    case .charts:
      ChartsScreen(state: state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, appearance: appearance)
    case .layers:
      LayersScreen(state: state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, appearance: appearance)
    case .images:
      ImagesScreen(state: state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, appearance: appearance)
    case .compare:
      CompareScreen(state: state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, appearance: appearance)
    case .runList:
      RunListScreen(state: state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, appearance: appearance)
    }
  }

  func draw(on frame: inout Frame) {
    switch state.screen {
    case .live: live.draw(on: &frame)
    case .kernels:
      KernelsScreen(state: state, body: body, edges: edges, appearance: appearance)
        .draw(on: &frame)
    case .charts:
      ChartsScreen(state: state, edges: edges).draw(in: body, on: &frame, appearance: appearance)
    case .layers:
      LayersScreen(state: state, edges: edges).draw(in: body, on: &frame, appearance: appearance)
    case .images:
      ImagesScreen(state: state, edges: edges).draw(in: body, on: &frame, appearance: appearance)
    case .compare:
      CompareScreen(state: state, edges: edges).draw(in: body, on: &frame, appearance: appearance)
    case .runList:
      RunListScreen(state: state, edges: edges).draw(in: body, on: &frame, appearance: appearance)
    }
  }
}
