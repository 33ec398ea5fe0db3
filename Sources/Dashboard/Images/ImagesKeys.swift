import TerminalUI

/// A command of the images' screen.
enum ImagesCommand: Hashable, Sendable {
  case previousImage, nextImage, firstImage
  case previousClass, nextClass
  case toggleErrors
  case previousLayer, nextLayer, previousPage, nextPage
  case toggleConfusion
  /// Shows the images of a class that the last validation got wrong.
  case showErrors(ofClass: Int)
  case openFile
}

/// The keys of the images' screen.
enum ImagesKeys {
  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.images, DashboardCommand.images)
    let image = "the previous and the next image"
    let ofClass = "only images of the previous or the next class"
    let maps = "feature maps of the layer before or after"
    let page = "more of its maps, where not all have room: back, and on"
    return [
      binding(.left, .previousImage, "image", image, 1),
      binding(.right, .nextImage, "image", image, 1),
      binding(.up, .previousLayer, "maps", maps, 1),
      binding(.down, .nextLayer, "maps", maps, 1),
      binding(.character(","), .previousPage, "page", page, 4),
      binding(.character("."), .nextPage, "page", page, 4),
      binding(
        .character("e"), .toggleErrors, "errors", "only images that the last validation got wrong",
        1),
      binding(
        .character("v"), .toggleConfusion, "confusion", "which classes are confused, or the maps", 1
      ),
      binding(.character("o"), .openFile, "open", "an image of your own, by its path", 1),
      binding(.pageUp, .previousClass, "class", ofClass, 3),
      binding(.pageDown, .nextClass, "class", ofClass, 3),
      binding(.home, .firstImage, nil, "the first image", 9),
    ]
  }()
}
