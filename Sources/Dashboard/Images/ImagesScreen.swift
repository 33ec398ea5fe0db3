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
    let places = places(in: body)
    ImagePanel(state: state, edges: edges).draw(in: places.image, on: &frame, look: look)
    if let maps = places.maps {
      FeatureMapsPanel(state: state, edges: edges).draw(in: maps, on: &frame, look: look)
    }
  }

  /// The image and, where there is room, the maps.
  func places(in body: Rect) -> (image: Rect, maps: Rect?) {
    var rest = body
    guard body.width >= 64 else {
      let maps = rest.takeBottom(rest.height >= 34 ? rest.height / 2 : 0)
      return (rest, maps.isEmpty ? nil : maps)
    }
    let ideal = ImagePanel(state: state, edges: edges).idealWidth(forHeight: body.height)
    let left = rest.takeLeft(min(body.width * 42 / 100, max(32, ideal)))
    if edges == .rule { _ = rest.takeLeft(1) }
    return (left, rest)
  }

  /// On the image the left half and the wheel go back, the right half goes on; on the maps the wheel turns
  /// pages, and a press goes to the next layer; a class of those that are confused shows its images.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, look: Look
  ) -> DashboardCommand? {
    guard state.images.side == .maps else {
      return gesture == .press
        ? ConfusionPanels(state: state, edges: edges).label(x: x, y: y, in: body, look: look)
          .map { .showClass($0) } : nil
    }
    let places = places(in: body)
    switch gesture {
    case .press where places.image.contains(x: x, y: y):
      return x < places.image.x + places.image.width / 2 ? .previousImage : .nextImage
    case .wheel(let count) where places.image.contains(x: x, y: y):
      return count < 0 ? .previousImage : .nextImage
    case .press where places.maps?.contains(x: x, y: y) == true: return .nextMaps
    case .wheel(let count) where places.maps?.contains(x: x, y: y) == true:
      return count < 0 ? .mapsBack : .mapsOn
    default: return nil
    }
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
