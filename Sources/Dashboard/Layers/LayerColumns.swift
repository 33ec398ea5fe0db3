import Blueprint
import DisplayText
import Observing
import TerminalUI

/// A layer with all of its measurements.
struct LayerRow {
  var name: String
  var isSelected: Bool
  /// True if statistics of the layer are measured: it has parameters.
  var hasStatistics: Bool
  /// The number of weights and biases; 0 if it is not known.
  var parameters: Int
  /// The shape of the output; `nil` if it is not known.
  var shape: Shape?
  var summary: Snapshot.LayerSummary?
  /// The names of the layers whose times are added: that of the layer, or those that have no row.
  var timed: [String]
}

/// The columns of the table of layers. Their widths depend on the network, not on the measurements.
struct LayerColumns {
  /// A column with the name that it shares with the columns beside it.
  struct Column {
    /// The name above the heading, with the unit; empty for none.
    var group: String
    var column: Table.Column
    var item: (LayerRow) -> Table.Item
  }

  private let rows: [LayerRow]
  private let times: LayerTimes
  private let theme: Theme

  /// Creates the columns for the rows of all layers.
  init(_ rows: [LayerRow], times: LayerTimes, appearance: Appearance) {
    self.rows = rows
    self.times = times
    theme = appearance.theme
  }

  var all: [Column] {
    [
      name, shape,
      number("mean", width: 7, rank: 6) { $0.mean },
      number("dev", width: 6, rank: 7) { $0.deviation },
      number("min", width: 6, rank: 13) { $0.minimum },
      number("max", width: 6, rank: 10) { $0.maximum },
      zeros, dead,
      number("grad", width: 6, rank: 4, group: Self.lastStep) {
        $0.gradientNorm > 0 || $0.gradientNorm.isNaN ? $0.gradientNorm : nil
      },
      update,
      time("forward", .forward, rank: 8), time("back", .back, rank: 5),
      weights, histogram,
    ]
  }

  private static let activations = "activations"
  private static let lastStep = "last step"

  private static let unmeasured = "—"

  /// Returns the item for a measurement that a layer does not have, or not yet.
  private func nothing(_ row: LayerRow, isTime: Bool = false) -> Table.Item {
    .text(row.hasStatistics || isTime ? Self.unmeasured : "", theme.faint)
  }

  private var name: Column {
    let longest = rows.map(\.name.columns).max() ?? 0
    return Column(
      group: "",
      column: .init(
        "  layer", width: max(7, min(12, longest + 2)), ideal: 10, alignment: .left, rank: 0)
    ) { row in
      .text(
        (row.isSelected ? "▶ " : "  ") + row.name, row.hasStatistics ? theme.strong : theme.text)
    }
  }

  private var shape: Column {
    let texts = rows.compactMap { $0.shape.map { "\($0)".columns } }
    return Column(
      group: "",
      column: .init(
        "output", width: max(6, min(11, texts.max() ?? 6)), ideal: 12, alignment: .left, rank: 12)
    ) { row in
      .text(row.shape.map { "\($0)" } ?? "", theme.muted)
    }
  }

  private func number(
    _ name: String, width: Int, rank: Int, group: String = activations,
    _ value: @escaping (Snapshot.LayerSummary) -> Double?
  ) -> Column {
    let numbers = LayerNumbers(rows.compactMap { $0.summary.flatMap(value) })
    return Column(group: group, column: .init(name, width: width, ideal: 7, rank: rank)) { row in
      guard let value = row.summary.flatMap(value) else { return nothing(row) }
      return .text(numbers.text(value), value.isFinite ? theme.text : theme.danger)
    }
  }

  private var zeros: Column {
    Column(
      group: Self.activations, column: .init("zeros", width: 6, ideal: 14, rank: 1)
    ) { row in
      guard let share = row.summary?.zeros else { return nothing(row) }
      guard share.isFinite else { return .text("NaN", theme.danger) }
      let health = Health.zeros(share)
      return .meter(share, health.glyph + NumberText.share(share), health.style(theme))
    }
  }

  private var dead: Column {
    // The widest text, so that the column keeps its width when units die.
    let widest = rows.filter(\.hasStatistics).compactMap { row in
      row.shape.map { Self.dead($0.channels, of: $0.channels).columns }
    }
    return Column(
      group: Self.activations,
      column: .init("dead units", width: max(10, widest.max() ?? 0), rank: 2)
    ) { row in
      guard let layer = row.summary, let dead = layer.deadUnits, layer.units > 0 else {
        return nothing(row)
      }
      return .text(
        Self.dead(dead, of: layer.units), Health.dead(dead, of: layer.units).style(theme))
    }
  }

  /// Returns the text of a number of dead units: "0/512", "↑11/512".
  private static func dead(_ count: Int, of units: Int) -> String {
    Health.dead(count, of: units).glyph + NumberText.grouped(count) + "/"
      + NumberText.grouped(units)
  }

  private var update: Column {
    Column(group: Self.lastStep, column: .init("update", width: 8, rank: 3)) { row in
      guard let ratio = row.summary?.updateRatio, !(ratio == 0) else { return nothing(row) }
      guard ratio.isFinite else { return .text(NumberText.fixed(ratio, 0), theme.danger) }
      let health = Health.update(ratio)
      return .text(health.glyph + LayerNumbers.update(ratio), health.style(theme))
    }
  }

  private func time(_ name: String, _ part: LayerTimes.Part, rank: Int) -> Column {
    Column(
      group: ColumnGroups.milliseconds, column: .init(name, width: max(6, name.columns), rank: rank)
    ) { row in
      guard let text = times.text(part, of: row.timed) else { return nothing(row, isTime: true) }
      return .text(text, theme.text)
    }
  }

  private var weights: Column {
    let largest = rows.map(\.parameters).max() ?? 0
    return Column(group: "", column: .init("weights", width: 7, rank: 9)) { row in
      .text(
        row.parameters > 0 ? LayerNumbers.parameters(row.parameters, largest: largest) : "",
        theme.text)
    }
  }

  private var histogram: Column {
    Column(
      group: "",
      column: .init("histogram", width: 9, ideal: 60, alignment: .left, rank: 11)
    ) { row in .histogram(row.summary?.histogram ?? []) }
  }
}
