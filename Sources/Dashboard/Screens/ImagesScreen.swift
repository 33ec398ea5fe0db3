import Runs
import TerminalUI

/// An image as the network takes it, with its guesses; beside it the maps of a layer, or over the whole
/// screen what the last validation took for what.
struct ImagesScreen {
  let state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, look: Look) {
    if state.images.side == .confusion {
      return ConfusionPanels(state: state, edges: edges).draw(in: body, on: &frame, look: look)
    }
    let panel = ImagePanel(state: state, edges: edges)
    guard body.width >= 64 else {
      var rest = body
      let maps = rest.height >= 34 ? rest.takeBottom(rest.height / 2) : rest.takeBottom(0)
      panel.draw(in: rest, on: &frame, look: look)
      if !maps.isEmpty {
        FeatureMapsPanel(state: state, edges: edges).draw(in: maps, on: &frame, look: look)
      }
      return
    }
    var rest = body
    let left = rest.takeLeft(
      min(body.width * 42 / 100, max(32, panel.idealWidth(forHeight: body.height))))
    if edges == .rule { _ = rest.takeLeft(1) }
    panel.draw(in: left, on: &frame, look: look)
    FeatureMapsPanel(state: state, edges: edges).draw(in: rest, on: &frame, look: look)
  }
}

extension DashboardState {
  /// The answer to what is looked at; an older one while that is on its way.
  var imageLook: ImageLook? { lane.glimpse?.image }

  var isWaitingForImage: Bool { imageLook?.choice != images.choice }

  func className(_ label: Int) -> String {
    let classes = lane.run?.classes ?? []
    return label < classes.count ? classes[label] : "class \(label)"
  }

  /// Why there is nothing to be seen where an image, its maps or a table would be.
  var reasonForNothing: String {
    if lane.hasEnded { return "The run has ended: nobody is left to look at images." }
    if lane.phase == .preparing { return "The run is being prepared." }
    return "looking…"
  }
}

extension Frame {
  /// A sentence in the middle, in as many lines as it takes.
  mutating func sentence(_ text: String, in rect: Rect, style: Style) {
    let lines = text.wrapped(to: max(1, rect.width - 2)).prefix(rect.height)
    let top = rect.y + (rect.height - lines.count) / 2
    for (row, line) in lines.enumerated() {
      textCentered(line, in: rect, y: top + row, style: style)
    }
  }
}
