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
    guard !hasEnded else {
      return say("the run has ended: nobody is left to look at another image")
    }
    let look = glimpse?.image
    switch command {
    case .previousImage: images.move(by: -1, from: look)
    case .nextImage: images.move(by: 1, from: look)
    case .firstImage: images.moveToFirst()
    case .previousClass, .nextClass:
      let classes = run?.classes ?? []
      images.moveClass(by: command == .nextClass ? 1 : -1, of: classes.count, from: look)
      say(images.label.map { "only \(classes[$0])" } ?? "all classes")
    case .errorsOnly:
      images.toggleErrors(look)
      say(images.errorsOnly ? "only what the last validation got wrong" : "right and wrong ones")
    case .previousMaps, .nextMaps:
      guard let network = plan?.network else { return }
      images.side = .maps
      images.moveLayer(by: command == .nextMaps ? 1 : -1, in: network)
    case .confusion: images.side = images.side == .maps ? .confusion : .maps
    case .openImage: overlay = .path(TextLine(images.path))
    default: break
    }
  }

  /// A key while a path is being written.
  mutating func write(_ line: TextLine, _ key: Key) {
    var line = line
    switch line.press(key) {
    case .writing: overlay = .path(line)
    case .cancelled: overlay = nil
    case .done:
      overlay = nil
      let path = line.text.unquoted
      guard !path.isEmpty else { return }
      images.open(path)
    case .unknown: say("\(key.name) does nothing here · Enter shows the image, Esc does not")
    }
  }

  mutating func paste(_ text: String) {
    guard case .path(var line) = overlay else { return }
    line.paste(text)
    overlay = .path(line)
  }
}

extension String {
  /// Without blanks around it, and without the quotation marks that a shell or a file manager puts.
  fileprivate var unquoted: String {
    var letters = unicodeScalars[...]
    while letters.first == " " { letters.removeFirst() }
    while letters.last == " " { letters.removeLast() }
    for mark: Unicode.Scalar in ["'", "\""]
    where letters.count >= 2 && letters.first == mark && letters.last == mark {
      letters = letters.dropFirst().dropLast()
    }
    return String(letters)
  }
}
