import TerminalUI

/// Which part of the run fills the screen, in the order of the number keys that choose it.
enum Screen: Int, Hashable, Sendable, CaseIterable {
  case overview, kernels, charts, layers, images
  case compare = 5
  case runs = 6
}

/// What a key of the screen means.
enum DashboardCommand: Hashable, Sendable {
  case pause, step, dropout, lrn
  case rateDown, rateUp, rateTenth
  case checkpoint
  case fork, previousLane, nextLane, pauseLane, stopLane, renameLane
  case show(Screen)
  case nextScreen, previousScreen
  case nextPanel, previousPanel, enlarge
  case choose(PanelName)
  case logarithmic, lessSmooth, moreSmooth, contrast, theme
  case chart(ChartsView.Quantity)
  case axis, cursorLeft, cursorRight, zoomIn, zoomOut, panLeft, panRight, panToStart, follow
  case wholeRun
  case kernelLeft, kernelRight, kernelUp, kernelDown, kernelPart, kernelOrder, kernelGroups
  case chooseKernel(Int)
  case scrubBack, scrubOn, scrubToStart, scrubToNow, play, export
  case previousLayer, nextLayer
  case chooseLayer(String)
  case previousImage, nextImage, firstImage, previousClass, nextClass, errorsOnly
  case previousMaps, nextMaps, mapsBack, mapsOn, confusion
  case showClass(Int)
  case openImage
  /// With the mouse: the cursor to a step, and around and by shares of the width.
  case read(step: Double)
  case zoom(factor: Double, around: Double)
  case pan(share: Double)
  case compare(CompareCommand)
  case runs(RunsCommand)
  case help, messages, lesson, quit, close, repaint, suspend
}

/// What a key of the question before leaving means.
enum QuitAnswer: Hashable, Sendable {
  case keep, stop, cancel, leave
}

/// What a key of the menu that forks means; a line's letter is the menu's own.
enum ForkAnswer: Hashable, Sendable {
  case previous, next, previousValue, nextValue, fork, close
}

extension KeyBindings<ForkAnswer> {
  static let fork = KeyBindings([
    .init([.up], .previous, label: "change", help: "the line above"),
    .init([.down], .next, label: "change", help: "the line below"),
    .init([.left], .previousValue, label: "value", help: "the value before"),
    .init([.right], .nextValue, label: "value", help: "the next value"),
    .init([.enter], .fork, label: "fork", help: "fork"),
    .init([.escape, .character("q"), .character("f")], .close, label: "close", help: "close"),
  ])
}

extension KeyBindings<DashboardCommand> {
  static let dashboard = KeyBindings<DashboardCommand>(
    everywhere + screens + live + kernels + charts + layers + images + compare + runs + leaving)

  /// For footers: without keys that would only say why they do nothing.
  static func footer(hasLesson: Bool, isTraining: Bool) -> Self {
    switch (hasLesson, isTraining) {
    case (true, true): dashboard
    case (false, true): withoutLesson
    case (true, false): withoutTraining
    case (false, false): withoutEither
    }
  }

  private static let withoutLesson = dashboard.without([.lesson])
  private static let withoutTraining = dashboard.without(training)
  private static let withoutEither = dashboard.without(training.union([.lesson]))
  private static let training: Set<DashboardCommand> = [
    .pause, .step, .dropout, .lrn, .rateDown, .rateUp, .rateTenth, .checkpoint, .fork,
  ]

  private func without(_ commands: Set<DashboardCommand>) -> Self {
    Self(bindings.filter { !commands.contains($0.command) })
  }

  /// A number key a screen, whatever screens there are.
  private static let screens: [KeyBinding<DashboardCommand>] =
    Screen.allCases.map { .init([$0.key], .show($0), help: $0.help) } + [
      .init(
        [.tab], .nextScreen, label: "screen",
        help: "the next screen, and the one before; or the next panel",
        rank: 4),
      .init(
        [.backTab], .previousScreen,
        help: "the next screen, and the one before; or the next panel"),
    ]

  /// Where a screen has several panels.
  private static func panels(_ place: String?, _ label: String) -> [KeyBinding<DashboardCommand>] {
    [
      .init(
        [.tab], .nextPanel, label: label, help: "the next \(label), and the one before", rank: 2,
        only: place),
      .init(
        [.backTab], .previousPanel, help: "the next \(label), and the one before", only: place),
      .init(
        [.enter], .enlarge, label: "enlarge",
        help: "the chosen \(label) as large as the screen; Esc goes back", rank: 4, only: place),
    ]
  }

  private static let live = panels(Screen.overview.place, "panel")

  private static let everywhere: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("p"), .character(" ")], .pause, label: "pause",
      help: "pause and resume all lanes, between two steps", rank: 1),
    .init(
      [.character("s")], .step, label: "step", help: "train one batch, then be paused", rank: 3),
    .init(
      [.character("d")], .dropout, label: "dropout",
      help: "dropout off and on, marked on the curves",
      rank: 0),
    .init(
      [.character("l")], .lrn, label: "LRN",
      help: "response normalisation off and on, marked likewise", rank: 0),
    .init([.character("[")], .rateDown, label: "rate", help: "learning rate × 0.8", rank: 2),
    .init([.character("]")], .rateUp, label: "rate", help: "learning rate × 1.25", rank: 2),
    .init([.character("/")], .rateTenth, label: "÷10", help: "learning rate ÷ 10", rank: 6),
    .init([.character("c")], .checkpoint, help: "write a checkpoint after the step in hand"),
    .init(
      [.character("f")], .fork, label: "fork",
      help: "a copy that goes on beside it, with a change", rank: 5),
    .init(
      [.character("<")], .previousLane,
      help: "the lane before, and the next, to show and change"),
    .init(
      [.character(">")], .nextLane, help: "the lane before, and the next, to show and change"
    ),
    .init(
      [.character("P")], .pauseLane,
      help: "pause this lane alone; it misses no batch"),
    .init(
      [.character("X")], .stopLane, help: "stop this lane alone; put away one that has ended"),
    .init([.character("N")], .renameLane, help: "give this lane another name"),
    .init(
      [.character("y")], .logarithmic, label: "log", help: "logarithmic values", rank: 5),
    .init([.character("-")], .lessSmooth, label: "smooth", help: "smooth the curves less", rank: 7),
    .init(
      [.character("="), .character("+")], .moreSmooth, label: "smooth",
      help: "smooth the curves more", rank: 7),
    .init(
      [.character("n")], .contrast, label: "contrast",
      help: "kernels: each by itself, all alike, least to most", rank: 8),
    .init(
      [.character("t")], .theme, label: "theme",
      help: "theme: dark, light, high contrast, colour-blind safe", rank: 9),
    .init(
      [.character("m")], .messages, label: "messages",
      help: "what has happened: warnings, checkpoints, changes", rank: 10),
    .init(
      [.character("T")], .lesson, label: "lesson",
      help: "what to look for in a lesson, and what the paper says", rank: 0),
  ]

  /// At the end of the footer, where people look for them.
  private static let leaving: [KeyBinding<DashboardCommand>] = [
    .init([.character("?"), .function(1)], .help, label: "help", help: "this page", rank: 0),
    .init(
      [.character("q"), .control("c")], .quit, label: "quit",
      help: "leave: the run goes on, or stops and is saved",
      rank: 0),
    .init([.escape], .close, help: "close what is open; back to everything"),
    .init([.control("l")], .repaint, help: "draw the screen again"),
    .init([.control("z")], .suspend, help: "back to the shell; fg returns"),
  ]

  private static let charts: [KeyBinding<DashboardCommand>] = {
    let place = Screen.charts.place
    let quantities = zip("LEFRSGU".unicodeScalars, ChartsView.Quantity.allCases).map {
      KeyBinding<DashboardCommand>(
        [.character($0)], .chart($1),
        help: "loss, top-1, top-5, rate, images/s, gradients, updates", only: place)
    }
    let binding = ScreenKeys(.charts)
    let cursor = "the cursor, which reads all charts at one step"
    let pan = "go back and on by half of what is shown"
    return panels(place, "chart") + quantities + [
      binding(
        .character("x"), .axis, "axis", "over steps, epochs or time, each linear or logarithmic",
        1),
      binding(.left, .cursorLeft, "cursor", cursor, 1),
      binding(.right, .cursorRight, "cursor", cursor, 1),
      binding(.up, .zoomIn, "zoom", "look closer, and from further away", 1),
      binding(.down, .zoomOut, "zoom", "look closer, and from further away", 1),
      binding(.pageUp, .panLeft, "pan", pan, 6),
      binding(.pageDown, .panRight, "pan", pan, 6),
      .init([.home], .panToStart, help: "to the first step, and to the latest", only: place),
      .init([.end], .follow, help: "to the first step, and to the latest", only: place),
      .init([.character("0")], .wholeRun, help: "the whole run", only: place),
    ]
  }()

  private static let layers: [KeyBinding<DashboardCommand>] = [
    .init(
      [.up], .previousLayer, label: "layer", help: "choose a layer", rank: 1,
      only: Screen.layers.place),
    .init(
      [.down], .nextLayer, label: "layer", help: "choose a layer", rank: 1,
      only: Screen.layers.place),
  ]

  private static let images: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.images)
    let image = "the previous and the next image"
    let ofClass = "only images of the previous or the next class"
    let maps = "feature maps of the layer before or after"
    let page = "more of its maps, where not all have room: back, and on"
    return [
      binding(.left, .previousImage, "image", image, 1),
      binding(.right, .nextImage, "image", image, 1),
      binding(.up, .previousMaps, "maps", maps, 1),
      binding(.down, .nextMaps, "maps", maps, 1),
      binding(.character(","), .mapsBack, "page", page, 4),
      binding(.character("."), .mapsOn, "page", page, 4),
      binding(
        .character("e"), .errorsOnly, "errors", "only images that the last validation got wrong",
        1),
      binding(.character("v"), .confusion, "confusion", "what is taken for what, or the maps", 1),
      binding(.character("o"), .openImage, "open", "an image of your own, by its path", 1),
      binding(.pageUp, .previousClass, "class", ofClass, 3),
      binding(.pageDown, .nextClass, "class", ofClass, 3),
      binding(.home, .firstImage, nil, "the first image", 9),
    ]
  }()
}

/// Makes bindings of keys that hold on one screen.
struct ScreenKeys {
  private let place: String?

  init(_ screen: Screen) { place = screen.place }

  func callAsFunction(
    _ key: Key, _ command: DashboardCommand, _ label: String?, _ help: String, _ rank: Int = 5
  ) -> KeyBinding<DashboardCommand> {
    .init([key], command, label: label, help: help, rank: rank, only: place)
  }
}

extension KeyBindings<DashboardCommand> {
  fileprivate static let kernels: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.kernels)
    let choose = "choose a kernel"
    let scrub = "the time-line: a record back, and on"
    let ends = "the first record, and now"
    return [
      binding(.left, .kernelLeft, "choose", choose, 3),
      binding(.right, .kernelRight, "choose", choose, 3),
      binding(.up, .kernelUp, "choose", choose, 3),
      binding(.down, .kernelDown, "choose", choose, 3),
      binding(
        .character("v"), .kernelPart, "view", "the weights, their last update, their gradient", 2),
      binding(
        .character("o"), .kernelOrder, "order",
        "order: number, norm, colour, frequency, structure", 2),
      binding(
        .character("g"), .kernelGroups, "columns", "the two columns apart, with the colour of each",
        5),
      binding(.character(","), .scrubBack, "time", scrub, 1),
      binding(.character("."), .scrubOn, "time", scrub, 1),
      binding(.character(";"), .play, "play", "play the time-line, and stop", 1),
      binding(.home, .scrubToStart, nil, ends),
      binding(.end, .scrubToNow, nil, ends),
      binding(
        .character("w"), .export, "write",
        "write the sheet as PNG, the time-line as APNG", 3),
    ]
  }()
}

extension KeyBindings<QuitAnswer> {
  static let quit = KeyBindings([
    // What is done without thinking loses nothing: a run of days outlives a slip.
    .init(
      [.character("k"), .enter], .keep, label: "keep training", help: "leave the run alone",
      rank: 0),
    .init([.character("s")], .stop, label: "stop and save", help: "stop and save", rank: 0),
    .init([.escape, .character("c")], .cancel, label: "cancel", help: "stay here", rank: 0),
    .init([.control("c")], .leave, label: "leave at once", help: "stop, and do not wait for it"),
  ])
}
