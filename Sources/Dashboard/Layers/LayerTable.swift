import Blueprint
import Glibc
import Runs
import TerminalUI

/// All that is measured of the layers, a line each; what there is no room for goes by its importance.
struct LayerTable {
  let state: DashboardState

  /// In the order of the network; layers without parameters have nothing but a time and a shape.
  func names(withOthers: Bool) -> [String] {
    let parametric = state.layerNames
    guard withOthers, let times = state.glimpse?.times else { return parametric }
    let names = times.map(\.name).filter { $0 != "softmax" }
    return parametric.allSatisfy(names.contains) ? names : parametric
  }

  private struct Column {
    var column: Table.Column
    var item: (Line, Look) -> Table.Item
  }

  /// A layer with all that is known of it.
  private struct Line {
    var name: String
    var isChosen: Bool
    var layer: Glimpse.Layer?
    var time: Glimpse.LayerTime?
    var shape: Shape?
  }

  func draw(withOthers: Bool, in rect: Rect, on frame: inout Frame, look: Look) {
    let names = names(withOthers: withOthers)
    let rows = visibleRows(names, in: rect)
    let visible = lines(Array(names[rows]))
    if let chosen = visible.firstIndex(where: \.isChosen) {
      frame.fill(
        Rect(x: rect.x, y: rect.y + 1 + chosen, width: rect.width, height: 1),
        with: Cell(background: look.theme.raised))
    }
    let columns = Self.columns
    let table = Table(
      columns: columns.map(\.column),
      rows: visible.map { line in columns.map { $0.item(line, look) } })
    table.draw(in: rect, on: &frame, look: look)
  }

  /// The layer with parameters whose row is at a line of the screen.
  func layer(atY y: Int, withOthers: Bool, in rect: Rect) -> String? {
    let names = names(withOthers: withOthers)
    let rows = visibleRows(names, in: rect)
    let row = rows.lowerBound + y - rect.y - 1
    return rows.contains(row) && state.layerNames.contains(names[row]) ? names[row] : nil
  }

  /// The chosen one is always among them.
  private func visibleRows(_ names: [String], in rect: Rect) -> Range<Int> {
    let chosen = names.firstIndex { $0 == state.chosenLayer?.name } ?? 0
    return Table.visibleRows(of: names.count, around: chosen, room: rect.height - 1)
  }

  private func lines(_ names: [String]) -> [Line] {
    let layers = state.glimpse?.layers ?? []
    let times = state.glimpse?.times ?? []
    let layout = (try? state.plan?.network.layout()) ?? []
    return names.map { name in
      Line(
        name: name, isChosen: name == state.chosenLayer?.name,
        layer: layers.first { $0.name == name }, time: times.first { $0.name == name },
        shape: layout.first { $0.spec.name == name }?.output)
    }
  }

  // MARK: - Columns

  private static var columns: [Column] {
    [
      Column(column: .init("  layer", width: 8, ideal: 12, alignment: .left, rank: 0)) {
        line, look in
        .text(
          (line.isChosen ? "▶ " : "  ") + line.name,
          line.layer == nil ? look.theme.text : look.theme.strong)
      },
      Column(column: .init("shape", width: 9, ideal: 12, alignment: .left, rank: 13)) {
        line, look in
        .text((line.layer?.output ?? line.shape).map { "\($0)" } ?? "", look.theme.muted)
      },
      number("mean", rank: 6) { $0.mean },
      number("dev", rank: 7) { $0.deviation },
      number("min", rank: 12) { $0.minimum },
      number("max", rank: 11) { $0.maximum },
      Column(column: .init("zeros", width: 5, ideal: 14, rank: 1)) { line, look in
        guard let layer = line.layer else { return nothing(look) }
        guard layer.zeros.isFinite else { return .text("NaN", look.theme.danger) }
        return .meter(
          layer.zeros, Digits.percent(layer.zeros, 0), Health.zeros(layer.zeros).style(look.theme))
      },
      Column(column: .init("dead", width: 5, rank: 2)) { line, look in
        guard let layer = line.layer, let dead = layer.deadUnits, layer.units > 0 else {
          return nothing(look)
        }
        let share = Double(dead) / Double(layer.units)
        return .text(
          "\(dead)", Health.dead(share).style(look.theme))
      },
      number("grad", rank: 4) { $0.gradientNorm > 0 ? $0.gradientNorm : nil },
      Column(column: .init("update", width: 8, rank: 3)) { line, look in
        guard let ratio = line.layer?.updateRatio, !(ratio == 0) else { return nothing(look) }
        guard ratio.isFinite else { return .text(Digits.fixed(ratio, 0), look.theme.danger) }
        let health = Health.update(ratio)
        return .text(health.glyph + Digits.scientific(ratio), health.style(look.theme))
      },
      time("ms fwd", rank: 8) { $0.forwardSeconds },
      time("ms back", rank: 5) { $0.backwardSeconds },
      Column(column: .init("params", width: 6, rank: 9)) { line, look in
        guard let layer = line.layer, layer.parameters > 0 else { return nothing(look) }
        return .text(Digits.short(Double(layer.parameters)), look.theme.text)
      },
      Column(column: .init("activations", width: 11, ideal: 60, alignment: .left, rank: 14)) {
        line, look in .histogram(line.layer?.histogram ?? [])
      },
    ]
  }

  private static func nothing(_ look: Look) -> Table.Item { .text("—", look.theme.faint) }

  private static func number(
    _ name: String, rank: Int, _ value: @escaping (Glimpse.Layer) -> Double?
  ) -> Column {
    Column(column: .init(name, width: 6, ideal: 7, rank: rank)) { line, look in
      guard let value = line.layer.flatMap(value) else { return nothing(look) }
      return .text(
        Digits.fitting(value, 6), value.isFinite ? look.theme.text : look.theme.danger)
    }
  }

  private static func time(
    _ name: String, rank: Int, _ seconds: @escaping (Glimpse.LayerTime) -> Double
  ) -> Column {
    Column(column: .init(name, width: 7, rank: rank)) { line, look in
      guard let time = line.time else { return nothing(look) }
      return .text(Digits.fitting(seconds(time) * 1000, 5), look.theme.text)
    }
  }
}

/// How well a number is: said by a colour, and by a glyph where there is none.
enum Health {
  case good, low, high, tooLow, tooHigh

  /// Updates of about a thousandth of the weights are healthy; a tenth or ten times that is not.
  static func update(_ ratio: Double) -> Health {
    let distance = log10(ratio / 1e-3)
    switch abs(distance) {
    case ...0.5: return .good
    case ...1: return distance < 0 ? .low : .high
    default: return distance < 0 ? .tooLow : .tooHigh
    }
  }

  /// Half zeros are what rectified units have; nearly all of them are dead ones.
  static func zeros(_ share: Double) -> Health {
    share < 0.9 ? .good : share < 0.98 ? .high : .tooHigh
  }

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
