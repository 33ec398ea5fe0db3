import Blueprint
import Observing
import Runs

extension DashboardState {
  /// The latest formula of the cell's layer. It can be that of another cell until the new one arrives.
  var shownFormula: CellFormula? {
    guard let formula = imageAnalysis?.formula, formula.cell.layer == images.formula.layer else {
      return nil
    }
    return formula
  }

  /// The layers of the network with their shapes; none before the run has started.
  var networkLayout: [LayerLayout] { (try? lane.plan?.network.layout()) ?? [] }

  /// Returns the shape of a layer's output; `nil` for a layer that is not in the network.
  func outputShape(of layer: String) -> Shape? {
    if let maps = imageAnalysis?.maps, maps.layer == layer { return maps.shape }
    return networkLayout.first { $0.spec.name == layer }?.output
  }

  /// True to show the largest terms of a sum instead of the channels of its patch. A layer whose cells have
  /// kernels of their own begins with them.
  var showsLargestTerms: Bool {
    if let choice = images.formula.showsTerms { return choice }
    if case .patch(let sum) = shownFormula?.operations.first?.work { return sum.isLocal }
    return true
  }

  /// Shows the formula of a cell of the shown maps.
  /// - Parameter place: The cell; `nil` for the one that was shown last in this layer, or else the largest
  ///   activation of the first map on the shown page.
  mutating func openFormula(at place: CellPlace? = nil) {
    guard let maps = imageAnalysis?.maps, maps.layer == layerOfMaps else {
      return showNotice(NoticeText.noMapsYet)
    }
    var wanted = place
    if wanted == nil, images.formula.layer == maps.layer { wanted = images.formula.place }
    let map = wanted == nil ? firstShownMap : 0
    guard let found = wanted ?? maps.strongestCell(of: map) else {
      return showNotice(NoticeText.noMapsYet)
    }
    images.formula.open(CellChoice(layer: maps.layer, place: found))
    images.content = .formula
  }

  mutating func perform(_ command: FormulaCommand) {
    switch command {
    case .move(let rows, let columns): moveCell(rows, columns)
    case .moveMap(let count): moveMap(by: count)
    case .moveChannel(let count): moveChannel(by: count)
    case .strongestChannel: showStrongestChannel()
    case .choose(let place): images.formula.move(to: place)
    case .scroll(let pages): scrollFormula { $0.row($1, after: pages < 0 ? .pageUp : .pageDown) }
    case .wheel(let count): scrollFormula { $0.row($1, wheel: count) }
    case .toggleTerms:
      guard patch != nil else { return showNotice(NoticeText.noPatch) }
      images.formula.showsTerms = !showsLargestTerms
      images.formula.row = 0
    case .compareLRN: compare(.lrn)
    case .compareDropout: compare(.dropout)
    }
  }

  private var patch: PatchSum? {
    if case .patch(let sum) = shownFormula?.operations.first?.work { sum } else { nil }
  }

  private mutating func moveCell(_ rows: Int, _ columns: Int) {
    guard let layer = images.formula.layer, let shape = outputShape(of: layer) else { return }
    var place = images.formula.place
    if shape.isFlat {
      place.channel += columns + 10 * rows
      guard (0..<shape.channels).contains(place.channel) else {
        return showNotice(NoticeText.endOfNeurons)
      }
    } else {
      (place.row, place.column) = (place.row + rows, place.column + columns)
      guard (0..<shape.height).contains(place.row), (0..<shape.width).contains(place.column) else {
        return showNotice(NoticeText.edgeOfMap)
      }
    }
    images.formula.move(to: place)
  }

  private mutating func moveMap(by count: Int) {
    guard let layer = images.formula.layer, let shape = outputShape(of: layer) else { return }
    var place = images.formula.place
    place.channel += count
    guard (0..<shape.channels).contains(place.channel) else {
      return showNotice(shape.isFlat ? NoticeText.endOfNeurons : NoticeText.endOfMaps)
    }
    images.formula.move(to: place)
  }

  private mutating func moveChannel(by count: Int) {
    guard let patch, !showsLargestTerms else {
      return showNotice(shownFormula == nil ? NoticeText.noFormulaYet : NoticeText.noPatch)
    }
    guard patch.channels > 1 else { return showNotice(NoticeText.onlyChannel) }
    let channel = images.formula.channel + count
    guard (0..<patch.channels).contains(channel) else {
      return showNotice(NoticeText.endOfChannels)
    }
    images.formula.channel = channel
  }

  private mutating func showStrongestChannel() {
    guard let patch, !showsLargestTerms else {
      return showNotice(shownFormula == nil ? NoticeText.noFormulaYet : NoticeText.noPatch)
    }
    let sums = (0..<patch.channels).map { abs(patch.sum(of: $0)) }
    images.formula.channel = sums.indices.reduce(0) { sums[$1] > sums[$0] ? $1 : $0 }
  }

  private mutating func scrollFormula(_ move: (Scrolling, Int) -> Int?) {
    let layout = layout.screen
    let scrolling = FormulaScreen(state: Shared(self), edges: layout.edges).scrolling(
      in: layout.body)
    guard scrolling.last > 0 else { return showNotice(NoticeText.wholeFormulaIsShown) }
    images.formula.row = move(scrolling, scrolling.clamped(images.formula.row)) ?? 0
  }

  /// Shows or hides the cell with and without a layer.
  private mutating func compare(_ comparison: FormulaState.Comparison) {
    guard let formula = shownFormula else { return showNotice(NoticeText.noFormulaYet) }
    guard formula.hasLayer(for: comparison) else {
      let layer = formula.cell.layer
      return showNotice(
        comparison == .lrn
          ? NoticeText.noLRN(after: layer) : NoticeText.noDropout(after: layer))
    }
    images.formula.comparison = images.formula.comparison == comparison ? nil : comparison
    images.formula.row = 0
  }
}

extension CellFormula {
  /// Returns true if an operation can be compared with and without its layer.
  func hasLayer(for comparison: FormulaState.Comparison) -> Bool {
    operations.contains { operation in
      switch (comparison, operation.work) {
      case (.lrn, .normalization), (.dropout, .dropout): true
      case (.lrn, _), (.dropout, _): false
      }
    }
  }
}
