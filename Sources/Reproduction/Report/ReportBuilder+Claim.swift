extension ReportBuilder {
  /// Returns the section of a claim.
  mutating func section(of claim: Claim) -> [Block] {
    var blocks: [Block] = [
      .heading(2, RichText(claim.title), id: claim.anchor),
      .quote(claim.sentence, source: "Krizhevsky, Sutskever and Hinton 2012, \(claim.place)"),
    ]
    if !claim.published.isEmpty {
      blocks.append(.heading(3, "Published figures", id: "\(claim.anchor)-published"))
      blocks.append(.list(claim.published.map { RichText($0) }))
    }
    let outcomes = report.outcomes(of: claim)
    for (index, outcome) in outcomes.enumerated() {
      blocks += self.blocks(
        of: outcome, isRepeated: outcomes[..<index].contains { $0.hasArms(of: outcome) })
    }
    blocks.append(.heading(3, "Why the result can differ", id: "\(claim.anchor)-differences"))
    blocks.append(.list(claim.differences.map { RichText($0) }))
    return [.section(id: claim.anchor, blocks)]
  }

  /// Returns the part of an experiment.
  /// - Parameters:
  ///   - outcome: The experiment with its result.
  ///   - isRepeated: True if an experiment before it in the claim has the same arms, and so the same settings.
  private mutating func blocks(of outcome: Outcome, isRepeated: Bool) -> [Block] {
    let experiment = outcome.experiment
    var blocks: [Block] = [
      .heading(
        3,
        "\(experiment.title.capitalizedFirst)\(experiment.suffix) \(verdict: outcome.verdict.kind)",
        id: experiment.name)
    ]
    let missing = unfinished(experiment)
    if missing > 0 {
      blocks.append(
        .notice(
          """
          \(strong: "Partial.") \(ReportText.count(missing, "run")) of this comparison \
          \(missing == 1 ? "is" : "are") not finished.
          """))
    }
    switch outcome.result {
    case .none(let reason): blocks.append(.paragraph(RichText(reason.sentence)))
    case .comparison(let comparison):
      blocks.append(.paragraph(RichText(comparison.sentences(of: experiment))))
      blocks += figure(of: comparison, experiment)
      if let table = comparison.seedTable(of: experiment) { blocks.append(.table(table)) }
      if case .epochs = experiment.quantity { blocks += sweeps(of: experiment) }
    case .columns(let columns):
      blocks.append(.paragraph(RichText(columns.sentences)))
      blocks += figures(of: columns)
      if let table = columns.table { blocks.append(.table(table)) }
    }
    if !isRepeated, let table = settings(of: experiment) { blocks.append(.table(table)) }
    return blocks
  }
}

extension Outcome {
  fileprivate func hasArms(of other: Outcome) -> Bool {
    experiment.with == other.experiment.with && experiment.without == other.experiment.without
  }
}

extension String {
  /// The text with its first letter in upper case, unless it is a name such as "cifar-18".
  fileprivate var capitalizedFirst: String {
    guard let word = split(separator: " ").first, !word.contains("-"),
      !word.contains(where: \.isNumber)
    else { return self }
    return prefix(1).uppercased() + dropFirst()
  }
}
