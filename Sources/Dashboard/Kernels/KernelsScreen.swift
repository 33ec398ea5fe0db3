import DisplayText
import Observing
import Runs
import TerminalUI

/// The kernels' screen: the kernels of the first convolution, the details of the selected kernel, and
/// the timeline.
struct KernelsScreen {
  let state: DashboardState
  let edges: Panel.Edges
  let appearance: Appearance
  /// One sheet, or two if the columns of the network are drawn apart; empty without kernels.
  private(set) var sheets: [Sheet] = []
  private let sheetPanel: Rect
  private let detailPanel: Rect
  private let timeline: Rect

  /// A grid of kernels below a heading.
  struct Sheet {
    /// The row of the title; empty without one.
    var heading: Rect
    var title: String
    /// The rectangle of the grid.
    var gridArea: Rect
    var grid: KernelGrid
    /// The shown part of the kernels, such as "1 to 40 of 96"; `nil` if all of them fit.
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
    sheets = Self.sheets(state, kernels, analysis, in: Self.inside(rest, edges), appearance)
  }

  private static func inside(_ panel: Rect, _ edges: Panel.Edges) -> Rect {
    guard edges == .rule else { return panel.inset(columns: 1, rows: 1) }
    var inside = panel
    _ = inside.cutTop(1)
    return inside
  }

  /// Returns the width of the detail panel; 0 without one. The sheets get the remaining width.
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
    _ state: DashboardState, _ kernels: Kernels, _ analysis: KernelAnalysis, in area: Rect,
    _ appearance: Appearance
  ) -> [Sheet] {
    var grid = KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: state.kernelContrast)
    grid.selected = state.kernels.selected
    grid.margin = area.width >= 20 && area.height >= 6 ? 1 : 0
    // With 16 colours or fewer, kernels are drawn with glyphs, and smaller ones are not recognisable.
    if appearance.depth < .indexed { grid.leastSide = 6 }
    grid.shown = analysis.ranked
    if let sheets = columnSheets(of: grid, state, analysis, in: area, appearance) { return sheets }
    let sheet = Sheet(heading: .none, title: "", gridArea: area, grid: grid)
    return [showingOnePage(of: sheet, appearance)]
  }

  /// Returns a sheet for each column of the network; `nil` if the columns are not drawn apart, or if
  /// the kernels of both do not fit.
  private static func columnSheets(
    of grid: KernelGrid, _ state: DashboardState, _ analysis: KernelAnalysis, in area: Rect,
    _ appearance: Appearance
  ) -> [Sheet]? {
    let half = grid.count / 2
    guard state.kernels.showsColumns, state.hasTwoColumns, half > 0, area.height >= 8,
      let colors = analysis.columns
    else { return nil }
    let columns = [
      (name: "column 1", color: colors.first, kernels: analysis.ranked.filter { $0 < half }),
      (name: "column 2", color: colors.second, kernels: analysis.ranked.filter { $0 >= half }),
    ]
    let arrangements = [true, false].map { isSideBySide in
      var rest = area
      return columns.enumerated().map { index, column in
        var sheetArea =
          index == 1
          ? rest : isSideBySide ? rest.cutLeft((rest.width - 1) / 2) : rest.cutTop(rest.height / 2)
        if index == 0, isSideBySide { _ = rest.cutLeft(1) }
        var columnGrid = grid
        columnGrid.shown = column.kernels
        let heading = sheetArea.cutTop(1)
        return Sheet(
          heading: heading, title: "\(column.name) · \(NumberText.percent(column.color, 0)) colour",
          gridArea: sheetArea, grid: columnGrid)
      }
    }
    // The arrangement with the larger tiles.
    let best = arrangements.max { tileWidth(of: $0, appearance) < tileWidth(of: $1, appearance) }
    return best.flatMap { tileWidth(of: $0, appearance) > 0 ? $0 : nil }
  }

  /// Returns the sheet with only the page of kernels that contains the selected one; unchanged if all
  /// kernels fit.
  private static func showingOnePage(of sheet: Sheet, _ appearance: Appearance) -> Sheet {
    var sheet = sheet
    let all = sheet.grid.shown
    let count = sheet.grid.layout(in: sheet.gridArea, appearance: appearance).shown
    guard count > 0, count < all.count, let selected = sheet.grid.selected,
      let index = all.firstIndex(of: selected)
    else { return sheet }
    let first = min(index / count * count, all.count - count)
    sheet.grid.shown = Array(all[first..<first + count])
    sheet.range = "\(first + 1) to \(first + count) of \(all.count)"
    return sheet
  }

  /// Returns the width of the smallest tile of the sheets; 0 if the kernels of a sheet do not fit.
  private static func tileWidth(of sheets: [Sheet], _ appearance: Appearance) -> Int {
    sheets.map { sheet in
      let layout = sheet.grid.layout(in: sheet.gridArea, appearance: appearance)
      return layout.shown == sheet.grid.shown.count ? layout.tileWidth : 0
    }.min() ?? 0
  }

  /// The rectangles of the shown kernels, in the order in which they are drawn.
  var tiles: [(kernel: Int, cells: Rect)] {
    sheets.flatMap { sheet in
      let layout = sheet.grid.layout(in: sheet.gridArea, appearance: appearance)
      return sheet.grid.shown.prefix(layout.shown).enumerated().map {
        ($1, layout.cells(of: $0, in: sheet.gridArea))
      }
    }
  }

  /// Returns the command of a gesture: a press selects a kernel, and the wheel moves through the
  /// timeline.
  func command(for gesture: Gesture, x: Int, y: Int) -> DashboardCommand? {
    switch gesture {
    case .press:
      tiles.first { $0.cells.contains(x: x, y: y) }.map { .kernels(.select($0.kernel)) }
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
    let inside = Panel(
      title, key: Screen.kernels.key.name, note: note, tint: appearance.theme.violet, edges: edges
    )
    .draw(in: sheetPanel, on: &frame, appearance: appearance)
    guard !sheets.isEmpty else {
      frame.textCentered(
        emptyText, in: inside, y: inside.y + inside.height / 2, style: appearance.theme.muted)
      return
    }
    for sheet in sheets {
      if !sheet.heading.isEmpty {
        frame.textCentered(
          sheet.title, in: sheet.heading, y: sheet.heading.y, style: appearance.theme.text)
      }
      sheet.grid.draw(in: sheet.gridArea, on: &frame, appearance: appearance)
    }
  }

  /// The text in place of the kernels.
  private var emptyText: String {
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
  /// The rectangles of the shown kernels; empty if the terminal is too small.
  var kernelTiles: [(kernel: Int, cells: Rect)] {
    guard DashboardLayout.hasRoom(surface.bounds) else { return [] }
    let layout = layout.screen
    return KernelsScreen(
      state: self, body: layout.body, edges: layout.edges, appearance: layout.appearance
    ).tiles
  }
}
