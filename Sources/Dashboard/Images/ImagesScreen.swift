import Observing
import Runs
import TerminalUI

/// The images' screen: an image as the network reads it, with its guesses and the feature maps of a
/// layer; the formula of a cell; or the confusion of the last validation.
struct ImagesScreen {
  @Shared var state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    switch state.images.content {
    case .confusion:
      ConfusionPanels(state: $state, edges: edges)
        .draw(in: body, on: &frame, appearance: appearance)
    case .formula:
      FormulaScreen(state: $state, edges: edges)
        .draw(in: body, on: &frame, appearance: appearance)
    case .maps: drawMaps(in: body, on: &frame, appearance: appearance)
    }
  }

  private func drawMaps(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    let layout = layout(in: body)
    ImagePanel(state: $state, edges: edges).draw(
      in: layout.image, on: &frame, appearance: appearance)
    if let maps = layout.maps {
      FeatureMapsPanel(state: $state, edges: edges).draw(
        in: maps, on: &frame, appearance: appearance)
    }
  }

  /// Returns the rectangles of the image and the maps; there are no maps if there is no room for
  /// them.
  func layout(in body: Rect) -> (image: Rect, maps: Rect?) {
    var rest = body
    guard body.width >= 64 else {
      let maps = rest.cutBottom(rest.height >= 34 ? rest.height / 2 : 0)
      return (rest, maps.isEmpty ? nil : maps)
    }
    let ideal = ImagePanel(state: $state, edges: edges).idealWidth(forHeight: body.height)
    let left = rest.cutLeft(min(body.width * 42 / 100, max(32, ideal)))
    if edges == .rule { _ = rest.cutLeft(1) }
    return (left, rest)
  }

  /// Returns the command of a gesture. On the image, the left half and the wheel up go to the
  /// previous image, the right half and the wheel down to the next. A press on a cell of a map shows its formula;
  /// between the maps it goes to the next layer, and the wheel turns pages.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, appearance: Appearance
  ) -> DashboardCommand? {
    switch state.images.content {
    case .confusion:
      return ConfusionPanels(state: $state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, appearance: appearance)
        .map { .images(.confusion($0)) }
    case .formula:
      return FormulaScreen(state: $state, edges: edges)
        .command(for: gesture, x: x, y: y, in: body, appearance: appearance)
        .map { .images(.formula($0)) }
    case .maps:
      return mapsCommand(for: gesture, x: x, y: y, in: body, appearance).map { .images($0) }
    }
  }

  private func mapsCommand(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, _ appearance: Appearance
  ) -> ImagesCommand? {
    let layout = layout(in: body)
    let isOnImage = layout.image.contains(x: x, y: y)
    guard isOnImage || layout.maps?.contains(x: x, y: y) == true else { return nil }
    switch gesture {
    case .press where isOnImage:
      return x < layout.image.x + layout.image.width / 2 ? .previousImage : .nextImage
    case .wheel(let count) where isOnImage: return count < 0 ? .previousImage : .nextImage
    case .press:
      let place = layout.maps.flatMap {
        FeatureMapsPanel(state: $state, edges: edges)
          .place(x: x, y: y, in: $0, appearance: appearance)
      }
      return place.map(ImagesCommand.openFormulaAt) ?? .nextLayer
    case .wheel(let count): return count < 0 ? .previousPage : .nextPage
    case .drag: return nil
    }
  }
}

extension DashboardState {
  func className(_ label: Int) -> String {
    let classes = lane.run?.classes ?? []
    return label < classes.count ? classes[label] : "class \(label)"
  }

  /// The text that is shown in place of an image, its maps or the confusion.
  var emptyImageText: String {
    if lane.hasEnded {
      return checkpointAnswer?.problem ?? evaluationProgress.map { "searching · \($0)" }
        ?? "reading the checkpoint…"
    }
    if lane.phase == .preparing { return "The run is being prepared." }
    return "waiting for the image…"
  }
}

extension Frame {
  /// Draws a text in the middle of a rectangle, in several lines if necessary.
  mutating func textWrapped(_ text: String, in rect: Rect, style: Style) {
    let lines = text.wrapped(to: max(1, rect.width - 2)).prefix(rect.height)
    let top = rect.y + (rect.height - lines.count) / 2
    for (row, line) in lines.enumerated() {
      textCentered(line, in: rect, y: top + row, style: style)
    }
  }
}
