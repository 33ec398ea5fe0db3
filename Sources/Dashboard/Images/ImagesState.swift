import Blueprint
import Observing
import Runs
import TerminalUI

/// The state of the images' screen: the shown image, the layer of the feature maps, the formula of a cell, or
/// the confusion.
struct ImagesState: Equatable, Sendable {
  enum Content: Equatable, Sendable { case maps, confusion, formula }

  /// A request with the name of its run; `nil` is the only run.
  struct SentRequest: Equatable, Sendable {
    var run: String?
    var value: ImageRequest
  }

  var choice = ImageChoice.validation(.init())
  /// The search for validation images, which continues after the user's own image was shown.
  private var search = ImageChoice.Search()
  var content = Content.maps
  var confusion = ConfusionState()
  var formula = FormulaState()
  /// True if the search was begun in the confusion, to which Esc returns.
  private var isFromConfusion = false
  /// The layer of the maps; `nil` is the first layer with maps.
  private(set) var layer: String?
  /// The map of the regions that the network looks at, over the image; `nil` for none.
  private(set) var attribution: AttributionRequest.Method?
  /// The class of that map.
  private(set) var target = AttributionRequest.Target.label
  /// The shown page of the maps, if not all of them fit.
  private(set) var page = 0
  /// The paths that were typed last.
  var path = ""
  /// The user's own images.
  var own = OwnImages()
  /// The checkpoint that answers for a run that is over.
  var checkpoint = ImageRequest.Checkpoint.best
  /// The request that was sent last; `nil` if none is to be answered.
  var request: SentRequest?
  /// The latest answer of a checkpoint.
  private(set) var answer: ImageAnswer?

  var isFile: Bool { if case .file = choice { true } else { false } }
  var errorsOnly: Bool { search.errorsOnly }
  /// The only class of which images are shown; `nil` shows all classes.
  var label: Int? { search.label }
  /// The only guess of the last validation whose images are shown; `nil` shows all.
  var guess: Int? { search.guess }

  /// True if only some of the validation images are shown.
  var isFiltered: Bool { !search.findsAll }

  /// Shows the next or the previous image: of the user's own ones if one of them is shown.
  /// - Parameter analysis: The latest analysis, from whose image the search continues.
  mutating func move(by count: Int, from analysis: ImageAnalysis?) {
    if isFile {
      own.move(by: count)
      return showOwn()
    }
    let shown = analysis?.choice == choice ? analysis?.number : nil
    search.from = (shown ?? search.from) + count
    search.isBackward = count < 0
    choice = .validation(search)
  }

  mutating func moveToFirst() {
    if isFile {
      own.moveToFirst()
      return showOwn()
    }
    search.from = 0
    search.isBackward = false
    choice = .validation(search)
  }

  mutating func toggleErrors(_ analysis: ImageAnalysis?) {
    search.errorsOnly.toggle()
    search.guess = nil
    isFromConfusion = false
    stay(at: analysis)
  }

  /// Shows only images of the next or the previous class; after the last class, of all classes.
  mutating func moveClass(by count: Int, of classes: Int, from analysis: ImageAnalysis?) {
    guard classes > 0 else { return }
    let current = search.label ?? analysis?.label ?? (count > 0 ? -1 : classes)
    let next = current + count
    show(onlyClass: (0..<classes).contains(next) ? next : nil)
  }

  /// Shows only images of one class; `nil` for all classes.
  mutating func show(onlyClass label: Int?) {
    content = .maps
    isFromConfusion = false
    search = .init(errorsOnly: search.errorsOnly, label: label)
    choice = .validation(search)
  }

  /// Shows the next map over the image: occlusion, Grad-CAM, none.
  mutating func nextAttribution() {
    let all = AttributionRequest.Method.allCases
    let next = attribution.flatMap(all.firstIndex).map { $0 + 1 } ?? 0
    attribution = next < all.count ? all[next] : nil
  }

  mutating func nextTarget() { target = target.next }

  /// The map that the image needs; `nil` for none.
  var attributionRequest: AttributionRequest? { attribution.map { .init($0, target: target) } }

  /// Closes what was opened last: the search for the user's own images, the formula, the map over the image, these
  /// images, the confusion, or a restriction of the search. A search for own images ends, and those that were found
  /// stay.
  /// - Returns: False if none of them is open.
  mutating func goBack(_ analysis: ImageAnalysis?) -> Bool {
    if own.search != nil {
      own.cancel()
    } else if content == .formula {
      content = .maps
    } else if attribution != nil, content == .maps {
      attribution = nil
    } else if isFile {
      choice = .validation(search)
    } else if content == .confusion {
      content = .maps
    } else if isFromConfusion {
      isFromConfusion = false
      search = .init()
      choice = .validation(search)
      content = .confusion
    } else if search.label != nil {
      search.label = nil
      stay(at: analysis)
    } else if search.errorsOnly {
      toggleErrors(analysis)
    } else {
      return false
    }
    return true
  }

  /// Shows the chosen one of the user's own images.
  private mutating func showOwn() {
    guard let path = own.path else { return }
    choice = .file(path: path)
  }

  /// Adds images of the user that were found.
  /// - Parameter isFirst: True for the first ones of a search. They replace those of the search before, and
  ///   the first of them is shown.
  mutating func open(_ paths: [String], isFirst: Bool = true) {
    own.add(paths, isFirst: isFirst)
    guard isFirst else { return }
    content = .maps
    showOwn()
  }

  /// Applies an answer of a checkpoint. A part that it does not have stays on the screen if it is of the same
  /// checkpoint.
  mutating func apply(_ new: ImageAnswer) {
    var new = new
    if let answer, answer.run == new.run, new.problem == nil,
      new.checkpoint == nil || answer.checkpoint == new.checkpoint
    {
      new.checkpoint = new.checkpoint ?? answer.checkpoint
      new.image = new.image ?? answer.image
      new.confusion = new.confusion ?? answer.confusion
      new.absence = new.absence ?? answer.absence
    }
    answer = new
  }

  mutating func moveLayer(by count: Int, in network: NetworkSpec) {
    let layers = network.layersWithMaps
    guard !layers.isEmpty else { return }
    let index = layer.flatMap(layers.firstIndex) ?? 0
    layer = layers[min(layers.count - 1, max(0, index + count))]
    page = 0
  }

  /// Turns to another page.
  /// - Parameter pages: The number of pages.
  mutating func turnPage(by count: Int, of pages: Int) {
    page = min(max(0, pages - 1), max(0, min(page, pages - 1) + count))
  }

  /// Shows the images of a class with one guess in the last validation; all wrong ones for `nil`.
  mutating func show(label: Int, guess: Int?) {
    content = .maps
    isFromConfusion = true
    search = .init(errorsOnly: label != guess, label: label, guess: guess)
    choice = .validation(search)
  }

  private mutating func stay(at analysis: ImageAnalysis?) {
    if let number = analysis?.number { search.from = number }
    search.isBackward = false
    choice = .validation(search)
  }
}

extension NetworkSpec {
  /// The names of the layers whose maps can be shown. An activation function after a layer with
  /// parameters is a part of that layer.
  var layersWithMaps: [String] {
    layers.indices.filter { index in
      guard case .activation = layers[index].kind, index > 0 else { return true }
      return !layers[index - 1].hasParameters
    }.map { layers[$0].name }
  }
}

extension DashboardState {
  /// The layer whose maps are shown.
  var layerOfMaps: String? { images.layer ?? lane.plan?.network.layersWithMaps.first }
}
