import Blueprint
import TerminalUI

/// Where the panels of the chosen screen are. The kernels are laid out first, at the largest size
/// that leaves room for the curves, and take exactly what they need.
struct ScreenLayout: Touchable {
  let state: DashboardState
  let body: Rect
  let look: Look

  private(set) var loss: Rect?
  private(set) var error: Rect?
  private(set) var layers: Rect?
  private(set) var kernels: Rect?
  private(set) var run: Rect?
  let edges: Panel.Edges

  init(state: DashboardState, body: Rect, look: Look) {
    self.state = state
    self.body = body
    self.look = look
    edges = body.height < 30 || body.width < 100 ? .rule : .box
    switch state.screen {
    case .overview where state.enlarged == .run: run = body
    case .overview: arrangeOverview()
    case .kernels, .charts, .layers, .images, .compare, .runs: break
    }
  }

  /// The panels that can have the focus, in the order in which they get it.
  var panels: [(name: PanelName, place: Rect)] {
    switch state.screen {
    case .overview:
      let all: [(PanelName, Rect?)] = [
        (.loss, loss), (.error, error), (.layers, layers), (.kernels, kernels), (.run, run),
      ]
      return all.compactMap { name, place in place.map { (name, $0) } }
    case .charts:
      return ChartsScreen(state: state, edges: edges).places(in: body).map { (.chart($0), $1) }
    default: return []
    }
  }

  func command(for gesture: Gesture, x: Int, y: Int) -> DashboardCommand? {
    switch state.screen {
    case .charts:
      return ChartsScreen(state: state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, look: look)
    case .kernels:
      return KernelsScreen(state: state, body: body, edges: edges, look: look)
        .command(for: gesture, x: x, y: y)
    case .layers:
      return LayersScreen(state: state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, look: look)
    case .images:
      return ImagesScreen(state: state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, look: look)
    case .compare:
      return CompareScreen(state: state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, look: look)
    case .runs:
      return RunsScreen(state: state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, look: look)
    case .overview: break
    }
    guard gesture == .press, let panel = panels.first(where: { $0.place.contains(x: x, y: y) })
    else { return nil }
    return state.focusedPanel == panel.name ? .enlarge : .choose(panel.name)
  }

  func draw(on frame: inout Frame) {
    switch state.screen {
    case .charts:
      return ChartsScreen(state: state, edges: edges).draw(in: body, on: &frame, look: look)
    case .layers:
      return LayersScreen(state: state, edges: edges).draw(in: body, on: &frame, look: look)
    case .images:
      return ImagesScreen(state: state, edges: edges).draw(in: body, on: &frame, look: look)
    case .compare:
      return CompareScreen(state: state, edges: edges).draw(in: body, on: &frame, look: look)
    case .runs: return RunsScreen(state: state, edges: edges).draw(in: body, on: &frame, look: look)
    case .kernels:
      return KernelsScreen(state: state, body: body, edges: edges, look: look).draw(on: &frame)
    case .overview: break
    }
    let isStacked = loss != nil && error?.x == loss?.x
    let curves = CurvePanels(state: state, edges: edges, isAboveAnother: isStacked)
    if let loss { curves.drawLoss(in: loss, on: &frame, look: look) }
    if let error { curves.drawError(in: error, on: &frame, look: look) }
    if let layers {
      LayersPanel(state: state, edges: edges).draw(in: layers, on: &frame, look: look)
    }
    if let kernels {
      KernelsPanel(state: state, edges: edges).draw(in: kernels, on: &frame, look: look)
    }
    if let run { RunPanel(state: state, edges: edges).draw(in: run, on: &frame, look: look) }
  }

  private var frameColumns: Int { edges == .box ? 2 : 0 }
  private var frameRows: Int { edges == .box ? 2 : 1 }

  private mutating func arrangeOverview() {
    guard body.width >= 70 else {
      arrangeNarrow()
      return
    }
    var rest = body
    let least = body.width < 100 ? 38 : body.width < 115 ? 46 : max(55, body.width * 38 / 100)
    let gap = edges == .box ? 0 : 1
    if let grid = grid(in: rest.width - least - gap, by: rest.height) {
      var right = rest.takeRight(grid.width + frameColumns)
      _ = rest.takeRight(gap)
      let spare = right.height - grid.height - frameRows
      if spare > frameRows { run = right.takeBottom(min(spare, frameRows + 6)) }
      kernels = right
    } else if rest.width >= 140 {
      // Without kernels the layers have a column of their own.
      layers = rest.takeRight(rest.width / 2)
    }
    arrangeColumn(rest)
  }

  /// Curves above, layers below, as far as there is room for each.
  private mutating func arrangeColumn(_ column: Rect) {
    var rest = column
    let rows = LayersPanel.rows(state) + frameRows
    if layers == nil, rest.height - rows >= 2 * (edges == .box ? 7 : 5) {
      layers = rest.takeBottom(rows)
    }
    guard rest.height >= 10 else {
      loss = rest
      return
    }
    loss = rest.takeTop((rest.height + 1) / 2)
    error = rest
  }

  private mutating func arrangeNarrow() {
    var rest = body
    if rest.height >= 20, let grid = grid(in: rest.width, by: rest.height * 2 / 3) {
      kernels = rest.takeBottom(grid.height + frameRows)
    }
    arrangeColumn(rest)
  }

  private func grid(in width: Int, by height: Int) -> KernelGrid.Layout? {
    guard let (count, size) = kernelShape else { return nil }
    let layout = KernelGrid.Layout(
      count: count, size: size, width: width - frameColumns, height: height - frameRows,
      halfBlocks: look.hasHalfBlocks)
    return layout.shown > 0 ? layout : nil
  }

  /// From the plan before the first glimpse, so that nothing jumps when it comes.
  private var kernelShape: (Int, Int)? {
    if let kernels = state.glimpse?.kernels { return (kernels.count, kernels.size) }
    return state.firstConvolution.map { ($0.1.outputs, $0.1.kernel) }
  }
}

extension DashboardState {
  /// The convolution whose kernels are images.
  var firstConvolution: (String, Convolution)? {
    for layer in lane.plan?.network.layers ?? [] {
      if case .convolution(let convolution) = layer.kind { return (layer.name, convolution) }
    }
    return nil
  }
}
