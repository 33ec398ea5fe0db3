import DisplayText
import Observing
import Runs
import TerminalUI

/// The kernels' screen: the kernels of the first convolution, the details of the selected kernel, and
/// the timeline.
struct KernelsScreen {
  @Shared var state: DashboardState
  let edges: Panel.Edges
  let appearance: Appearance
  /// One sheet, or two if the columns of the network are drawn apart; empty without kernels.
  private(set) var sheets: [Sheet] = []
  /// The rows at the bottom of the sheets that explain their words.
  private let legend: Legend
  private let legendArea: Rect
  let sheetPanel: Rect
  let detailPanel: Rect
  let timeline: Rect

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

  init(state: Shared<DashboardState>, body: Rect, edges: Panel.Edges, appearance: Appearance) {
    _state = state
    let state = state.wrappedValue
    self.edges = edges
    self.appearance = appearance
    var rest = body
    let isBoxed = edges == .box
    timeline = rest.cutBottom(
      TimelinePanel.rows(inBodyOf: rest.height, isBoxed: isBoxed))
    let detail = Self.detailWidth(of: rest, isBoxed: isBoxed)
    detailPanel = rest.cutRight(detail)
    if detail > 0, !isBoxed { _ = rest.cutRight(1) }
    sheetPanel = rest
    let inside = Self.inside(rest, edges)
    guard let kernels = state.kernels.shown, let analysis = state.kernels.analysis else {
      legend = Legend([], width: 0)
      legendArea = inside
      return
    }
    legend = Self.legend(
      hasColumns: state.hasTwoColumns, hasRanks: !state.holders(ofColumn: 0).isEmpty,
      width: inside.width)
    func arrange(_ rows: Int) -> (sheets: [Sheet], legend: Rect) {
      var area = inside
      let legend = area.cutBottom(rows)
      return (Self.sheets(state, kernels, analysis, in: area, appearance), legend)
    }
    // The legend gets no room that larger kernels could have.
    let largest = arrange(0)
    let candidates = (1...max(1, legend.lines.count)).reversed().map(arrange)
    let best =
      candidates.first {
        Self.sizes(of: $0.sheets, appearance) == Self.sizes(of: largest.sheets, appearance)
      }
      ?? largest
    sheets = best.sheets
    legendArea = best.legend
  }

  private static func legend(hasColumns: Bool, hasRanks: Bool, width: Int) -> Legend {
    let isWide = width >= 60
    let words = [
      isWide ? "structured: a pattern, not noise" : "structured: no noise",
      isWide ? "colour: energy that is not grey" : "colour: not grey",
    ]
    let column =
      hasRanks
      ? isWide ? "column: half of the layer, which one process has" : "column: of one process"
      : isWide
        ? "column: half of the layer, on one GPU in the paper" : "column: one GPU in the paper"
    return Legend(words + (hasColumns ? [column] : []), width: width)
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
      (color: colors.first, kernels: analysis.ranked.filter { $0 < half }),
      (color: colors.second, kernels: analysis.ranked.filter { $0 >= half }),
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
        let color = "\(NumberText.share(column.color)) colour"
        let name = "column \(index + 1)"
        let holders = state.holders(ofColumn: index)
        let titles =
          holders.isEmpty
          ? ["\(name) (the paper's GPU \(index + 1)) · \(color)", "\(name) · \(color)"]
          : holders.flatMap { ["\(name) · \($0) · \(color)", "\(name) · \($0)"] }
        return Sheet(
          heading: heading,
          title: titles.first { $0.columns <= heading.width - 2 } ?? titles[titles.count - 1],
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

  /// Returns the width of the tiles and the number of shown kernels, for each sheet.
  private static func sizes(of sheets: [Sheet], _ appearance: Appearance) -> [[Int]] {
    sheets.map { sheet in
      let layout = sheet.grid.layout(in: sheet.gridArea, appearance: appearance)
      return [layout.tileWidth, layout.shown]
    }
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

  /// Returns the command of a gesture: a press selects a kernel, or on the timeline the nearest record,
  /// which a drag moves. The wheel moves through the timeline.
  func command(for gesture: Gesture, x: Int, y: Int) -> DashboardCommand? {
    switch gesture {
    case .press:
      record(atX: x, y: y)
        ?? tiles.first { $0.cells.contains(x: x, y: y) }.map { .kernels(.select($0.kernel)) }
    case .wheel(let count): .timeline(count < 0 ? .recordBack : .recordForward)
    case .drag(let columns, let rows): record(atX: x + columns, y: y + rows)
    }
  }

  private var timelinePanel: TimelinePanel {
    TimelinePanel(state: $state, track: state.kernelsTrack, edges: edges)
  }

  /// Returns the command that shows the record at a cell of the timeline; `nil` outside of it.
  private func record(atX x: Int, y: Int) -> DashboardCommand? {
    timelinePanel.command(atX: x, y: y, in: timeline)
  }

  // MARK: - Drawing

  func draw(on frame: inout Frame) {
    drawSheets(on: &frame)
    if !detailPanel.isEmpty {
      KernelDetail(state: $state, edges: edges).draw(
        in: detailPanel, on: &frame, appearance: appearance)
    }
    if !timeline.isEmpty {
      timelinePanel.draw(in: timeline, on: &frame, appearance: appearance)
    }
  }

  private func drawSheets(on frame: inout Frame) {
    let name = state.firstConvolution.map { $0.0 + " " } ?? ""
    let content = state.kernels.past == nil ? state.kernels.content : .weights
    let title = content == .weights ? "\(name)kernels" : "\(name)kernels: \(content.name)"
    let inside = Panel(
      title, key: Screen.kernels.key.name, note: note, badge: badge,
      tint: appearance.theme.violet, edges: edges
    )
    .draw(in: sheetPanel, on: &frame, appearance: appearance)
    guard !sheets.isEmpty else {
      return frame.textWrapped(emptyText, in: inside, style: appearance.theme.muted)
    }
    legend.draw(in: legendArea, on: &frame, appearance: appearance)
    for sheet in sheets {
      if !sheet.heading.isEmpty {
        frame.textCentered(
          sheet.title, in: sheet.heading, y: sheet.heading.y, style: appearance.theme.text)
      }
      sheet.grid.draw(in: sheet.gridArea, on: &frame, appearance: appearance)
    }
  }

  /// The text in place of the kernels: the reason for which there are none.
  private var emptyText: String {
    if state.kernels.analysis != nil {
      return "No step has changed the kernels yet, so there is no \(state.kernels.content.name)."
    }
    return state.kernelsAbsence
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
      state: Shared(self), body: layout.body, edges: layout.edges, appearance: layout.appearance
    ).tiles
  }
}
