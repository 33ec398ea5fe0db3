import Observing

/// The state of a cell's formula on the images' screen.
struct FormulaState: Equatable, Sendable {
  /// A layer with and without which the cell is shown.
  enum Comparison: Equatable, Sendable { case lrn, dropout }

  /// The layer of the cell; `nil` before the first formula.
  private(set) var layer: String?
  /// The place of the cell.
  private(set) var place = CellPlace(channel: 0)
  /// The shown channel of the patch, from 0.
  var channel = 0
  /// True to show the largest terms of a patch; `nil` for the choice by the kind of the layer.
  var showsTerms: Bool?
  var comparison: Comparison?
  /// The first shown row.
  var row = 0

  /// The cell whose formula is shown; `nil` before the first.
  var cell: CellChoice? { layer.map { CellChoice(layer: $0, place: place) } }

  mutating func open(_ cell: CellChoice) {
    if cell.layer != layer {
      channel = 0
      showsTerms = nil
      comparison = nil
    }
    row = 0
    (layer, place) = (cell.layer, cell.place)
  }

  mutating func move(to place: CellPlace) { self.place = place }
}

/// A command of the formula.
enum FormulaCommand: Hashable, Sendable {
  /// Moves by rows and columns of the map, or by neurons.
  case move(rows: Int, columns: Int)
  case moveMap(Int)
  case moveChannel(Int)
  case strongestChannel
  case choose(CellPlace)
  case scroll(pages: Int)
  case wheel(Int)
  case toggleTerms
  case compareLRN
  case compareDropout
}
