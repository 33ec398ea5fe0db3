import TerminalUI

/// Where everything is: the header, the chosen screen, what stays to be read, and the footer. What
/// is drawn and what a hand on the mouse hits come from the same values.
struct DashboardLayout {
  let header: Rect
  /// A line a lane, where there are several.
  let lanes: Rect
  let footer: Rect
  let lines: Rect
  let messages: MessageLines
  let screen: ScreenLayout

  var body: Rect { screen.body }

  /// Smaller than this there is one sentence.
  static func hasRoom(_ bounds: Rect) -> Bool { bounds.width >= 40 && bounds.height >= 10 }

  init(state: DashboardState, bounds: Rect, look: Look) {
    var rest = bounds
    header = rest.takeTop(1)
    // A low screen has no room for them; what is in focus is in the header.
    lanes = rest.takeTop(bounds.height >= 20 ? LaneStrip.rows(state) : 0)
    footer = rest.takeBottom(1)
    // On a low screen the kernels need the row that a second message would take.
    messages = MessageLines(state: state, look: look, atMost: bounds.height < 30 ? 1 : 2)
    lines = rest.takeBottom(messages.count)
    screen = ScreenLayout(state: state, body: rest, look: look)
  }
}

/// What the screen is drawn on, for keys and gestures whose meaning depends on where things are.
struct Surface: Equatable, Sendable {
  var width = 80
  var height = 24
  var abilities = TerminalAbilities(depth: .direct, unicode: true)

  var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }
}

extension DashboardState {
  var layout: DashboardLayout {
    DashboardLayout(
      state: self, bounds: surface.bounds, look: Look(surface.abilities, theme: theme))
  }
}
