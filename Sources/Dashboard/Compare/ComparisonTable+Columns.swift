import DisplayText
import Runs
import TerminalUI

/// The columns of the table. Values of validations name their steps where those are older than the
/// run's latest step or the cursor.
extension ComparisonTable {
  /// A column with the contents of its cells by row.
  private struct Field {
    var column: Table.Column
    var items: [Table.Item]
  }

  /// Returns the table of some rows.
  func table(_ rows: Range<Int>, _ appearance: Appearance) -> Table {
    let fields = fields(appearance)
    return Table(
      columns: fields.map(\.column), rows: rows.map { row in fields.map { $0.items[row] } })
  }

  private func fields(_ appearance: Appearance) -> [Field] {
    let theme = appearance.theme
    let fields: [Field?] = [
      strokes(appearance), names(theme), differences(theme),
      field("steps", rank: 5, style: theme.muted) { row, _ in [NumberText.grouped(row.steps)] },
      best(theme), latest(theme),
      field("best val\ntop-5 err", rank: 6, style: theme.text) { row, _ in
        [row.hasTop5 ? row.bestTop5.map { NumberText.percent($0) } : nil]
      },
      comparison.hasTarget ? reached(theme) : nil,
      field("val − train\ntop-1 err", rank: 3, style: theme.text) { row, _ in
        [
          row.last?.top1Gap.map { NumberText.points($0, isShort: true) }
        ]
      },
      field("val − train\nloss", rank: 8, style: theme.text) { row, _ in
        [row.last?.lossGap.map { NumberText.signed($0, 3) }]
      },
      field("images/s", rank: 9, style: theme.muted) { row, _ in
        [row.imagesPerSecond.map(NumberText.perSecond)]
      },
      fromBaseline(theme),
    ]
    return fields.compactMap(\.self)
  }

  /// The first validation that reached the target.
  private func reached(_ theme: Theme) -> Field {
    let level = NumberText.percent(comparison.level, upTo: 0)
    return field("first ≤ \(level):\nstep, time", rank: 4, style: theme.text) { row, _ in
      [
        row.reached.map { "\(NumberText.grouped($0.step)), \(NumberText.duration($0.seconds))" }
      ]
    }
  }

  /// Creates a column of numbers that is wide enough for the shortest text of each row.
  /// - Parameter texts: The texts of a row, the first that fits is shown; `nil` is shown as a dash.
  private func field(
    _ heading: String, rank: Int, style: Style,
    texts: (Comparison.Row, ComparedRun) -> [String?]
  ) -> Field {
    let texts = zip(comparison.rows, compared.runs).map { row, run in
      let known = texts(row, run).compactMap(\.self)
      return known.isEmpty ? ["—"] : known
    }
    return Field(
      column: column(heading, texts, rank: rank),
      items: texts.map { .firstFitting($0, style) })
  }

  private func column(_ heading: String, _ texts: [[String]], rank: Int) -> Table.Column {
    let words = heading.split(separator: "\n").map { String($0).columns }.max() ?? 0
    return Table.Column(
      heading, width: max(words, texts.compactMap { $0.last?.columns }.max() ?? 0),
      ideal: texts.compactMap { $0.first?.columns }.max() ?? 0, rank: rank)
  }

  // MARK: - The run

  private func strokes(_ appearance: Appearance) -> Field {
    let style = CompareStyle(theme: appearance.theme)
    return Field(
      column: .init("", width: 4, alignment: .left),
      items: compared.runs.enumerated().map { index, run in
        let sample = style.stroke(ofRun: run.strokeNumber).sample(appearance)
        return .text(
          (index == compared.selected ? "▶" : " ") + sample, style.text(ofRun: run.strokeNumber))
      })
  }

  private func names(_ theme: Theme) -> Field {
    let longest = comparison.rows.map(\.name.columns).max() ?? 0
    return Field(
      column: .init("run", width: min(16, max(5, longest)), ideal: longest, alignment: .left),
      items: comparison.rows.enumerated().map { index, row in
        .name(row.name, index == compared.selected ? theme.strong.with(.bold) : theme.strong)
      })
  }

  private func differences(_ theme: Theme) -> Field {
    let texts = comparison.rows.map { row in
      (row.differences.map(\.description) + changes(of: row)).joined(separator: " ")
    }
    let longest = texts.map(\.columns).max() ?? 0
    return Field(
      column: .init(
        "differs in", width: min(16, max(10, longest)), ideal: min(60, longest), alignment: .left,
        rank: 1),
      items: texts.map { .text($0.isEmpty ? "—" : $0, theme.muted) })
  }

  /// Returns the last change by hand of each knob, in the order of their steps.
  private func changes(of row: Comparison.Row) -> [String] {
    row.knobChanges.enumerated().compactMap { index, change in
      guard !row.knobChanges[(index + 1)...].contains(where: { $0.knob == change.knob }) else {
        return nil
      }
      let count = row.knobChanges.count { $0.knob == change.knob }
      // An arrow, because the new value can be that of the plan again.
      let words = change.text.split(separator: " ").joined(separator: " → ")
      return "\(words) @\(NumberText.grouped(change.step))"
        + (count > 1 ? " (last of \(count))" : "")
    }
  }

  // MARK: - Errors

  /// Returns a value with the step at which it was measured, if this is not `reference`, and the value
  /// alone for a narrow column.
  private func texts(_ value: String, measuredAt step: Int, reference: Int) -> [String] {
    step == reference ? [value] : ["\(value) @\(NumberText.grouped(step))", value]
  }

  private func best(_ theme: Theme) -> Field {
    let lowest = comparison.rows.compactMap { $0.best?.top1 }.min()
    let texts = comparison.rows.map { row in
      row.best.map {
        self.texts(NumberText.percent($0.top1), measuredAt: $0.step, reference: row.steps)
      } ?? ["—"]
    }
    return Field(
      column: column("best val\ntop-1 err", texts, rank: 0),
      items: zip(comparison.rows, texts).map { row, texts in
        let isLowest = row.best != nil && row.best?.top1 == lowest
        return .firstFitting(texts, isLowest ? theme.strong.with(.bold) : theme.strong)
      })
  }

  /// The errors of the latest validations, or the values at the cursor. They keep their steps in a
  /// narrow column, which is left out instead.
  private func latest(_ theme: Theme) -> Field {
    let compare = state.compare
    guard let cursor = compare.charts.cursor else {
      return field("latest val\ntop-1 err", rank: 2, style: theme.text) { row, _ in
        [
          row.last.flatMap {
            texts(NumberText.percent($0.top1), measuredAt: $0.step, reference: row.steps).first
          }
        ]
      }
    }
    let step = Int(cursor.rounded())
    let quantity = compare.quantity
    let heading =
      "at step \(NumberText.grouped(step))\n\(quantity.shortValueName(of: compared.source))"
    return field(heading, rank: 2, style: theme.text) { _, run in
      let series = QuantitySeries(
        run.lane, quantity, of: compared.source, sinceFork: compare.charts.isSinceFork)
      guard let latest = series.latest(atStep: Double(step)) else { return [nil] }
      let text = quantity.text(of: compared.source)(latest.value)
      return [texts(text, measuredAt: Int(latest.step), reference: step).first]
    }
  }

  // MARK: - The baseline

  /// The differences from the baseline. The colour shows which run is better; only a verdict shows if
  /// chance can explain it.
  private func fromBaseline(_ theme: Theme) -> Field {
    let base =
      comparison.rows.indices.contains(comparison.baseline)
      ? comparison.rows[comparison.baseline].steps : 0
    let texts = comparison.rows.enumerated().map { index, row -> [String] in
      if index == compared.baseline { return ["baseline"] }
      guard let difference = row.difference else { return ["—"] }
      // One form of the unit in the whole column, so that all its numbers are compared at a glance.
      return [
        self.texts(
          NumberText.points(difference.shownTop1, isShort: true), measuredAt: difference.step,
          reference: max(row.steps, base)
        ).first
      ].compactMap(\.self)
    }
    return Field(
      column: column("val top-1 err\n− baseline", texts, rank: 2),
      items: zip(comparison.rows, texts).map { row, texts in
        let change = row.difference?.shownTop1 ?? 0
        let style: Style =
          texts == ["baseline"]
          ? CompareStyle(theme: theme).baseline
          : row.difference == nil
            ? theme.muted : change < 0 ? theme.good : change > 0 ? theme.danger : theme.text
        return .firstFitting(texts, style)
      })
  }
}
