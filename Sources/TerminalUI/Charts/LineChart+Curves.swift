extension LineChart {
  /// Draws the curves as braille dots: raw curves behind, lines in front, the last series
  /// uppermost.
  func drawDots(
    _ curves: [SummarizedSeries], scale: ValueScale, in plot: Rect, on frame: inout Frame,
    appearance: Appearance
  ) {
    var dots = DotGrid(width: plot.width, height: plot.height)
    func row(_ value: Double) -> Int { Self.level(of: value, scale, levels: dots.dotRows) }
    func trace(
      _ summary: ColumnSummary, isSmooth: Bool, isStepped: Bool = false, style: Style,
      layer: UInt8, dash: Stroke.Dash = .solid
    ) {
      // In a high plot a line is two dots high, because single dots are hard to see.
      let thickness = layer > 1 && plot.height >= 14 ? 2 : 1
      func line(_ start: (Int, Int), _ end: (Int, Int)) {
        dots.line(
          from: start, to: end, thickness: thickness, style: style, layer: layer, dash: dash)
      }
      var previous: (x: Int, y: Int)?
      for (x, column) in summary.columns.enumerated() {
        guard let column else { continue }
        let last = row(column.last)
        let first = isSmooth || column.first == column.last ? last : row(column.first)
        if isStepped, let end = previous {
          line(end, (x, end.y))
          previous?.x = x
        }
        line(previous ?? (x, first), (x, first))
        if !isSmooth, column.lowest < column.highest {
          line((x, row(column.highest)), (x, row(column.lowest)))
        }
        previous = (x, last)
      }
    }
    for curve in curves {
      for (x, band) in curve.filledBand.enumerated() {
        guard let band else { continue }
        dots.line(
          from: (x, row(band.upperBound)), to: (x, row(band.lowerBound)), thickness: 1,
          style: curve.series.rawStyle, layer: 1)
      }
      guard let raw = curve.raw else { continue }
      trace(raw, isSmooth: false, style: curve.series.rawStyle, layer: 1)
    }
    for curve in curves {
      // The spikes of a smoothed curve are drawn behind it, by its raw curve.
      trace(
        curve.line, isSmooth: curve.raw != nil, isStepped: curve.series.isStepped,
        style: curve.series.style, layer: 2, dash: curve.series.stroke?.dash ?? .solid)
    }
    dots.draw(x: plot.x, y: plot.y, on: &frame)
    guard appearance.depth == .mono else { return }
    for (index, curve) in curves.enumerated() where curves.count > 1 {
      drawMarkers(
        index, curve, scale: scale, in: plot, perCell: 2, on: &frame, appearance: appearance)
    }
  }

  /// Draws the marker of a curve every twelve cells, for terminals without colours.
  private func drawMarkers(
    _ index: Int, _ curve: SummarizedSeries, scale: ValueScale, in plot: Rect, perCell: Int,
    on frame: inout Frame, appearance: Appearance
  ) {
    let marker = marker(index, appearance)
    let pitch = 12 * perCell
    let phase = 3 * perCell * index % pitch
    var next = phase
    for (column, values) in curve.line.columns.enumerated() {
      // A curve of few points has markers only at its points.
      guard let values, column >= next else { continue }
      next = (column - phase) / pitch * pitch + pitch + phase
      guard let y = row(of: values.last, scale, in: plot) else { continue }
      frame.put(marker, x: plot.x + column / perCell, y: y, style: curve.series.style)
    }
  }

  /// Draws the curves as ASCII characters: three levels in each row (' - .) and slopes; without
  /// colours each curve by its own marker.
  func drawCharacters(
    _ curves: [SummarizedSeries], scale: ValueScale, in plot: Rect, on frame: inout Frame,
    appearance: Appearance
  ) {
    for curve in curves {
      for (x, band) in curve.filledBand.enumerated() {
        guard let band else { continue }
        for y in rows(of: band, scale, in: plot) {
          frame.put(":", x: plot.x + x, y: y, style: curve.series.rawStyle)
        }
      }
      guard let raw = curve.raw else { continue }
      for (x, column) in raw.columns.enumerated() {
        guard let column else { continue }
        for y in rows(of: column.lowest...column.highest, scale, in: plot) {
          frame.put(":", x: plot.x + x, y: y, style: curve.series.rawStyle)
        }
      }
    }
    /// The number of curves in each cell.
    var counts = [Int](repeating: 0, count: plot.width * plot.height)
    func put(_ glyph: Unicode.Scalar, _ x: Int, _ row: Int, _ style: Style) {
      guard (0..<plot.height).contains(row) else { return }
      counts[row * plot.width + x] += 1
      guard Self.isInFront(counts[row * plot.width + x], column: x) else { return }
      frame.put(glyph, x: plot.x + x, y: plot.y + row, style: style)
    }
    for (index, curve) in curves.enumerated() {
      let levels = levels(
        of: curve.line, isStepped: curve.series.isStepped, scale: scale, rows: plot.height)
      let dash = curve.series.stroke?.dash ?? .solid
      for (x, level) in levels.enumerated() {
        guard let level, level >= 0, level < 3 * plot.height, dash.isDrawn(at: x * 2) else {
          continue
        }
        let next = (x + 1 < levels.count ? levels[x + 1] : nil) ?? level
        if appearance.depth == .mono, curves.count > 1 {
          put(marker(index, appearance), x, level / 3, curve.series.style)
          continue
        }
        let glyph: Unicode.Scalar
        switch next - level {
        case 3...: glyph = "\\"
        case ...(-3): glyph = "/"
        default: glyph = ["'", "-", "."][level % 3]
        }
        put(glyph, x, level / 3, curve.series.style)
        // A change of more than one row is drawn as a vertical line.
        let (upper, lower) = (min(level, next) / 3, max(level, next) / 3)
        for row in upper...lower where row != level / 3 && row != next / 3 {
          put("|", x, row, curve.series.style)
        }
      }
    }
  }

  /// Returns the marker of a series on a terminal without colours.
  func marker(_ index: Int, _ appearance: Appearance) -> Unicode.Scalar {
    if let stroke = series[index].stroke { return stroke.marker(appearance) }
    return appearance.glyphs.markers[index % appearance.glyphs.markers.count]
  }

  /// Returns the height of a curve in each column, in thirds of a row from the top; `nil` outside
  /// the curve. Columns without values are interpolated, or in a stepped curve like the last one.
  private func levels(
    of summary: ColumnSummary, isStepped: Bool, scale: ValueScale, rows: Int
  ) -> [Int?] {
    var levels: [Int?] = Array(repeating: nil, count: summary.columns.count)
    var previous: (x: Int, level: Int)?
    for (x, column) in summary.columns.enumerated() {
      guard let column else { continue }
      let level = Self.level(of: column.last, scale, levels: rows * 3)
      if let previous, x > previous.x + 1 {
        for gap in previous.x + 1..<x {
          let rise = isStepped ? 0 : level - previous.level
          levels[gap] = previous.level + rise * (gap - previous.x) / (x - previous.x)
        }
      }
      levels[x] = level
      previous = (x, level)
    }
    return levels
  }
}

extension LineChart.SummarizedSeries {
  /// The range of the band in each column, interpolated between columns with values; `nil` outside
  /// the band.
  var filledBand: [ClosedRange<Double>?] {
    guard let band else { return [] }
    var filled = [ClosedRange<Double>?](repeating: nil, count: band.low.columns.count)
    var previous: (x: Int, low: Double, high: Double)?
    for (x, (low, high)) in zip(band.low.columns, band.high.columns).enumerated() {
      guard let low = low?.lowest, let high = high?.highest, low <= high else { continue }
      let start = previous ?? (x - 1, low, high)
      for column in start.x + 1...x {
        let share = Double(column - start.x) / Double(x - start.x)
        let bottom = start.low + (low - start.low) * share
        let top = start.high + (high - start.high) * share
        filled[column] = bottom...max(bottom, top)
      }
      previous = (x, low, high)
    }
    return filled
  }
}
