import Runs
import TerminalUI

/// The first layer, large: all its kernels, the chosen one magnified with what is known of it, and the
/// time-line from the first step to now.
struct KernelsScreen {
  let state: DashboardState
  let edges: Panel.Edges
  let look: Look
  /// The two columns, or one sheet.
  private(set) var sheets: [Sheet] = []
  private let sheetPanel: Rect
  private let detailPanel: Rect
  private let timeline: Rect

  /// Kernels side by side under a heading.
  struct Sheet {
    var heading: Rect
    var title: String
    var room: Rect
    var grid: KernelGrid
    /// Which of them are on the screen, where there is no room for all.
    var range: String?
  }

  init(state: DashboardState, body: Rect, edges: Panel.Edges, look: Look) {
    self.state = state
    self.edges = edges
    self.look = look
    var rest = body
    let isBoxed = edges == .box
    timeline = rest.takeBottom(rest.height < 9 ? 0 : isBoxed ? 4 : 1)
    let detail = Self.detailWidth(of: rest, isBoxed: isBoxed)
    detailPanel = rest.takeRight(detail)
    if detail > 0, !isBoxed { _ = rest.takeRight(1) }
    sheetPanel = rest
    guard let kernels = state.kernels.shown, let study = state.kernels.study else { return }
    let room = Self.inside(rest, edges)
    sheets = Self.sheets(state, kernels, study, in: room, look)
  }

  private static func inside(_ panel: Rect, _ edges: Panel.Edges) -> Rect {
    guard edges == .rule else { return panel.inset(columns: 1, rows: 1) }
    var inside = panel
    _ = inside.takeTop(1)
    return inside
  }

  /// The magnified kernel has as much as it can use; what is left is the sheet's.
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
    _ state: DashboardState, _ kernels: Kernels, _ study: KernelsView.Study, in room: Rect,
    _ look: Look
  ) -> [Sheet] {
    var grid = KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: state.kernelContrast)
    grid.chosen = state.kernels.chosen
    grid.margin = room.width >= 20 && room.height >= 6 ? 1 : 0
    // In glyphs, smaller ones say nothing.
    if look.depth < .indexed { grid.leastSide = 6 }
    grid.shown = study.ranked
    if let apart = columns(of: grid, state, study, in: room, look) { return apart }
    return [page(of: Sheet(heading: .none, title: "", room: room, grid: grid), look)]
  }

  /// The two columns apart; nil where there are none, or too little room for both.
  private static func columns(
    of grid: KernelGrid, _ state: DashboardState, _ study: KernelsView.Study, in room: Rect,
    _ look: Look
  ) -> [Sheet]? {
    let half = grid.count / 2
    guard state.kernels.isGrouped, state.hasTwoColumns, half > 0, room.height >= 8,
      let colors = study.columns
    else { return nil }
    let parts = [
      ("column 1", colors.first, study.ranked.filter { $0 < half }),
      ("column 2", colors.second, study.ranked.filter { $0 >= half }),
    ]
    let arrangements = [true, false].map { isBeside in
      var rest = room
      return parts.enumerated().map { index, part in
        var place =
          index == 1
          ? rest : isBeside ? rest.takeLeft((rest.width - 1) / 2) : rest.takeTop(rest.height / 2)
        if index == 0, isBeside { _ = rest.takeLeft(1) }
        var own = grid
        own.shown = part.2
        let heading = place.takeTop(1)
        return Sheet(
          heading: heading, title: "\(part.0) · \(Digits.percent(part.1, 0)) colour",
          room: place, grid: own)
      }
    }
    // Where the tiles are larger.
    let best = arrangements.max { side(of: $0, look) < side(of: $1, look) }
    return best.flatMap { side(of: $0, look) > 0 ? $0 : nil }
  }

  /// Where not all have room, those around the chosen one.
  private static func page(of sheet: Sheet, _ look: Look) -> Sheet {
    var sheet = sheet
    let all = sheet.grid.shown
    let count = sheet.grid.layout(in: sheet.room, look: look).shown
    guard count > 0, count < all.count, let chosen = sheet.grid.chosen,
      let index = all.firstIndex(of: chosen)
    else { return sheet }
    let first = min(index / count * count, all.count - count)
    sheet.grid.shown = Array(all[first..<first + count])
    sheet.range = "\(first + 1) to \(first + count) of \(all.count)"
    return sheet
  }

  private static func side(of sheets: [Sheet], _ look: Look) -> Int {
    sheets.map { sheet in
      let layout = sheet.grid.layout(in: sheet.room, look: look)
      return layout.shown == sheet.grid.shown.count ? layout.tileWidth : 0
    }.min() ?? 0
  }

  /// Where each kernel that is on the screen is, in the order in which they are drawn.
  var tiles: [(kernel: Int, cells: Rect)] {
    sheets.flatMap { sheet in
      let layout = sheet.grid.layout(in: sheet.room, look: look)
      return sheet.grid.shown.prefix(layout.shown).enumerated().map {
        ($1, layout.cells(of: $0, in: sheet.room))
      }
    }
  }

  /// The kernel under a cell of the screen.
  func kernel(x: Int, y: Int) -> Int? {
    tiles.first { $0.cells.contains(x: x, y: y) }?.kernel
  }

  /// A click chooses a kernel; the wheel turns time.
  func command(for gesture: Gesture, x: Int, y: Int) -> DashboardCommand? {
    switch gesture {
    case .press: kernel(x: x, y: y).map { .chooseKernel($0) }
    case .wheel(let count): count < 0 ? .scrubBack : .scrubOn
    default: nil
    }
  }

  // MARK: - Drawing

  func draw(on frame: inout Frame) {
    drawSheets(on: &frame)
    if !detailPanel.isEmpty {
      KernelDetail(state: state, edges: edges).draw(in: detailPanel, on: &frame, look: look)
    }
    if !timeline.isEmpty {
      KernelTimelinePanel(state: state, edges: edges).draw(in: timeline, on: &frame, look: look)
    }
  }

  private func drawSheets(on frame: inout Frame) {
    let name = state.firstConvolution.map { $0.0 + " " } ?? ""
    let part = state.kernels.past == nil ? state.kernels.part : .weights
    let title = part == .weights ? "\(name)kernels" : "\(name)kernels: \(part.name)"
    let inside = Panel(title, key: "2", note: note, tint: look.theme.violet, edges: edges)
      .draw(in: sheetPanel, on: &frame, look: look)
    guard !sheets.isEmpty else {
      frame.textCentered(
        absence, in: inside, y: inside.y + inside.height / 2, style: look.theme.muted)
      return
    }
    for sheet in sheets {
      if !sheet.heading.isEmpty {
        frame.textCentered(
          sheet.title, in: sheet.heading, y: sheet.heading.y, style: look.theme.text)
      }
      sheet.grid.draw(in: sheet.room, on: &frame, look: look)
    }
  }

  private var absence: String {
    if state.lane.plan != nil, state.firstConvolution == nil {
      return "this network has no convolution"
    }
    if state.kernels.study != nil { return "no step has changed the kernels yet" }
    return "no look at the kernels yet"
  }

  private var note: String {
    guard let study = state.kernels.study else { return "" }
    var parts = sheets.compactMap(\.range)
    parts.append("by \(state.kernels.order.name)")
    if sheets.count == 1, state.hasTwoColumns, let colors = study.columns {
      parts.append(
        "columns \(Digits.percent(colors.first, 0)) and \(Digits.percent(colors.second, 0)) colour")
    }
    parts.append("\(Digits.percent(study.structuredShare, 0)) structured")
    parts.append("\(study.weights.count) of \(study.weights.size)×\(study.weights.size)")
    return parts.joined(separator: " · ")
  }
}

extension Rect {
  fileprivate static let none = Rect(x: 0, y: 0, width: 0, height: 0)
}

extension DashboardState {
  /// Where the kernels on the screen are.
  var kernelTiles: [(kernel: Int, cells: Rect)] { kernelsScreen?.tiles ?? [] }

  /// The kernel under a cell of the terminal, when the kernels are on the screen.
  func kernel(x: Int, y: Int) -> Int? {
    screen == .kernels ? kernelsScreen?.kernel(x: x, y: y) : nil
  }

  private var kernelsScreen: KernelsScreen? {
    guard DashboardLayout.hasRoom(surface.bounds) else { return nil }
    let layout = layout.screen
    return KernelsScreen(
      state: self, body: layout.body, edges: layout.edges, look: layout.look)
  }
}
