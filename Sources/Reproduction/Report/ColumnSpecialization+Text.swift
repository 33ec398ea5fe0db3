import DisplayText
import Statistics

extension ColumnSpecialization {
  /// The result in sentences.
  var sentences: String {
    var sentences: [String] = []
    if let p {
      sentences.append(
        "The mean share of colour of the two columns differs by \(ReportText.distance(difference)) "
          + "(\(runs.count == 1 ? "" : "mean of ")\(ReportText.count(runs.count, "seed"))); columns made by "
          + "chance from the same kernels differ by \(ReportText.distance(differenceByChance)) "
          + "(permutation test over the kernels of all runs, \(ReportText.probability(p))).")
    }
    let clear = runs.count { $0.p < Self.significance }
    switch verdict {
    case .confirmed: sentences.append("Each run alone shows the difference (p < 0.05).")
    case .notToldFromChance, .contradicted:
      sentences.append(
        "The claim is about every run, but only \(clear) of \(runs.count) show the difference alone (p < 0.05)."
      )
    case .notTested(let reason): sentences.append(reason.sentence)
    }
    return sentences.joined(separator: " ")
  }

  /// The columns of each run; `nil` without any.
  var table: Table? {
    guard !runs.isEmpty else { return nil }
    return Table(
      caption: """
        The mean share of colour of the kernels in each column by seed, and the probability of such a \
        difference if the kernels were divided by chance (two-sided).
        """,
      columns: [
        .text("Seed"), .text("Run"), .number("Step"), .number("Column 1"), .number("Column 2"),
        .number("Difference"), .number("p"),
      ],
      rows: runs.map { run in
        Table.Row([
          RichText(String(run.seed)), "\(link: run.run, to: run.run.runAnchor)",
          RichText(NumberText.grouped(run.step)),
          RichText(ReportText.percent(Measurements(run.first).mean)),
          RichText(ReportText.percent(Measurements(run.second).mean)),
          RichText(ReportText.points(run.difference)),
          RichText(run.p < 0.001 ? "< 0.001" : NumberText.fixed(run.p, 3)),
        ])
      })
  }
}
