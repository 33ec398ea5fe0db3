import Observing
import TerminalUI

/// A command of the images' screen.
enum ImagesCommand: Hashable, Sendable {
  case previousImage, nextImage, firstImage
  case previousClass, nextClass
  case toggleErrors
  case previousLayer, nextLayer, previousPage, nextPage
  case toggleConfusion
  case confusion(ConfusionCommand)
  case openFile, filterByClass
  case toggleCheckpoint
  case openFormula, closeFormula
  case openFormulaAt(CellPlace)
  case formula(FormulaCommand)
  case nextAttribution, nextTarget
}

/// The keys of the images' screen.
enum ImagesKeys {
  static let onScreen = withImages + inConfusion + FormulaKeys.onScreen

  /// The scope of the keys while the confusion is shown, which is their heading on the help page.
  static let confusionScope = "On the images' screen, in the confusion"

  private static let withImages: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.images, DashboardCommand.images)
    let image = "the previous or the next image"
    let ofClass = "only images of the previous or the next class"
    let maps = "feature maps of the previous or the next layer"
    let page = "the previous or the next page of feature maps"
    let own = "open images of your own: files, a folder, a pattern"
    let formula = "the formula of a cell of a map: a click chooses the cell"
    let looks = "over the image, where the network looks: occlusion, Grad-CAM, none"
    let target = "class of that map: the label, or the most probable class"
    let checkpoint = "of a run that is over: answers of the best or the last checkpoint"
    return [
      binding(.left, .previousImage, "image", image, 1),
      binding(.right, .nextImage, "image", image, 1),
      binding(.up, .previousLayer, "maps", maps, 1),
      binding(.down, .nextLayer, "maps", maps, 1),
      binding(.enter, .openFormula, "formula", formula, 2),
      binding(.character(","), .previousPage, "page", page, 4),
      binding(.character("."), .nextPage, "page", page, 4),
      binding(
        .character("f"), .toggleErrors, "wrong", "only images that the last validation got wrong",
        1),
      binding(
        .character("v"), .toggleConfusion, "confusion", "how often each class is taken for others",
        1),
      binding(.character("a"), .nextAttribution, "looks", looks, 2),
      binding(.character("c"), .nextTarget, "its class", target, 4),
      binding(.character("o"), .openFile, "open", own, 1),
      binding(.character("b"), .toggleCheckpoint, "checkpoint", checkpoint, 2),
      binding(
        .character("/"), .filterByClass, "only class",
        "only images of a class, by part of its name",
        4),
      binding(.pageUp, .previousClass, "class", ofClass, 3),
      binding(.pageDown, .nextClass, "class", ofClass, 3),
      binding(.home, .firstImage, nil, "the first image", 9),
    ]
  }()

  private static let inConfusion: [KeyBinding<DashboardCommand>] = {
    func binding(
      _ key: Key, _ command: ImagesCommand, _ label: String?, _ help: String, _ rank: Int
    ) -> KeyBinding<DashboardCommand> {
      .init([key], .images(command), label: label, help: help, rank: rank, only: confusionScope)
    }
    func move(
      _ key: Key, _ move: ConfusionCommand.Move, _ label: String?, _ help: String, _ rank: Int
    ) -> KeyBinding<DashboardCommand> {
      binding(key, .confusion(.move(move)), label, help, rank)
    }
    let classes = "the class above or below; without a matrix, by their errors"
    let guesses = "the guess before or after; without a matrix, the pairs"
    return [
      move(.up, .classes(-1), "class", classes, 1),
      move(.down, .classes(1), "class", classes, 1),
      move(.left, .guesses(-1), "taken for", guesses, 1),
      move(.right, .guesses(1), "taken for", guesses, 1),
      binding(
        .enter, .confusion(.showImages), "images", "the images of the selected number; Esc returns",
        1),
      binding(.character("v"), .toggleConfusion, "maps", "the image and its feature maps", 1),
      binding(
        .character("o"), .openFile, "open", "open images of your own: files, a folder, a pattern",
        2),
      binding(
        .character("b"), .toggleCheckpoint, "checkpoint",
        "of a run that is over: answers of the best or the last checkpoint", 2),
      move(.pageUp, .pages(-1), "ten classes", "ten classes up or down", 3),
      move(.pageDown, .pages(1), "ten classes", "ten classes up or down", 3),
      move(.home, .first, nil, "the first class", 9),
      move(.end, .last, nil, "the last class", 9),
    ]
  }()
}

extension DashboardState {
  /// The scope of the keys that apply now.
  var keyScope: String {
    switch screen {
    case .images where images.content == .confusion: ImagesKeys.confusionScope
    case .images where images.content == .formula: FormulaKeys.scope
    case .live where enlarged == .ranks: RanksKeys.scope
    case .live, .kernels, .charts, .layers, .images, .compare, .runList: screen.scope
    }
  }
}
