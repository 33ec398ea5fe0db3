import DisplayText

extension ReproductionReport {
  /// Returns the parts of the report.
  func makeDocument() -> [Block] {
    var builder = ReportBuilder(report: self)
    var blocks = introduction
    blocks.append(.contents(contents))
    blocks += builder.summary()
    for claim in claims where !outcomes(of: claim).isEmpty { blocks += builder.section(of: claim) }
    blocks += ReadingGuide.blocks
    blocks += leftOut
    blocks += builder.runs()
    return blocks
  }

  private var introduction: [Block] {
    var blocks: [Block] = [
      .heading(1, RichText(Self.title), id: "top"),
      .paragraph(
        """
        Alex Krizhevsky, Ilya Sutskever and Geoffrey Hinton gave reasons for each part of their network in \
        “ImageNet Classification with Deep Convolutional Neural Networks” (2012). This report repeats their \
        comparisons, with several seeds for each network. \(RichText(tally))
        """),
      .paragraph(RichText(([extent] + remarks).joined(separator: " "))),
    ]
    if !unfinished.isEmpty {
      blocks.append(
        .notice(
          """
          \(strong: "This study is not finished.") \
          \(ReportText.count(unfinished.count, "run")) of \(planned.count) \
          \(unfinished.count == 1 ? "has" : "have") no record yet; \
          \(link: "the last section", to: "runs") names them. All figures are those of the finished runs.
          """))
    }
    return blocks
  }

  /// The number of comparisons of each verdict, in a sentence.
  private var tally: String {
    let verdicts = claims.flatMap { outcomes(of: $0) }.map(\.verdict.kind)
    let counts = Verdict.Kind.allCases.compactMap { kind -> String? in
      let count = verdicts.count { $0 == kind }
      return count == 0 ? nil : "\(count) \(kind.words)"
    }
    guard !counts.isEmpty else { return "No comparison has a run yet." }
    return "Of \(ReportText.count(verdicts.count, "comparison")), \(ReportText.list(counts))."
  }

  /// The images and the number of runs, in a sentence.
  private var extent: String {
    let measured = records.filter { $0.purpose == .measurement }
    guard !measured.isEmpty else { return "No run is finished." }
    var data: [String] = []
    for record in records {
      let text =
        "\(record.data.name) (\(NumberText.grouped(record.data.trainImages)) training and "
        + "\(NumberText.grouped(record.data.validationImages)) validation images)"
      if !data.contains(text) { data.append(text) }
    }
    let seeds = Set(measured.map(\.plan.seed)).sorted().map(String.init)
    let sweeps = records.count - measured.count
    return "\(ReportText.count(measured.count, "run")) on \(ReportText.list(data)), with the "
      + (seeds.count == 1 ? "seed " : "seeds ") + ReportText.list(seeds)
      + (sweeps > 0
        ? ", and \(ReportText.count(sweeps, "short run")) that chose learning rates." : ".")
  }

  private var contents: [RichText] {
    let links: [RichText] = claims.filter { !outcomes(of: $0).isEmpty }.map {
      "\(link: $0.title, to: $0.anchor)"
    }
    return ["\(link: "Summary", to: "summary")"] + links + [
      "\(link: "How to read this report", to: "reading")",
      "\(link: "What was left out", to: "left-out")", "\(link: "All runs", to: "runs")",
    ]
  }

  /// The experiments without a result, with the reasons.
  private var leftOut: [Block] {
    let omitted = claims.flatMap { outcomes(of: $0) }.compactMap { outcome -> Table.Row? in
      guard case .notTested(let reason) = outcome.verdict else { return nil }
      return Table.Row([
        RichText([.code(outcome.experiment.name)]), RichText(outcome.experiment.title),
        RichText(reason.sentence),
      ])
    }
    let outside = claims.flatMap(\.experiments).filter { !isInStudy($0) }.map { experiment in
      Table.Row([
        RichText([.code(experiment.name)]), RichText(experiment.title),
        RichText(
          experiment.isOnImageNet
            ? "The study did not include it. It needs the images of ILSVRC-2012."
            : "The study did not include it."),
      ])
    }
    let rows = omitted + outside
    return [
      .section(
        id: "left-out",
        [
          .heading(2, "What was left out", id: "left-out"),
          rows.isEmpty
            ? .paragraph("Nothing: each experiment of the claims has a verdict.")
            : .table(
              Table(
                caption: "Experiments without a verdict, and why.",
                columns: [.text("Experiment"), .text("Comparison"), .text("Reason")], rows: rows)),
        ])
    ]
  }
}

extension Claim {
  /// The anchor of the claim's section.
  var anchor: String { "claim-\(name.rawValue)" }
}

extension Experiment {
  /// True if its networks are those of the released configurations.
  fileprivate var isOnImageNet: Bool {
    switch with {
    case .code145, .code147, .code148, .code150: true
    case .fourLayerReLU, .fourLayerTanh, .cifar18, .cifar18WithoutLRN, .cifar18WithoutOverlap,
      .cifar11, .cifar13, .compact, .compactWithoutDropout, .compactWithoutAugmentation,
      .compactWithoutConv4, .compactWithoutExchange:
      false
    }
  }
}
