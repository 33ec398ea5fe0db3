import Blueprint
import DisplayText
import Observing
import TerminalUI

/// The table of all measurements, a row per layer, with two rows of headings. If not all columns fit,
/// the less important are left out.
struct LayerTable {
  @Shared var state: DashboardState

  /// Returns the names of the layers in the order of the network.
  /// - Parameter withOthers: True to include layers without parameters, which have only times and a
  ///   shape. An activation function has neither of its own where it is computed with the layer before.
  func names(withOthers: Bool) -> [String] {
    let parametric = state.layerNames
    let layers = state.plan?.network.layers ?? []
    guard withOthers, !layers.isEmpty else { return parametric }
    let names = layers.indices.filter { index in
      if case .activation = layers[index].kind, index > 0 {
        return !layers[index - 1].hasParameters
      }
      return true
    }.map { layers[$0].name }
    return parametric.allSatisfy(names.contains) ? names : parametric
  }

  /// Returns the number of rows of a table with its headings and the row of the rest.
  func height(withOthers: Bool) -> Int { names(withOthers: withOthers).count + 3 }

  /// Returns the number of rows of the headings. A very low table has no names of groups.
  private static func headingRows(_ rect: Rect) -> Int { rect.height >= 6 ? 2 : 1 }

  func draw(withOthers: Bool, in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let names = names(withOthers: withOthers)
    let all = layerRows(names)
    let visible = all[visibleRows(names, in: rect)]
    let columns = shownColumns(
      LayerColumns(
        all, times: LayerTimes(state.shownLayers?.times ?? []), appearance: appearance
      ).all, in: rect.width)
    let rest = rest(besides: names)
    let rows = Array(visible) + (Self.hasRest(rect) ? [rest.row] : [])
    var table = Table(
      columns: columns.map(\.column), rows: rows.map { row in columns.map { $0.item(row) } })
    table.minimumGap = Self.minimumGap
    var body = rect
    let groups = body.cutTop(Self.headingRows(rect) - 1)
    if let selected = visible.firstIndex(where: \.isSelected) {
      frame.fill(
        Rect(
          x: body.x, y: body.y + 1 + selected - visible.startIndex, width: body.width, height: 1),
        with: Cell(background: appearance.theme.raised))
    }
    if !groups.isEmpty {
      ColumnGroups(columns.map(\.group), table.columnRanges(in: rect.width)).draw(
        in: groups, on: &frame, appearance: appearance)
    }
    table.draw(in: body, on: &frame, appearance: appearance)
    let firstTime = zip(columns, table.columnRanges(in: rect.width)).first {
      $0.0.group == ColumnGroups.milliseconds && $0.1 != nil
    }
    if Self.hasRest(rect), let start = firstTime?.1?.lowerBound {
      let x = body.x + Self.nameIndent
      let room = start - Self.nameIndent - Self.minimumGap
      frame.text(
        rest.texts.first { $0.columns <= room } ?? rest.texts.last ?? "", x: x,
        y: body.y + rows.count, style: appearance.theme.muted, width: room)
    }
  }

  private static let minimumGap = 2
  /// The columns of the pointer before the names.
  private static let nameIndent = 2

  // MARK: - The rest

  /// The name under which the time is measured in which a step waits for other processes.
  private static let otherRanks = "other ranks"

  /// Returns true if the last row has the times of all that has no row of its own, so that the rows add up
  /// to the times of the step. A very low table has no such row.
  private static func hasRest(_ rect: Rect) -> Bool { rect.height >= 7 }

  /// Returns the row of what is timed and has no row of its own: the loss and, in a low table, layers
  /// without parameters.
  /// - Returns: The row without a name, and its name in several lengths.
  private func rest(besides names: [String]) -> (row: LayerRow, texts: [String]) {
    let layers = state.plan?.network.layers ?? []
    let kinds = layers.filter { !names.contains($0.name) }.compactMap(\.timedKind)
    let unique = kinds.indices.filter { !kinds[..<$0].contains(kinds[$0]) }.map { kinds[$0] }
    let measured = (state.shownLayers?.times ?? []).map(\.name)
    let row = LayerRow(
      name: "", isSelected: false, hasStatistics: false, parameters: 0, shape: nil, summary: nil,
      timed: measured.filter { !names.contains($0) })
    let waits = measured.contains(Self.otherRanks) ? [Self.otherRanks] : []
    let all = (unique + ["softmax"] + waits).joined(separator: ", ")
    return (row, unique.isEmpty ? [all] : [all, "other layers", "others"])
  }

  // MARK: - Columns and rows

  /// Returns the columns without the times if only one of the two has room.
  private func shownColumns(
    _ columns: [LayerColumns.Column], in width: Int
  ) -> [LayerColumns.Column] {
    var table = Table(columns: columns.map(\.column), rows: [])
    table.minimumGap = Self.minimumGap
    let times = zip(columns, table.columnRanges(in: width)).filter {
      $0.0.group == ColumnGroups.milliseconds
    }
    guard times.contains(where: { $0.1 != nil }), times.contains(where: { $0.1 == nil }) else {
      return columns
    }
    return columns.filter { $0.group != ColumnGroups.milliseconds }
  }

  /// Returns the layer with parameters at row `y` of the terminal; `nil` if there is none.
  func layer(atY y: Int, withOthers: Bool, in rect: Rect) -> String? {
    let names = names(withOthers: withOthers)
    let rows = visibleRows(names, in: rect)
    let row = rows.lowerBound + y - rect.y - Self.headingRows(rect)
    return rows.contains(row) && state.layerNames.contains(names[row]) ? names[row] : nil
  }

  /// Returns the rows that fit, with the selected layer among them.
  private func visibleRows(_ names: [String], in rect: Rect) -> Range<Int> {
    let selected = names.firstIndex { $0 == state.selectedLayer?.name } ?? 0
    return Table.visibleRows(
      of: names.count, around: selected,
      room: rect.height - Self.headingRows(rect) - (Self.hasRest(rect) ? 1 : 0))
  }

  private func layerRows(_ names: [String]) -> [LayerRow] {
    let summaries = state.shownLayers?.layers ?? []
    let layout = (try? state.plan?.network.layout()) ?? []
    let parametric = Set(state.layerNames)
    return names.map { name in
      let planned = layout.first { $0.spec.name == name }
      let summary = summaries.first { $0.name == name }
      return LayerRow(
        name: name, isSelected: name == state.selectedLayer?.name,
        hasStatistics: parametric.contains(name),
        parameters: summary?.parameters ?? planned?.parameters ?? 0,
        shape: summary?.output ?? planned?.output, summary: summary, timed: [name])
    }
  }
}

extension LayerSpec {
  /// The kind of a layer without parameters in the row of the rest; `nil` for activations, which mostly are
  /// computed with the layer before them.
  fileprivate var timedKind: String? {
    switch kind {
    case .normalization: "LRN"
    case .pooling: "pooling"
    case .dropout: "dropout"
    case .convolution, .locallyConnected, .fullyConnected, .activation: nil
    }
  }
}
