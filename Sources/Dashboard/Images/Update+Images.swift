import Runs
import TerminalUI

/// The keys of the layers and of the images.
extension DashboardState {
  mutating func moveLayer(by count: Int) {
    let names = layerNames
    guard let chosen = chosenLayer else { return say("no layer is known yet") }
    chosenLayerName = names[min(names.count - 1, max(0, chosen.index + count))]
  }

  mutating func performOnImages(_ command: DashboardCommand) {
    guard !lane.hasEnded else {
      return say("the run has ended: nobody is left to look at another image")
    }
    let look = lane.glimpse?.image
    switch command {
    case .previousImage: images.move(by: -1, from: look)
    case .nextImage: images.move(by: 1, from: look)
    case .firstImage: images.moveToFirst()
    case .previousClass, .nextClass:
      let classes = lane.run?.classes ?? []
      images.moveClass(by: command == .nextClass ? 1 : -1, of: classes.count, from: look)
      say(images.label.map { "only \(classes[$0])" } ?? "all classes")
    case .errorsOnly:
      images.toggleErrors(look)
      say(images.errorsOnly ? "only what the last validation got wrong" : "right and wrong ones")
    case .previousMaps, .nextMaps:
      guard let network = lane.plan?.network else { return }
      images.side = .maps
      images.moveLayer(by: command == .nextMaps ? 1 : -1, in: network)
    case .mapsBack, .mapsOn:
      guard let pages = mapPages, pages.count > 1 else { return say("all maps are shown") }
      images.side = .maps
      images.turnPage(by: command == .mapsOn ? 1 : -1, of: pages.count)
    case .showClass(let label):
      images.show(errorsOf: label)
      say("what the last validation got wrong of \(className(label))")
    case .confusion: images.side = images.side == .maps ? .confusion : .maps
    case .openImage: overlay = .path(TextField(images.path))
    default: break
    }
  }

  /// How the maps of the layer are shared out among pages, on this screen; nil while there are none.
  private var mapPages: Pages? {
    let layout = layout.screen
    guard let rect = ImagesScreen(state: self, edges: layout.edges).places(in: layout.body).maps
    else { return nil }
    return FeatureMapsPanel(state: self, edges: layout.edges).pages(in: rect, look: layout.look)
  }

  /// A key while a path is being written.
  mutating func write(_ line: TextField, _ key: Key) {
    var line = line
    switch key {
    case .escape, .control("c"): overlay = nil
    case .enter:
      overlay = nil
      let path = TypedPath(line.text).path
      if !path.isEmpty { images.open(path) }
    case _ where line.press(key): overlay = .path(line)
    default: say("\(key.name) does nothing here · Enter shows the image, Esc does not")
    }
  }

  mutating func pasteInPath(_ text: String) {
    guard case .path(var line) = overlay else { return }
    line.paste(text)
    overlay = .path(line)
  }
}
