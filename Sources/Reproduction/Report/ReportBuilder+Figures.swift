import DisplayText
import Statistics

extension ReportBuilder {
  /// Returns the curves of a comparison, or a reference to them.
  mutating func figure(of comparison: Comparison, _ experiment: Experiment) -> [Block] {
    guard let other = experiment.without else { return [] }
    let (with, without) = (measured(experiment.with), measured(other))
    let arms = "\(experiment.with.rawValue) \(other.rawValue)"
    switch experiment.quantity {
    case .epochs(let target):
      return once("training \(arms)") { id, number in
        Self.curves(
          [
            Curve(experiment.with, with, "with", \.trainingTop1),
            Curve(other, without, "without", \.trainingTop1),
          ], title: "training error", target: target, id, number)
      }
    case .error:
      // The figure of overfitting has the same curves and more.
      let name = hasDrawn("overfitting \(arms)") ? "overfitting \(arms)" : "error \(arms)"
      return once(name) { id, number in
        Self.curves(
          [
            Curve(experiment.with, with, "with", \.top1),
            Curve(other, without, "without", \.top1),
          ], title: "validation error", target: nil, id, number)
      }
    case .overfitting:
      return once("overfitting \(arms)") { id, number in
        Self.curves(
          [
            Curve(experiment.with, with, "with", detail: "validation", \.top1),
            Curve(other, without, "without", detail: "validation", \.top1),
            Curve(
              experiment.with, with, "with training", detail: "training batches", \.trainingTop1),
            Curve(
              other, without, "without training", detail: "training batches", \.trainingTop1),
          ], title: "error", target: nil, id, number)
      }
    case .columnColour: return []
    }
  }

  /// A curve of an arm.
  private struct Curve {
    var series: LineChart.Series
    var seeds: Int

    init(
      _ arm: Arm.Name, _ records: [RunRecord], _ style: String, detail: String = "",
      _ value: (RunRecord.Point) -> Double?
    ) {
      seeds = records.count
      series = LineChart.Series(
        label: arm.label, detail: detail, style: style,
        points: LineChart.Point.points(records, value))
    }
  }

  private static func curves(
    _ curves: [Curve], title: String, target: Double?, _ id: String, _ number: String
  ) -> Figure? {
    let series = curves.map(\.series).filter { !$0.points.isEmpty }
    guard !series.isEmpty else { return nil }
    let chart = LineChart(series: series, title: title, target: target, id: id)
    let means = series.flatMap { $0.points.map(\.mean) }
    let range = (means.min() ?? 0)...(means.max() ?? 1)
    let seeds = Set(curves.map(\.seeds)).sorted().map(String.init)
    var caption = "The \(title) over epochs. "
    caption +=
      seeds == ["1"]
      ? "The curves are those of one seed."
      : "Lines are the means of \(ReportText.list(seeds)) seeds, bands reach from the smallest to the largest."
    if let target {
      caption += " The dotted line is the target, \(ReportText.target(target))."
    } else {
      caption += " Higher errors of the first tenth are above the drawing."
    }
    return Figure(
      id: id, number: number, caption: RichText(caption),
      title: "The \(title) of \(ReportText.list(curves.map(\.series.name)))",
      description: series.map(\.summary).joined(separator: " "),
      content: .drawing(wide: chart.drawing(isWide: true), narrow: chart.drawing(isWide: false)),
      sparklines: series.map { .init(label: $0.name, line: $0.sparkline(in: range)) })
  }

  // MARK: - Kernels

  /// Returns the shares of colour of the columns, and the kernels.
  mutating func figures(of columns: ColumnSpecialization) -> [Block] {
    guard !columns.runs.isEmpty else { return [] }
    let chart = ColourChart(runs: columns.runs)
    let (id, number) = nextFigure()
    let shares = Figure(
      id: id, number: number,
      caption:
        "The share of colour of each kernel, by seed and column. The strokes are the means of the columns.",
      title: "The share of colour of the kernels in two columns",
      description: columns.runs.map { run in
        "Seed \(run.seed): column 1 has a mean of \(ReportText.percent(Measurements(run.first).mean)), "
          + "column 2 of \(ReportText.percent(Measurements(run.second).mean))."
      }.joined(separator: " "),
      content: .drawing(wide: chart.drawing(isWide: true), narrow: chart.drawing(isWide: false)))
    return [.figure(shares)] + (kernels(of: columns).map { [.figure($0)] } ?? [])
  }

  private mutating func kernels(of columns: ColumnSpecialization) -> Figure? {
    let rows = columns.runs.compactMap { run -> [Figure.Picture]? in
      guard let kernels = report.records.first(where: { $0.run == run.run })?.kernels else {
        return nil
      }
      let pictures = (0..<2).compactMap { column in
        KernelSheet.picture(column: column, of: kernels).map { image in
          Figure.Picture(
            label: RichText("seed \(String(run.seed)), column \(column + 1)"),
            alternative:
              "\(kernels.count / 2) kernels of column \(column + 1) of the run \(run.run), from the least to the "
              + "most colour",
            image: image, width: min(372, image.width * 4))
        }
      }
      return pictures.count == 2 ? pictures : nil
    }
    guard !rows.isEmpty else { return nil }
    let (id, number) = nextFigure()
    return Figure(
      id: id, number: number,
      caption: """
        The kernels of the first layer at the last step. In each column they are in the order of their share \
        of colour, and each is scaled to its largest weight; grey is 0.
        """,
      title: "The kernels of the first layer",
      description:
        "The kernels of both columns of \(ReportText.count(rows.count, "run")), as pictures.",
      content: .pictures(rows))
  }
}

extension LineChart.Point {
  /// Returns the mean and the range over runs at each step that any of them has. Values that are missing or not
  /// finite are left out.
  static func points(
    _ records: [RunRecord], _ value: (RunRecord.Point) -> Double?
  ) -> [LineChart.Point] {
    var steps: [Int: [(epoch: Double, value: Double)]] = [:]
    for point in records.flatMap(\.curve) {
      if let value = value(point), value.isFinite {
        steps[point.step, default: []].append((point.epoch, value))
      }
    }
    return steps.sorted { $0.key < $1.key }.map { _, values in
      let measurements = Measurements(values.map(\.value))
      return LineChart.Point(
        epoch: Measurements(values.map(\.epoch)).mean, mean: measurements.mean,
        low: measurements.values.min() ?? 0, high: measurements.values.max() ?? 0)
    }
  }
}

extension LineChart.Series {
  /// The label with its detail.
  var name: String { detail.isEmpty ? label : "\(label), \(detail)" }

  /// The curve in a sentence.
  fileprivate var summary: String {
    guard let first = points.first, let last = points.last else { return "" }
    return
      "\(name): \(ReportText.percent(first.mean)) after \(NumberText.fixed(first.epoch, 1)) epochs, "
      + "\(ReportText.percent(last.mean)) after \(NumberText.fixed(last.epoch, 1))."
  }
}
