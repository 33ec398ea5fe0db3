import TerminalUI

/// The keys of a cell's formula, on the images' screen.
enum FormulaKeys {
  /// The scope of the keys while a formula is shown, which is their heading on the help page.
  static let scope = "On the images' screen, in the formula of a cell"

  static let onScreen: [KeyBinding<DashboardCommand>] = moving + showing

  private static let moving: [KeyBinding<DashboardCommand>] = {
    let cell = "the neighbouring cell of the map; of a layer of neurons, ten back or on"
    let map = "the same cell of the previous or the next map"
    let channel = "the previous or the next channel of the patch"
    let image = "the previous or the next image"
    return [
      binding(.left, .move(rows: 0, columns: -1), "cell", cell, 1),
      binding(.right, .move(rows: 0, columns: 1), "cell", cell, 1),
      binding(.up, .move(rows: -1, columns: 0), "cell", cell, 1),
      binding(.down, .move(rows: 1, columns: 0), "cell", cell, 1),
      binding(.character(","), .moveMap(-1), "map", map, 1),
      binding(.character("."), .moveMap(1), "map", map, 1),
      binding(.character("-"), .moveChannel(-1), "channel", channel, 1),
      binding(.character("+"), .moveChannel(1), "channel", channel, 1),
      binding(.character("="), .moveChannel(1), nil, channel, 1),
      binding(
        .home, .strongestChannel, nil, "the channel of the patch with the largest sum", 9),
      images(.character("("), .previousImage, "image", image, 4),
      images(.character(")"), .nextImage, "image", image, 4),
    ]
  }()

  private static let showing: [KeyBinding<DashboardCommand>] = [
    binding(
      .character("v"), .toggleTerms, "terms", "the largest terms of the sum, or its channels", 2),
    binding(
      .character("n"), .compareLRN, "LRN", "this cell with and without normalisation", 2),
    binding(
      .character("d"), .compareDropout, "dropout", "this cell kept, dropped, and in evaluation", 2),
    images(
      .character("b"), .toggleCheckpoint, "checkpoint",
      "of a run that is over: answers of the best or the last checkpoint", 3),
    binding(.pageUp, .scroll(pages: -1), "scroll", "scroll the formula", 3),
    binding(.pageDown, .scroll(pages: 1), "scroll", "scroll the formula", 3),
    images(.enter, .closeFormula, "maps", "all maps of the layer", 2),
  ]

  private static func binding(
    _ key: Key, _ command: FormulaCommand, _ label: String?, _ help: String, _ rank: Int
  ) -> KeyBinding<DashboardCommand> {
    images(key, .formula(command), label, help, rank)
  }

  private static func images(
    _ key: Key, _ command: ImagesCommand, _ label: String?, _ help: String, _ rank: Int
  ) -> KeyBinding<DashboardCommand> {
    .init([key], .images(command), label: label, help: help, rank: rank, only: scope)
  }
}
