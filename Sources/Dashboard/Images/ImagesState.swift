import Blueprint
import Observing
import Runs
import TerminalUI

/// The state of the images' screen: the shown image, the layer of the feature maps, or the
/// confusion.
struct ImagesState: Equatable, Sendable {
  enum Content: Equatable, Sendable { case maps, confusion }

  var choice = ImageChoice.validation(.init())
  /// The search for validation images, which continues after the user's own image was shown.
  private var search = ImageChoice.Search()
  var content = Content.maps
  var confusion = ConfusionState()
  /// True if the search was begun in the confusion, to which Esc returns.
  private var isFromConfusion = false
  /// The layer of the maps; `nil` is the first layer with maps.
  private(set) var layer: String?
  /// The shown page of the maps, if not all of them fit.
  private(set) var page = 0
  /// The path that was opened last.
  private(set) var path = ""

  var isFile: Bool { if case .file = choice { true } else { false } }
  var errorsOnly: Bool { search.errorsOnly }
  /// The only class of which images are shown; `nil` shows all classes.
  var label: Int? { search.label }
  /// The only guess of the last validation whose images are shown; `nil` shows all.
  var guess: Int? { search.guess }

  /// True if only some of the validation images are shown.
  var isFiltered: Bool { !search.findsAll }

  /// Shows the next or the previous image.
  /// - Parameter analysis: The latest analysis, from whose image the search continues.
  mutating func move(by count: Int, from analysis: ImageAnalysis?) {
    if !isFile {
      let shown = analysis?.choice == choice ? analysis?.number : nil
      search.from = (shown ?? search.from) + count
      search.isBackward = count < 0
    }
    choice = .validation(search)
  }

  mutating func moveToFirst() {
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

  /// Closes what was opened last: the user's own image, the confusion, or a restriction of the
  /// search.
  /// - Returns: False if none of them is open.
  mutating func goBack(_ analysis: ImageAnalysis?) -> Bool {
    if isFile {
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

  mutating func open(_ path: String) {
    self.path = path
    content = .maps
    choice = .file(path: path)
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
