import DisplayText
import Observing
import Runs
import TerminalUI

/// The kernels' screen: all kernels of the first convolution, the details of the chosen one, and
/// the timeline.
struct KernelsScreen {
  let state: DashboardState
  let edges: Panel.Edges
  let appearance: Appearance
  /// One sheet, or one for each of the two columns.
  private(set) var sheets: [Sheet] = []
  private let sheetPanel: Rect
  private let detailPanel: Rect
  private let timeline: Rect

  /// Kernels side by side below a heading.
  struct Sheet {
    var heading: Rect
    var title: String
    var room: Rect
    var grid: KernelGrid
    /// The numbers of the shown kernels, if not all of them fit.
    var range: String?
  }

  init(state: DashboardState, body: Rect, edges: Panel.Edges, appearance: Appearance) {
    self.state = state
    self.edges = edges
    self.appearance = appearance
    var rest = body
    let isBoxed = edges == .box
    timeline = rest.cutBottom(rest.height < 9 ? 0 : isBoxed ? 4 : 1)
    let detail = Self.detailWidth(of: rest, isBoxed: isBoxed)
    detailPanel = rest.cutRight(detail)
    if detail > 0, !isBoxed { _ = rest.cutRight(1) }
    sheetPanel = rest
    guard let kernels = state.kernels.shown, let analysis = state.kernels.analysis else { return }
    let room = Self.inside(rest, edges)
    sheets = Self.sheets(state, kernels, analysis, in: room, appearance)
  }

  private static func inside(_ panel: Rect, _ edges: Panel.Edges) -> Rect {
    guard edges == .rule else { return panel.inset(columns: 1, rows: 1) }
    var inside = panel
    _ = inside.cutTop(1)
    return inside
  }

  /// Returns the width of the details, which get as much as they can use; the sheets get the rest.
  private static func detailWidth(of body: Rect, isBoxed: Bool) -> Int {
    let frame = isBoxed ? 2 : 0
    guard body.height >= 12 else { return 0 }
    switch body.width {
    case ..<60: return 0
    case ..<100: return min(26, body.width * 26 / 80) + frame
    case ..<150: return 45 + frame
    default: return (body.height >= 44 ? 60 : 45) + frame
    }
  }

  // MARK: - Sheets

  private static func sheets(
    _ state: DashboardState, _ kernels: Kernels, _ analysis: KernelAnalysis, in room: Rect,
    _ appearance: Appearance
  ) -> [Sheet] {
    var grid = KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: state.kernelContrast)
    grid.chosen = state.kernels.chosen
    grid.margin = room.width >= 20 && room.height >= 6 ? 1 : 0
    // Pictures of glyphs cannot be recognized below this size.
    if appearance.depth < .indexed { grid.leastSide = 6 }
    grid.shown = analysis.ranked
    if let apart = columns(of: grid, state, analysis, in: room, appearance) { return apart }
    return [page(of: Sheet(heading: .none, title: "", room: room, grid: grid), appearance)]
  }

  /// Returns a sheet for each column; `nil` if there are no columns, or too little room for both.
  private static func columns(
    of grid: KernelGrid, _ state: DashboardState, _ analysis: KernelAnalysis, in room: Rect,
    _ appearance: Appearance
  ) -> [Sheet]? {
    let half = grid.count / 2
    guard state.kernels.showsColumns, state.hasTwoColumns, half > 0, room.height >= 8,
      let colors = analysis.columns
    else { return nil }
    let parts = [
      ("column 1", colors.first, analysis.ranked.filter { $0 < half }),
      ("column 2", colors.second, analysis.ranked.filter { $0 >= half }),
    ]
    let arrangements = [true, false].map { isBeside in
      var rest = room
      return parts.enumerated().map { index, part in
        var room =
          index == 1
          ? rest : isBeside ? rest.cutLeft((rest.width - 1) / 2) : rest.cutTop(rest.height / 2)
        if index == 0, isBeside { _ = rest.cutLeft(1) }
        var own = grid
        own.shown = part.2
        let heading = room.cutTop(1)
        return Sheet(
          heading: heading, title: "\(part.0) · \(NumberText.percent(part.1, 0)) colour",
          room: room, grid: own)
      }
    }
    // The arrangement with the larger tiles.
    let best = arrangements.max { side(of: $0, appearance) < side(of: $1, appearance) }
    return best.flatMap { side(of: $0, appearance) > 0 ? $0 : nil }
  }

  /// Returns the page of the sheet that contains the chosen kernel, if not all kernels fit.
  private static func page(of sheet: Sheet, _ appearance: Appearance) -> Sheet {
    var sheet = sheet
    let all = sheet.grid.shown
    let count = sheet.grid.layout(in: sheet.room, appearance: appearance).shown
    guard count > 0, count < all.count, let chosen = sheet.grid.chosen,
      let index = all.firstIndex(of: chosen)
    else { return sheet }
    let first = min(index / count * count, all.count - count)
    sheet.grid.shown = Array(all[first..<first + count])
    sheet.range = "\(first + 1) to \(first + count) of \(all.count)"
    return sheet
  }

  private static func side(of sheets: [Sheet], _ appearance: Appearance) -> Int {
    sheets.map { sheet in
      let layout = sheet.grid.layout(in: sheet.room, appearance: appearance)
      return layout.shown == sheet.grid.shown.count ? layout.tileWidth : 0
    }.min() ?? 0
  }

  /// The rectangles of the shown kernels, in the order in which they are drawn.
  var tiles: [(kernel: Int, cells: Rect)] {
    sheets.flatMap { sheet in
      let layout = sheet.grid.layout(in: sheet.room, appearance: appearance)
      return sheet.grid.shown.prefix(layout.shown).enumerated().map {
        ($1, layout.cells(of: $0, in: sheet.room))
      }
    }
  }

  /// Returns the kernel at a cell; `nil` if there is none.
  func kernel(x: Int, y: Int) -> Int? {
    tiles.first { $0.cells.contains(x: x, y: y) }?.kernel
  }

  /// Returns the command of a gesture: a press chooses a kernel, and the wheel moves through the
  /// timeline.
  func command(for gesture: Gesture, x: Int, y: Int) -> DashboardCommand? {
    switch gesture {
    case .press: kernel(x: x, y: y).map { .kernels(.choose($0)) }
    case .wheel(let count): .kernels(count < 0 ? .recordBack : .recordForward)
    case .drag: nil
    }
  }

  // MARK: - Drawing

  func draw(on frame: inout Frame) {
    drawSheets(on: &frame)
    if !detailPanel.isEmpty {
      KernelDetail(state: state, edges: edges).draw(
        in: detailPanel, on: &frame, appearance: appearance)
    }
    if !timeline.isEmpty {
      KernelTimelinePanel(state: state, edges: edges).draw(
        in: timeline, on: &frame, appearance: appearance)
    }
  }

  private func drawSheets(on frame: inout Frame) {
    let name = state.firstConvolution.map { $0.0 + " " } ?? ""
    let content = state.kernels.past == nil ? state.kernels.content : .weights
    let title = content == .weights ? "\(name)kernels" : "\(name)kernels: \(content.name)"
    let inside = Panel(title, key: "2", note: note, tint: appearance.theme.violet, edges: edges)
      .draw(in: sheetPanel, on: &frame, appearance: appearance)
    guard !sheets.isEmpty else {
      frame.textCentered(
        absence, in: inside, y: inside.y + inside.height / 2, style: appearance.theme.muted)
      return
    }
    for sheet in sheets {
      if !sheet.heading.isEmpty {
        frame.textCentered(
          sheet.title, in: sheet.heading, y: sheet.heading.y, style: appearance.theme.text)
      }
      sheet.grid.draw(in: sheet.room, on: &frame, appearance: appearance)
    }
  }

  private var absence: String {
    if state.lane.plan != nil, state.firstConvolution == nil {
      return "this network has no convolution"
    }
    if state.kernels.analysis != nil { return "no step has changed the kernels yet" }
    return "no kernels received yet"
  }

  private var note: String {
    guard let analysis = state.kernels.analysis else { return "" }
    var parts = sheets.compactMap(\.range)
    parts.append("by \(state.kernels.order.name)")
    if sheets.count == 1, state.hasTwoColumns, let colors = analysis.columns {
      parts.append(
        "columns \(NumberText.percent(colors.first, 0)) and \(NumberText.percent(colors.second, 0)) colour"
      )
    }
    parts.append("\(NumberText.percent(analysis.structuredShare, 0)) structured")
    parts.append("\(analysis.weights.count) of \(analysis.weights.size)×\(analysis.weights.size)")
    return parts.joined(separator: " · ")
  }
}

extension Rect {
  fileprivate static let none = Rect(x: 0, y: 0, width: 0, height: 0)
}

extension DashboardState {
  /// The rectangles of the shown kernels.
  var kernelTiles: [(kernel: Int, cells: Rect)] { kernelsScreen?.tiles ?? [] }

  /// Returns the kernel at a cell of the terminal; `nil` if there is none.
  func kernel(x: Int, y: Int) -> Int? {
    screen == .kernels ? kernelsScreen?.kernel(x: x, y: y) : nil
  }

  private var kernelsScreen: KernelsScreen? {
    guard DashboardLayout.hasRoom(surface.bounds) else { return nil }
    let layout = layout.screen
    return KernelsScreen(
      state: self, body: layout.body, edges: layout.edges, appearance: layout.appearance)
  }
}
