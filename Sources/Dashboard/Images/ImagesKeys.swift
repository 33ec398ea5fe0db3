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
    let image = "the previous or the next image"
    let ofClass = "only images of the previous or the next class"
    let maps = "feature maps of the previous or the next layer"
    let page = "the previous or the next page of feature maps"
    return [
      binding(.left, .previousImage, "image", image, 1),
      binding(.right, .nextImage, "image", image, 1),
      binding(.up, .previousLayer, "maps", maps, 1),
      binding(.down, .nextLayer, "maps", maps, 1),
      binding(.character(","), .previousPage, "page", page, 4),
      binding(.character("."), .nextPage, "page", page, 4),
      binding(
        .character("f"), .toggleErrors, "wrong", "only images that the last validation got wrong",
        1),
      binding(
        .character("v"), .toggleConfusion, "confusion", "the confused classes, or the feature maps",
        1
      ),
      binding(.character("o"), .openFile, "open", "open an image of your own by its path", 1),
      binding(.pageUp, .previousClass, "class", ofClass, 3),
      binding(.pageDown, .nextClass, "class", ofClass, 3),
      binding(.home, .firstImage, nil, "the first image", 9),
    ]
  }()
}
