import Blueprint
import DisplayText

extension ReportBuilder {
  /// Returns all runs by arm, with their plans, digests and commands.
  func runs() -> [Block] {
    var blocks: [Block] = [
      .heading(2, "All runs", id: "runs"),
      .paragraph(
        """
        Each figure of this report belongs to a run and a step of these tables. A record's SHA-256 is that of \
        its file, as \(code: "sha256sum") prints it. The same command with the same program on the same kind of \
        processor gives the same weights; other processors can give other last digits.
        """),
    ]
    if let command = report.command {
      blocks.append(.paragraph("This command repeats the study:"))
      blocks.append(.code(command))
    }
    if let machines { blocks.append(.table(machines)) }
    for arm in Arm.Name.allCases {
      let records = report.records.filter { $0.arm == arm }
      if !records.isEmpty { blocks += self.blocks(of: arm, records) }
    }
    if let unfinished { blocks.append(.table(unfinished)) }
    return [.section(id: "runs", blocks)]
  }

  /// The programs and processors.
  private var machines: Table? {
    var machines: [RunRecord.Machine] = []
    for record in report.records where !machines.contains(record.machine) {
      machines.append(record.machine)
    }
    guard !machines.isEmpty else { return nil }
    return Table(
      caption: "The versions and processors of the runs.",
      columns: [
        .text("Program"), .text("oneDNN"), .text("Instructions"), .text("Processor"),
        .number("Threads"), .number("Runs"),
      ],
      rows: machines.map { machine in
        Table.Row([
          RichText(machine.program), RichText(machine.oneDNN), RichText(machine.instructions),
          RichText(machine.processor), "\(machine.threads)",
          "\(report.records.count { $0.machine == machine })",
        ])
      })
  }

  /// The planned runs without a record.
  private var unfinished: Table? {
    guard !report.unfinished.isEmpty else { return nil }
    return Table(
      caption: "Runs of the study that are not finished.",
      columns: [.text("Run"), .text("Network"), .number("Seed"), .text("Purpose")],
      rows: report.unfinished.map { run in
        Table.Row([
          RichText(run.run), RichText(run.arm.rawValue), RichText(String(run.seed)),
          RichText(run.purpose.words),
        ])
      })
  }

  // MARK: - An arm

  private func blocks(of arm: Arm.Name, _ records: [RunRecord]) -> [Block] {
    var blocks: [Block] = [
      .heading(3, RichText(arm.rawValue), id: arm.anchor),
      .table(Self.results(arm, records)), .table(Self.origins(arm, records)),
    ]
    for record in records where record.purpose == .measurement && !record.curve.isEmpty {
      blocks.append(
        .details(
          "The figures of \(record.run) at each validation", [.table(Self.curve(of: record))]))
    }
    for (plan, runs) in Self.plans(records) {
      blocks.append(
        .details("The plan of \(ReportText.list(runs))", [.code(plan)]))
    }
    return blocks
  }

  private static func results(_ arm: Arm.Name, _ records: [RunRecord]) -> Table {
    func percent(_ value: Double?) -> RichText { RichText(value.map(ReportText.percent) ?? "—") }
    return Table(
      caption: "The runs of \(arm.rawValue), with the errors of the last checkpoint.",
      columns: [
        .text("Run"), .number("Seed"), .text("Purpose"), .number("Rate"), .number("Step"),
        .number("Epochs"), .number("Top-1"), .number("Top-5"), .number("Top-1, ten views"),
        .number("Top-1, training images"),
      ],
      rows: records.map { record in
        let (one, ten) = (record.evaluation(views: 1), record.evaluation(views: 10))
        return Table.Row(
          [
            RichText(record.run), RichText(String(record.plan.seed)),
            RichText(record.purpose.words),
            RichText(Setting.text(of: record.plan.knobs.rate)),
            RichText(NumberText.grouped(record.lastStep)),
            RichText(NumberText.fixed(record.curve.last?.epoch ?? 0, 1)), percent(one?.top1),
            percent(one?.top5), percent(ten?.top1), percent(record.training?.top1),
          ], id: record.run.runAnchor)
      })
  }

  private static func origins(_ arm: Arm.Name, _ records: [RunRecord]) -> Table {
    Table(
      caption: "The digests of the runs of \(arm.rawValue), and the commands that repeat them.",
      columns: [.text("Run"), .text("SHA-256 of the record"), .text("Weights"), .text("Command")],
      rows: records.map { record in
        Table.Row([
          RichText(record.run), "\(code: record.digest)", "\(code: record.weights)",
          "\(code: record.command)",
        ])
      })
  }

  private static func curve(of record: RunRecord) -> Table {
    Table(
      caption: """
        The validations of \(record.run) (seed \(String(record.plan.seed))). Training figures are the means of \
        the batches since the row above.
        """,
      columns: [
        .number("Step"), .number("Epochs"), .number("Training error"), .number("Training loss"),
        .number("Validation error"), .number("Validation loss"),
      ],
      rows: record.curve.map { point in
        Table.Row([
          RichText(NumberText.grouped(point.step)), RichText(NumberText.fixed(point.epoch, 2)),
          RichText(point.trainingTop1.map(ReportText.percent) ?? "—"),
          RichText(point.trainingLoss.map(NumberText.loss) ?? "—"),
          RichText(ReportText.percent(point.top1)), RichText(NumberText.loss(point.loss)),
        ])
      })
  }

  /// Returns the plans of runs as JSON, each with the runs that differ from it in their seeds alone.
  private static func plans(_ records: [RunRecord]) -> [(plan: String, runs: [String])] {
    var plans: [(record: RunRecord, runs: [String])] = []
    for record in records {
      if let index = plans.firstIndex(where: { record.repeats($0.record) }) {
        plans[index].runs.append(record.run)
      } else {
        plans.append((record, [record.run]))
      }
    }
    return plans.map { ($0.record.planText, $0.runs) }
  }
}

extension RunRecord {
  /// Returns the evaluation of the last checkpoint with a number of views.
  fileprivate func evaluation(views: Int) -> Evaluation? {
    evaluations.last { $0.views == views && $0.step == lastStep }
  }
}

extension RunRecord.Purpose {
  /// The purpose in a table.
  fileprivate var words: String {
    switch self {
    case .measurement: "measurement"
    case .rateSweep: "choice of the rate"
    }
  }
}
