import TerminalUI

/// The shown screen in its rectangle: it draws the screen and finds the command of a gesture.
struct ScreenLayout {
  @Shared var state: DashboardState
  let body: Rect
  let appearance: Appearance
  /// Boxes around panels; on a small terminal only a rule above each.
  let edges: Panel.Edges

  /// Creates the layout.
  /// - Parameter rowsBelow: The rows that the tour takes for a while. They do not change the edges.
  init(state: Shared<DashboardState>, body: Rect, rowsBelow: Int = 0, appearance: Appearance) {
    _state = state
    self.body = body
    self.appearance = appearance
    edges = body.height + rowsBelow < 30 || body.width < 100 ? .rule : .box
  }

  /// The panels of the live screen.
  var live: LivePanels {
    LivePanels(state: $state, body: body, edges: edges, appearance: appearance)
  }

  var kernels: KernelsScreen {
    KernelsScreen(state: $state, body: body, edges: edges, appearance: appearance)
  }

  var compare: CompareScreen { CompareScreen(state: $state, edges: edges) }

  var images: ImagesScreen { ImagesScreen(state: $state, edges: edges) }

  /// The panels that can have the focus, from the first to the last.
  var panels: [(name: PanelName, rect: Rect)] {
    switch state.screen {
    case .live: live.panels
    case .charts:
      ChartsScreen(state: $state, edges: edges).rects(in: body).map { (.chart($0), $1) }
    case .kernels, .layers, .images, .compare, .runList: []
    }
  }

  /// Returns the command of a gesture at a cell; `nil` if it has no meaning there.
  func command(for gesture: Gesture, x: Int, y: Int) -> DashboardCommand? {
    switch state.screen {
    case .live:
      live.command(for: gesture, x: x, y: y)
    case .kernels:
      kernels.command(for: gesture, x: x, y: y)
    case .charts:
      ChartsScreen(state: $state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, appearance: appearance)
    case .layers:
      LayersScreen(state: $state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, appearance: appearance)
    case .images:
      images.command(for: gesture, x: x, y: y, in: body, appearance: appearance)
    case .compare:
      compare.command(for: gesture, x: x, y: y, in: body, appearance: appearance)
    case .runList:
      RunListScreen(state: $state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, appearance: appearance)
    }
  }

  func draw(on frame: inout Frame) {
    switch state.screen {
    case .live: live.draw(on: &frame)
    case .kernels: kernels.draw(on: &frame)
    case .charts:
      ChartsScreen(state: $state, edges: edges).draw(in: body, on: &frame, appearance: appearance)
    case .layers:
      LayersScreen(state: $state, edges: edges).draw(in: body, on: &frame, appearance: appearance)
    case .images:
      images.draw(in: body, on: &frame, appearance: appearance)
    case .compare:
      compare.draw(in: body, on: &frame, appearance: appearance)
    case .runList:
      RunListScreen(state: $state, edges: edges).draw(in: body, on: &frame, appearance: appearance)
    }
  }
}
