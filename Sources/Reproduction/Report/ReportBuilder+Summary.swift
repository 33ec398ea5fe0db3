extension ReportBuilder {
  /// Returns the table of all comparisons, and the intervals in a figure.
  mutating func summary() -> [Block] {
    var rows: [Table.Row] = []
    var intervals: [IntervalChart.Row] = []
    for claim in report.claims {
      for outcome in report.outcomes(of: claim) {
        rows.append(row(claim, outcome))
        if let interval = Self.interval(outcome) { intervals.append(interval) }
      }
    }
    var blocks: [Block] = [.heading(2, "Summary", id: "summary")]
    if rows.isEmpty { blocks.append(.paragraph("The study has no comparison.")) }
    if !rows.isEmpty {
      blocks.append(
        .table(
          Table(
            caption: """
              All comparisons. An effect is a difference in percentage points, with minus without; lower is \
              on the side of the claims. For learning times it is a factor. The published effects are those of \
              other networks and images.
              """,
            columns: [
              .text("Claim"), .text("Comparison"), .number("Effect"), .number("95% interval"),
              .text("Published"), .text("Verdict"),
            ], rows: rows)))
    }
    if !intervals.isEmpty {
      let (id, number) = nextFigure()
      blocks.append(.figure(Self.figure(of: intervals, id: id, number: number)))
    }
    return [.section(id: "summary", blocks)]
  }

  private func row(_ claim: Claim, _ outcome: Outcome) -> Table.Row {
    let experiment = outcome.experiment
    let (effect, interval) = Self.numbers(outcome)
    let published = experiment.published.map { published in
      "\(ReportText.size(published.value, experiment.scale)) (\(published.source))"
    }
    let missing = unfinished(experiment)
    let partial: RichText =
      missing == 0 ? "" : " (partial: \(ReportText.count(missing, "run")) missing)"
    return Table.Row([
      "\(link: claim.title, to: claim.anchor)",
      "\(link: experiment.title, to: experiment.name)\(RichText(experiment.suffix))",
      RichText(effect), RichText(interval), RichText(published ?? "—"),
      "\(verdict: outcome.verdict.kind)\(partial)",
    ])
  }

  /// Returns the number of planned runs of an experiment that have no record.
  func unfinished(_ experiment: Experiment) -> Int {
    report.unfinished.count { run in
      run.purpose == .measurement && (run.arm == experiment.with || run.arm == experiment.without)
    }
  }

  /// Returns the effect and its interval.
  private static func numbers(_ outcome: Outcome) -> (effect: String, interval: String) {
    switch outcome.result {
    case .none: return ("—", "—")
    case .comparison(let comparison):
      guard let effect = comparison.effect else { return ("—", "—") }
      return (
        ReportText.size(effect.value, effect.scale),
        effect.interval.map { ReportText.interval($0, effect.scale) } ?? "—"
      )
    case .columns(let columns):
      guard let p = columns.p else { return ("—", "—") }
      return (ReportText.distance(columns.difference), ReportText.probability(p))
    }
  }

  private static func interval(_ outcome: Outcome) -> IntervalChart.Row? {
    guard case .comparison(let comparison) = outcome.result, let effect = comparison.effect,
      effect.scale == .difference, let interval = effect.interval
    else { return nil }
    return IntervalChart.Row(
      label: outcome.experiment.name, value: effect.value * 100,
      interval: interval.lowerBound * 100...interval.upperBound * 100,
      published: outcome.experiment.published.map { $0.value * 100 },
      verdict: outcome.verdict.kind)
  }

  private static func figure(
    of rows: [IntervalChart.Row], id: String, number: String
  ) -> Figure {
    let chart = IntervalChart(rows: rows)
    let hasPublished = rows.contains { $0.published != nil }
    return Figure(
      id: id, number: number,
      caption: RichText(
        "The effects in points with their 95% intervals. An interval left of 0 confirms the claim. An arrow "
          + "marks an interval that is wider than the drawing."
          + (hasPublished
            ? " A diamond is the published effect, of other networks and images." : "")),
      title: "The effects of the comparisons with their intervals",
      description: rows.map { row in
        "\(row.label): \(ReportText.points(row.value / 100)), from "
          + ReportText.interval(
            row.interval.lowerBound / 100...row.interval.upperBound / 100, .difference)
      }.joined(separator: "; ") + ".",
      content: .drawing(wide: chart.drawing(isWide: true), narrow: chart.drawing(isWide: false)))
  }
}

extension Experiment {
  /// The scale of the experiment's effect.
  var scale: Comparison.Effect.Scale { if case .epochs = quantity { .factor } else { .difference } }

  /// The quantity after a title, where two experiments have the same arms.
  var suffix: String {
    switch quantity {
    case .error(let views): views == 1 ? ": validation error" : ": validation error, \(views) views"
    case .overfitting: ": overfitting"
    case .epochs(let target): ": epochs to \(ReportText.target(target)) training error"
    case .columnColour: ""
    }
  }
}
