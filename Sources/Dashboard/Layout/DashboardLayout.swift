import TerminalUI

/// The rectangles of the dashboard: header, lanes, screen, status line and footer. Drawing and mouse
/// input use the same rectangles.
struct DashboardLayout {
  let header: Rect
  /// A row for each lane; no rows for a single lane, on a low terminal, and where many lanes would leave too
  /// little room for the table of the comparison, which has a row for each lane too.
  let lanes: Rect
  /// The row of notices and warnings; without a row on a low terminal.
  let status: Rect
  /// The rows of the tour; without rows while there is none.
  let tour: Rect
  let footer: Rect
  let screen: ScreenLayout

  var body: Rect { screen.body }

  /// The panel of the tour.
  var tourPanel: TourPanel {
    TourPanel(state: screen.$state, bodyHeight: body.height + tour.height)
  }

  /// The lanes and the screen, for a page with much text.
  var page: Rect {
    Rect(
      x: body.x, y: lanes.isEmpty ? body.y : lanes.y, width: body.width,
      height: lanes.height + body.height)
  }

  /// Returns true if the dashboard fits; otherwise `SmallScreen` is drawn.
  static func hasRoom(_ bounds: Rect) -> Bool {
    let minimum = DashboardState.minimumSize
    return bounds.width >= minimum.width && bounds.height >= minimum.height
  }

  init(state: Shared<DashboardState>, bounds: Rect, appearance: Appearance) {
    let shared = state
    let state = state.wrappedValue
    var rest = bounds
    header = rest.cutTop(1)
    let rows = LaneStrip.rows(state)
    let hasStrip = bounds.height >= 20 && (state.screen != .compare || rows * 4 <= bounds.height)
    lanes = rest.cutTop(hasStrip ? rows : 0)
    footer = rest.cutBottom(1)
    status = rest.cutBottom(StatusLine.rows(height: bounds.height))
    tour = rest.cutBottom(TourPanel.rows(shared, in: rest))
    screen = ScreenLayout(
      state: shared, body: rest, rowsBelow: tour.height, appearance: appearance)
  }
}

/// The size and capabilities of the terminal, on which the meaning of some keys and gestures
/// depends.
struct Surface: Equatable, Sendable {
  var width = 80
  var height = 24
  var capabilities = TerminalCapabilities(depth: .direct, unicode: true)

  var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }
}

extension DashboardState {
  /// The layout at the current size of the terminal.
  var layout: DashboardLayout {
    DashboardLayout(
      state: Shared(self), bounds: surface.bounds,
      appearance: Appearance(surface.capabilities, theme: theme))
  }
}
