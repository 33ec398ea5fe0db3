import DisplayText

extension Comparison {
  /// Returns the result in sentences.
  func sentences(of experiment: Experiment) -> String {
    var sentences: [String] = []
    if let effect {
      sentences.append("\(Self.description(of: effect, experiment)).")
    }
    sentences.append(reason)
    if let leastFactor, let other = experiment.without {
      sentences.append(
        "\(other.rawValue) reached the target in no seed and \(experiment.with.rawValue) in each, so the factor "
          + "is more than \(ReportText.factor(leastFactor)) in each; how much more is not known.")
    }
    return sentences.joined(separator: " ")
  }

  private static func description(of effect: Effect, _ experiment: Experiment) -> String {
    let subject = ReportText.name(of: experiment.quantity)
    let (with, without) = (experiment.with.rawValue, experiment.without?.rawValue ?? "")
    let size =
      switch effect.scale {
      case .difference:
        effect.value == 0
          ? "\(subject) of \(with) and \(without) is the same"
          : "\(subject) of \(with) is \(ReportText.distance(effect.value)) "
            + "\(effect.value < 0 ? "lower" : "higher") than that of \(without)"
      case .factor:
        "\(without) needs \(NumberText.fixed(effect.value, 2)) times as many epochs as \(with) "
          + "until a training error of \(experiment.target ?? "")"
      }
    let seeds = "\(effect.seeds == 1 ? "" : "mean of ")\(ReportText.count(effect.seeds, "seed"))"
    guard let interval = effect.interval, let p = effect.p else {
      return "\(size.prefix(1).uppercased() + size.dropFirst()) (\(seeds))"
    }
    return "\(size.prefix(1).uppercased() + size.dropFirst()) (\(seeds); 95% interval "
      + "\(ReportText.interval(interval, effect.scale)); \(ReportText.probability(p)))"
  }

  /// The reason of the verdict, as a sentence.
  private var reason: String {
    let none = effect?.scale == .factor ? "1" : "0"
    return switch verdict {
    case .confirmed: "The interval excludes \(none), on the side of the claim."
    case .contradicted: "The interval excludes \(none), on the other side."
    case .notToldFromChance:
      "The interval contains \(none): such an effect also occurs by chance, without any difference of the "
        + "networks."
    case .notTested(let reason): reason.sentence
    }
  }

  /// Returns the figures of each seed, with their runs and steps; `nil` without any.
  func seedTable(of experiment: Experiment) -> Table? {
    let seeds = Set((with + without).map(\.seed)).sorted()
    guard !seeds.isEmpty, let other = experiment.without else { return nil }
    let quantity = experiment.quantity
    func cells(_ samples: [Sample], _ seed: UInt64) -> [RichText] {
      guard let sample = samples.first(where: { $0.seed == seed }) else { return ["—", "—", "—"] }
      return [
        RichText(ReportText.figure(sample.value, of: quantity)),
        "\(link: sample.run, to: sample.run.runAnchor)", RichText(NumberText.grouped(sample.step)),
      ]
    }
    var rows = seeds.map { seed in
      Table.Row(
        [RichText(String(seed))] + cells(with, seed) + cells(without, seed) + [
          difference(seed, experiment)
        ])
    }
    if seeds.count > 1 {
      rows.append(
        Table.Row(
          [
            "Mean ± standard deviation", RichText(ReportText.spread(with, of: quantity)), "", "",
            RichText(ReportText.spread(without, of: quantity)), "", "",
            RichText(effect.map { ReportText.size($0.value, $0.scale) } ?? "—"),
          ], isTotal: true))
    }
    return Table(
      caption: RichText(quantity.caption),
      columns: [
        .text("Seed"), .number(experiment.with.rawValue), .text("Run"), .number("Step"),
        .number(other.rawValue), .text("Run"), .number("Step"),
        .number(experiment.scale == .factor ? "Factor" : "Difference"),
      ], rows: rows)
  }

  private func difference(_ seed: UInt64, _ experiment: Experiment) -> RichText {
    guard let pair = pairs.first(where: { $0.with.seed == seed }) else { return "—" }
    return switch experiment.scale {
    case .difference: RichText(ReportText.points(pair.with.value - pair.without.value))
    case .factor: RichText(ReportText.factor(pair.without.value / pair.with.value))
    }
  }
}

extension Experiment {
  /// The target of a comparison of learning times: "25%".
  fileprivate var target: String? {
    if case .epochs(let target) = quantity { ReportText.target(target) } else { nil }
  }
}

extension Experiment.Quantity {
  /// The caption of a table of the quantity by seed.
  fileprivate var caption: String {
    switch self {
    case .error(let views):
      "The top-1 error on the validation images by seed, at the last checkpoint, "
        + (views == 1 ? "with one view (the centre)." : "the mean of \(views) views.")
    case .overfitting:
      "The error on the validation images minus that on training images by seed, in points, both with one "
        + "view, without dropout and variation, at the last checkpoint."
    case .epochs(let target):
      "The epochs until a training error of \(ReportText.target(target)) by seed. The step is the end of "
        + "the interval in which it is reached."
    case .columnColour: "The share of colour."
    }
  }
}
