import Blueprint
import TerminalUI

/// The panels of the live screen. The kernels are laid out first, at the largest size that leaves
/// room for the curves. Their panel is exactly as large as they are.
struct LivePanels {
  @Shared private var state: DashboardState
  private let body: Rect
  private let edges: Panel.Edges
  private let appearance: Appearance

  private(set) var loss: Rect?
  private(set) var error: Rect?
  private(set) var layers: Rect?
  private(set) var ranks: Rect?
  private(set) var kernels: Rect?
  private(set) var run: Rect?
  private(set) var machine: Rect?

  init(state: Shared<DashboardState>, body: Rect, edges: Panel.Edges, appearance: Appearance) {
    _state = state
    self.body = body
    self.edges = edges
    self.appearance = appearance
    let enlarged = state.wrappedValue.enlarged
    if enlarged == .run {
      run = body
    } else if enlarged == .ranks {
      ranks = body
    } else if enlarged == .machine {
      machine = body
    } else if body.width < 70 {
      arrangeNarrow()
    } else {
      arrangeWide()
    }
  }

  /// The panels that are shown, from the first at Home to the last at End.
  var panels: [(name: PanelName, rect: Rect)] {
    let all: [(PanelName, Rect?)] = [
      (.loss, loss), (.error, error), (.layers, layers), (.ranks, ranks),
      (.machine, machine), (.kernels, kernels), (.run, run),
    ]
    return all.compactMap { name, rect in rect.map { (name, $0) } }
  }

  /// Returns the command of a gesture: a press gives a panel the focus, and a press on the focused
  /// panel enlarges it. The wheel scrolls the ranks that fill the screen.
  func command(for gesture: Gesture, x: Int, y: Int) -> DashboardCommand? {
    if case .wheel(let count) = gesture, state.enlarged == .ranks { return .ranks(.wheel(count)) }
    guard gesture == .press, let panel = panels.first(where: { $0.rect.contains(x: x, y: y) })
    else { return nil }
    return .panels(state.focusedPanel == panel.name ? .enlarge : .focus(panel.name))
  }

  func draw(on frame: inout Frame) {
    let isStacked = loss != nil && error?.x == loss?.x
    let curves = CurvePanels(state: $state, edges: edges, isAboveAnother: isStacked)
    curves.draw(loss: loss, error: error, on: &frame, appearance: appearance)
    if let layers {
      LayersPanel(state: $state, edges: edges).draw(in: layers, on: &frame, appearance: appearance)
    }
    if let ranks {
      RanksPanel(state: $state, edges: edges, isLarge: state.enlarged == .ranks)
        .draw(in: ranks, on: &frame, appearance: appearance)
    }
    if let kernels {
      KernelsPanel(state: $state, edges: edges).draw(
        in: kernels, on: &frame, appearance: appearance)
    }
    if let machine {
      MachinePanel(state: $state, edges: edges, isLarge: state.enlarged == .machine)
        .draw(in: machine, on: &frame, appearance: appearance)
    }
    if let run {
      RunPanel(state: $state, edges: edges).draw(in: run, on: &frame, appearance: appearance)
    }
  }

  // MARK: - Layout

  private var frameColumns: Int { edges == .box ? 2 : 0 }
  private var frameRows: Int { edges == .box ? 2 : 1 }

  /// Kernels and run at the right, the other panels at the left.
  private mutating func arrangeWide() {
    var rest = body
    let minimumWidth =
      body.width < 100 ? 38 : body.width < 115 ? 46 : max(55, body.width * 38 / 100)
    let gap = edges == .box ? 0 : 1
    if let grid = gridBesideRun(in: rest.width - minimumWidth - gap, by: rest.height) {
      var right = rest.cutRight(grid.width + frameColumns)
      _ = rest.cutRight(gap)
      let spare = right.height - grid.height - frameRows
      if spare > frameRows { run = right.cutBottom(min(spare, frameRows + 6)) }
      kernels = right
    } else if rest.width >= 140 {
      // Without kernels, the layers have a column of their own.
      layers = rest.cutRight(rest.width / 2)
    }
    arrangeColumn(rest)
  }

  /// Kernels at the bottom, the other panels above.
  private mutating func arrangeNarrow() {
    var rest = body
    if rest.height >= 20, let grid = grid(in: rest.width, by: rest.height * 2 / 3) {
      kernels = rest.cutBottom(grid.height + frameRows)
    }
    arrangeColumn(rest)
  }

  /// Curves at the top, layers and ranks at the bottom, as far as there is room. The ranks come before the
  /// layers, which have a screen of their own.
  private mutating func arrangeColumn(_ column: Rect) {
    var rest = column
    let curveRows = 2 * (edges == .box ? 7 : 5)
    if state.showsRanks {
      let rows = RanksPanel.rows(state, inBodyOf: body.height) + frameRows
      if rest.height - rows >= curveRows { ranks = rest.cutBottom(rows) }
    }
    let rows = LayersPanel.rows(state) + frameRows
    if layers == nil, rest.height - rows >= curveRows {
      layers = rest.cutBottom(rows)
    }
    let machineRows = MachinePanel.rows + frameRows
    if state.showsMachine, state.machine.sample != nil,
      rest.height - machineRows >= 2 * curveRows
    {
      machine = rest.cutBottom(machineRows)
    }
    guard rest.height >= 10 else {
      loss = rest
      return
    }
    loss = rest.cutTop((rest.height + 1) / 2)
    error = rest
  }

  /// Returns the grid of the kernels. On a high terminal it leaves room for the panel of the run, if that
  /// hides no kernel.
  private func gridBesideRun(in width: Int, by height: Int) -> KernelGrid.Layout? {
    guard let highest = grid(in: width, by: height) else { return nil }
    let runRows = frameRows + 6
    guard height >= 44, height - highest.height - frameRows < runRows,
      let lower = grid(in: width, by: height - runRows), lower.shown == highest.shown
    else { return highest }
    return lower
  }

  private func grid(in width: Int, by height: Int) -> KernelGrid.Layout? {
    guard let (count, size) = kernelShape else { return nil }
    let layout = KernelGrid.Layout(
      count: count, size: size, width: width - frameColumns, height: height - frameRows,
      halfBlocks: appearance.hasHalfBlocks)
    return layout.shown > 0 ? layout : nil
  }

  /// The number and size of the kernels. Before the first snapshot they come from the plan, so that the
  /// panels do not move when the snapshot arrives.
  private var kernelShape: (Int, Int)? {
    if let kernels = state.snapshot?.kernels { return (kernels.count, kernels.size) }
    return state.firstConvolution.map { ($0.1.outputs, $0.1.kernel) }
  }
}

extension DashboardState {
  /// The convolution whose kernels are images, with its layer's name; `nil` if the network has
  /// none.
  var firstConvolution: (name: String, Convolution)? { lane.plan?.network.firstConvolution }
}
