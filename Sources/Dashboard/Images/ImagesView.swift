import Blueprint
import Runs
import TerminalUI

/// What of the images is shown: which, of which layer the maps, or what is confused with what.
struct ImagesView: Equatable, Sendable {
  enum Side: Equatable, Sendable { case maps, confusion }

  var choice = ImageChoice.validation(.init())
  /// Where validation images go on when somebody's own has been looked at.
  private var search = ImageChoice.Search()
  var side = Side.maps
  /// Of those that have maps; nil is the first.
  private(set) var layer: String?
  /// Which page of its maps, where there is no room for all.
  private(set) var page = 0
  /// The last that was written.
  private(set) var path = ""

  var isFile: Bool { if case .file = choice { true } else { false } }
  var errorsOnly: Bool { search.errorsOnly }
  /// Only images of this class are shown.
  var label: Int? { search.label }

  /// - Parameter look: the latest answer, from which one goes on.
  mutating func move(by count: Int, from look: ImageLook?) {
    if !isFile {
      let shown = look?.choice == choice ? look?.number : nil
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

  mutating func toggleErrors(_ look: ImageLook?) {
    search.errorsOnly.toggle()
    stay(at: look)
  }

  /// The next or the previous class; beyond the last all of them.
  mutating func moveClass(by count: Int, of classes: Int, from look: ImageLook?) {
    guard classes > 0 else { return }
    let current = search.label ?? look?.label ?? (count > 0 ? -1 : classes)
    let next = current + count
    search.label = (0..<classes).contains(next) ? next : nil
    search.from = 0
    search.isBackward = false
    choice = .validation(search)
  }

  /// Takes back what narrows the choice, one thing at a time; false when there is nothing.
  mutating func leavePart(_ look: ImageLook?) -> Bool {
    if isFile {
      choice = .validation(search)
    } else if side == .confusion {
      side = .maps
    } else if search.label != nil {
      search.label = nil
      stay(at: look)
    } else if search.errorsOnly {
      toggleErrors(look)
    } else {
      return false
    }
    return true
  }

  mutating func open(_ path: String) {
    self.path = path
    choice = .file(path: path)
  }

  mutating func moveLayer(by count: Int, in network: NetworkSpec) {
    let layers = network.layersWithMaps
    guard !layers.isEmpty else { return }
    let index = layer.flatMap(layers.firstIndex) ?? 0
    layer = layers[min(layers.count - 1, max(0, index + count))]
    page = 0
  }

  /// - Parameter pages: so many there are.
  mutating func turnPage(by count: Int, of pages: Int) {
    page = min(max(0, pages - 1), max(0, min(page, pages - 1) + count))
  }

  /// What of a class the last validation got wrong.
  mutating func show(errorsOf label: Int) {
    side = .maps
    search = .init(errorsOnly: true, label: label)
    choice = .validation(search)
  }

  private mutating func stay(at look: ImageLook?) {
    if let number = look?.number { search.from = number }
    search.isBackward = false
    choice = .validation(search)
  }
}

extension NetworkSpec {
  /// What a layer made of an image can be looked at; an activation function that follows a layer with
  /// parameters is a part of it.
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

  /// The layer that is chosen among those with parameters, and its place.
  var chosenLayer: (index: Int, name: String)? {
    let names = layerNames
    guard !names.isEmpty else { return nil }
    let index = chosenLayerName.flatMap(names.firstIndex) ?? 0
    return (index, names[index])
  }

  /// Of those that have parameters.
  var layerNames: [String] {
    let measured = lane.glimpse?.layers.map(\.name) ?? []
    return measured.isEmpty
      ? (lane.plan?.network.layers ?? []).filter(\.hasParameters).map(\.name) : measured
  }
}
