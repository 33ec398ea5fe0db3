import Blueprint
import DisplayText
import Glibc
import Observing
import Runs
import TerminalUI

/// The table of all measurements, a row per layer. If not all columns fit, the less important are
/// left out.
struct LayerTable {
  let state: DashboardState

  /// Returns the names of the layers in the order of the network.
  /// - Parameter withOthers: True to include layers without parameters, which have only times and a
  ///   shape.
  func names(withOthers: Bool) -> [String] {
    let parametric = state.layerNames
    guard withOthers, let times = state.snapshot?.times else { return parametric }
    let names = times.map(\.name).filter { $0 != "softmax" }
    return parametric.allSatisfy(names.contains) ? names : parametric
  }

  private struct Column {
    var column: Table.Column
    var item: (LayerRow, Appearance) -> Table.Item
  }

  /// A layer with all of its measurements.
  private struct LayerRow {
    var name: String
    var isSelected: Bool
    var layer: Snapshot.LayerSummary?
    var time: Snapshot.LayerTime?
    var shape: Shape?
  }

  func draw(withOthers: Bool, in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let names = names(withOthers: withOthers)
    let rows = visibleRows(names, in: rect)
    let visible = layerRows(Array(names[rows]))
    if let selected = visible.firstIndex(where: \.isSelected) {
      frame.fill(
        Rect(x: rect.x, y: rect.y + 1 + selected, width: rect.width, height: 1),
        with: Cell(background: appearance.theme.raised))
    }
    let columns = Self.columns
    let table = Table(
      columns: columns.map(\.column),
      rows: visible.map { row in columns.map { $0.item(row, appearance) } })
    table.draw(in: rect, on: &frame, appearance: appearance)
  }

  /// Returns the layer with parameters at row `y` of the terminal; `nil` if there is none.
  func layer(atY y: Int, withOthers: Bool, in rect: Rect) -> String? {
    let names = names(withOthers: withOthers)
    let rows = visibleRows(names, in: rect)
    let row = rows.lowerBound + y - rect.y - 1
    return rows.contains(row) && state.layerNames.contains(names[row]) ? names[row] : nil
  }

  /// Returns the rows that fit, with the selected layer among them.
  private func visibleRows(_ names: [String], in rect: Rect) -> Range<Int> {
    let selected = names.firstIndex { $0 == state.selectedLayer?.name } ?? 0
    return Table.visibleRows(of: names.count, around: selected, room: rect.height - 1)
  }

  private func layerRows(_ names: [String]) -> [LayerRow] {
    let layers = state.snapshot?.layers ?? []
    let times = state.snapshot?.times ?? []
    let layout = (try? state.plan?.network.layout()) ?? []
    return names.map { name in
      LayerRow(
        name: name, isSelected: name == state.selectedLayer?.name,
        layer: layers.first { $0.name == name }, time: times.first { $0.name == name },
        shape: layout.first { $0.spec.name == name }?.output)
    }
  }

  // MARK: - Columns

  private static var columns: [Column] {
    [
      Column(column: .init("  layer", width: 8, ideal: 12, alignment: .left, rank: 0)) {
        row, appearance in
        .text(
          (row.isSelected ? "▶ " : "  ") + row.name,
          row.layer == nil ? appearance.theme.text : appearance.theme.strong)
      },
      Column(column: .init("shape", width: 9, ideal: 12, alignment: .left, rank: 13)) {
        row, appearance in
        .text((row.layer?.output ?? row.shape).map { "\($0)" } ?? "", appearance.theme.muted)
      },
      number("mean", rank: 6) { $0.mean },
      number("dev", rank: 7) { $0.deviation },
      number("min", rank: 12) { $0.minimum },
      number("max", rank: 11) { $0.maximum },
      Column(column: .init("zeros", width: 5, ideal: 14, rank: 1)) { row, appearance in
        guard let layer = row.layer else { return nothing(appearance) }
        guard layer.zeros.isFinite else { return .text("NaN", appearance.theme.danger) }
        return .meter(
          layer.zeros, NumberText.percent(layer.zeros, 0),
          Health.zeros(layer.zeros).style(appearance.theme))
      },
      Column(column: .init("dead", width: 5, rank: 2)) { row, appearance in
        guard let layer = row.layer, let dead = layer.deadUnits, layer.units > 0 else {
          return nothing(appearance)
        }
        let share = Double(dead) / Double(layer.units)
        return .text(
          "\(dead)", Health.dead(share).style(appearance.theme))
      },
      number("grad", rank: 4) { $0.gradientNorm > 0 ? $0.gradientNorm : nil },
      Column(column: .init("update", width: 8, rank: 3)) { row, appearance in
        guard let ratio = row.layer?.updateRatio, !(ratio == 0) else { return nothing(appearance) }
        guard ratio.isFinite else {
          return .text(NumberText.fixed(ratio, 0), appearance.theme.danger)
        }
        let health = Health.update(ratio)
        return .text(health.glyph + NumberText.scientific(ratio), health.style(appearance.theme))
      },
      time("ms fwd", rank: 8) { $0.forwardSeconds },
      time("ms back", rank: 5) { $0.backwardSeconds },
      Column(column: .init("params", width: 6, rank: 9)) { row, appearance in
        guard let layer = row.layer, layer.parameters > 0 else { return nothing(appearance) }
        return .text(NumberText.short(Double(layer.parameters)), appearance.theme.text)
      },
      Column(column: .init("activations", width: 11, ideal: 60, alignment: .left, rank: 14)) {
        row, appearance in .histogram(row.layer?.histogram ?? [])
      },
    ]
  }

  private static func nothing(_ appearance: Appearance) -> Table.Item {
    .text("—", appearance.theme.faint)
  }

  private static func number(
    _ name: String, rank: Int, _ value: @escaping (Snapshot.LayerSummary) -> Double?
  ) -> Column {
    Column(column: .init(name, width: 6, ideal: 7, rank: rank)) { row, appearance in
      guard let value = row.layer.flatMap(value) else { return nothing(appearance) }
      return .text(
        NumberText.fitting(value, 6),
        value.isFinite ? appearance.theme.text : appearance.theme.danger)
    }
  }

  private static func time(
    _ name: String, rank: Int, _ seconds: @escaping (Snapshot.LayerTime) -> Double
  ) -> Column {
    Column(column: .init(name, width: 7, rank: rank)) { row, appearance in
      guard let time = row.time else { return nothing(appearance) }
      return .text(NumberText.fitting(seconds(time) * 1000, 5), appearance.theme.text)
    }
  }
}

/// The assessment of a measurement, shown by a colour and, without colours, by a glyph.
enum Health {
  case good, low, high, tooLow, tooHigh

  /// Assesses the norm of an update relative to the weights: about 1e-3 is healthy, a tenth or ten
  /// times that is not.
  static func update(_ ratio: Double) -> Health {
    let distance = log10(ratio / 1e-3)
    switch abs(distance) {
    case ...0.5: return .good
    case ...1: return distance < 0 ? .low : .high
    default: return distance < 0 ? .tooLow : .tooHigh
    }
  }

  /// Assesses the share of zeros: rectified units have about one half, dead units only zeros.
  static func zeros(_ share: Double) -> Health {
    share < 0.9 ? .good : share < 0.98 ? .high : .tooHigh
  }

  /// Assesses the share of dead units.
  static func dead(_ share: Double) -> Health {
    share < 0.02 ? .good : share < 0.2 ? .high : .tooHigh
  }

  var glyph: String {
    switch self {
    case .good: ""
    case .low: "↓"
    case .high: "↑"
    case .tooLow: "↓↓"
    case .tooHigh: "↑↑"
    }
  }

  func style(_ theme: Theme) -> Style {
    switch self {
    case .good: theme.good
    case .low, .high: theme.caution
    case .tooLow, .tooHigh: theme.danger
    }
  }
}
