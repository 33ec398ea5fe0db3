import Blueprint
import DisplayText

extension ReportBuilder {
  /// Returns the settings of the arms of an experiment; `nil` if no run is finished.
  func settings(of experiment: Experiment) -> Table? {
    let arms = [experiment.with, experiment.without].compactMap(\.self)
    let records = arms.compactMap { measured($0).first }
    guard let first = records.first else { return nil }
    let columns = records.map { Self.settings(of: $0).map(\.value) }
    let shared = Self.settings(of: first).enumerated().map { index, setting in
      (setting.name, columns.map { $0[index] })
    }
    let rows = shared + Self.layers(records)
    return Table(
      caption: records.count > 1
        ? """
        The settings of \(first.arm.rawValue) and \(records[1].arm.rawValue). Where they differ they are in \
        bold.
        """ : RichText("The settings of \(first.arm.rawValue)."),
      columns: [.text("Setting")] + records.map { .text($0.arm.rawValue) },
      rows: rows.map { name, values in
        let isEqual = Set(values).count == 1
        return Table.Row(
          [RichText(name)] + values.map { isEqual ? RichText($0) : RichText([.strong($0)]) })
      })
  }

  /// Returns the names and values of the settings that the table has.
  private static func settings(of record: RunRecord) -> [(name: String, value: String)] {
    [
      ("Images", record.data.name),
      ("Training images", NumberText.grouped(record.data.trainImages)),
      ("Validation images", NumberText.grouped(record.data.validationImages)),
      ("Parameters", NumberText.grouped(record.parameters)),
      ("Steps", NumberText.grouped(record.lastStep)),
      ("Epochs", NumberText.fixed(record.curve.last?.epoch ?? 0, 1)),
      ("Schedule of the rate", record.plan.schedule.sentence),
    ] + Setting.allCases.filter(\.isShown).map { ($0.title, $0.value(in: record.plan)) }
  }

  /// Returns the layers that the networks do not have in common, with the settings in which layers of the same
  /// name differ.
  private static func layers(_ records: [RunRecord]) -> [(String, [String])] {
    guard records.count == 2 else { return [] }
    let (with, without) = (records[0].plan.network.layers, records[1].plan.network.layers)
    let names =
      with.map(\.name) + without.map(\.name).filter { name in !with.contains { $0.name == name } }
    return names.compactMap { name in
      let pair = [with, without].map { layers in layers.first { $0.name == name }.map(\.fields) }
      guard pair[0] != pair[1] else { return nil }
      return ("Layer \(name)", pair.map { text($0, besides: pair[0] == $0 ? pair[1] : pair[0]) })
    }
  }

  /// Returns the fields of a layer that another layer does not have; "none" for no layer.
  private static func text(_ fields: [String: String]?, besides other: [String: String]?) -> String
  {
    guard let fields else { return "none" }
    guard let other else { return fields["kind"] ?? "" }
    return fields.sorted { $0.key < $1.key }.filter { other[$0.key] != $0.value }
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  // MARK: - Learning rates

  /// Returns the runs that chose the learning rates of an experiment's arms.
  func sweeps(of experiment: Experiment) -> [Block] {
    let arms = [experiment.with, experiment.without].compactMap(\.self)
    let records = arms.flatMap { arm in
      report.records.filter { $0.arm == arm && $0.purpose == .rateSweep }
        .sorted { ($0.plan.knobs.rate, $0.run) < ($1.plan.knobs.rate, $1.run) }
    }
    guard !records.isEmpty else { return [] }
    let chosen = Set(
      arms.flatMap(measured).map { RateOfArm(arm: $0.arm, rate: $0.plan.knobs.rate) })
    let rows = records.map { record in
      let isChosen = chosen.contains(RateOfArm(arm: record.arm, rate: record.plan.knobs.rate))
      let rate = Setting.text(of: record.plan.knobs.rate)
      return Table.Row([
        RichText(record.arm.rawValue), isChosen ? RichText([.strong(rate)]) : RichText(rate),
        "\(link: record.run, to: record.run.runAnchor)",
        RichText(NumberText.grouped(record.lastStep)),
        RichText(Self.progress(of: record, experiment.quantity)), isChosen ? "chosen" : "",
      ])
    }
    return [
      .table(
        Table(
          caption:
            "The runs that chose the learning rates. The one that reaches the target first is chosen.",
          columns: [
            .text("Network"), .number("Rate"), .text("Run"), .number("Step"), .text("Result"),
            .text("Choice"),
          ], rows: rows))
    ]
  }

  /// Returns a remark if the chosen rate of an arm is the lowest or the highest that was tried.
  private func edge(
    of arm: Arm.Name, _ chosen: Set<RateOfArm>, _ records: [RunRecord]
  ) -> String? {
    let rates = records.map(\.plan.knobs.rate)
    guard rates.count > 1, let lowest = rates.min(), let highest = rates.max() else { return nil }
    func isChosen(_ rate: Double) -> Bool { chosen.contains(RateOfArm(arm: arm, rate: rate)) }
    guard isChosen(lowest) || isChosen(highest) else { return nil }
    let (end, rate) = isChosen(lowest) ? ("lowest", lowest) : ("highest", highest)
    return
      "The rate of \(arm.rawValue), \(Setting.text(of: rate)), is the \(end) of those that were tried. A rate "
      + "outside of them can be better, and change the factor."
  }

  private struct RateOfArm: Hashable {
    var arm: Arm.Name
    var rate: Double
  }

  private static func progress(
    of record: RunRecord, _ quantity: Experiment.Quantity
  ) -> String {
    do throws(MissingFigure) {
      let sample = try record.sample(of: quantity)
      return "\(ReportText.figure(sample.value, of: quantity)) epochs to the target"
    } catch {
      return switch error {
      case .target(_, _, let lowest?, _): "lowest training error \(ReportText.percent(lowest))"
      case .diverged: "diverged"
      case .target, .evaluation, .training, .columns: "no training error"
      }
    }
  }
}

extension LayerSpec {
  /// The settings of the layer, as its network file has them, with each value as text.
  fileprivate var fields: [String: String] { LayerFieldTexts.fields(of: self) }
}

extension Schedule {
  /// The schedule in words.
  fileprivate var sentence: String {
    switch self {
    case .constant: "constant"
    case .plateau(let plateau):
      "÷ \(NumberText.plain(plateau.divisor)) at plateaus, \(plateau.drops) times"
    case .table(let changes):
      changes.map { "× \(NumberText.plain($0.factor)) from step \(NumberText.grouped($0.step))" }
        .joined(separator: ", ")
    case .epochs(let table): table.sentence
    }
  }
}

extension Setting {
  /// True if the setting is in the table of settings, and not in another row or table.
  fileprivate var isShown: Bool {
    switch self {
    case .data, .schedule, .length, .seed: false
    case .network, .pooling, .activation, .initial, .dropout, .lrn, .rate, .momentum, .decay,
      .augment, .warmUp, .optimizer, .batch, .limit, .precision, .threads:
      true
    }
  }

  /// The name of the setting in a table.
  fileprivate var title: String {
    switch self {
    case .network: "Network"
    case .pooling: "Pooling"
    case .activation: "Activation"
    case .initial: "Initial weights"
    case .data: "Images"
    case .dropout: "Dropout"
    case .lrn: "Normalisation"
    case .rate: "Learning rate"
    case .momentum: "Momentum"
    case .decay: "Weight decay"
    case .augment: "Random variation"
    case .schedule: "Schedule"
    case .warmUp: "Warm-up"
    case .optimizer: "Optimiser"
    case .batch: "Batch"
    case .limit: "Limit of images"
    case .precision: "Precision"
    case .threads: "Threads"
    case .length: "Length"
    case .seed: "Seed"
    }
  }
}
