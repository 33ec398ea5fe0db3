import TerminalUI

/// The curves of a quantity: those of the lane in focus, in front of one curve of each other lane. The
/// live screen and the charts' screen draw the same curves.
struct LaneCurves {
  @Shared var state: DashboardState
  let unit: StepAxis.Unit
  let appearance: Appearance
  /// True to count steps, epochs and times from the fork of each lane.
  var isSinceFork = false

  /// The styles of the curves of a single lane. Several lanes have a colour each.
  struct Styles {
    var train: Style
    var raw: Style
    var validation: Style
  }

  private var hasOthers: Bool { state.lanes.count > 1 }

  /// The styles of the loss and the top-1 error.
  var first: Styles {
    let theme = appearance.theme
    return Styles(train: theme.train, raw: theme.trainRaw, validation: theme.validation)
  }

  /// The styles of the top-5 error.
  var second: Styles {
    let theme = appearance.theme
    return Styles(
      train: theme.secondTrain, raw: theme.secondTrainRaw, validation: theme.secondValidation)
  }

  // MARK: - Curves

  /// Returns the training and the validation curve of a quantity of the lane in focus, behind them one
  /// curve of each other lane. The legend of every chart begins with the lane in focus, and training
  /// values are solid lines, validations dashed ones.
  func learning(_ quantity: ChartQuantity, _ styles: Styles) -> [LineChart.Series] {
    let lane = state.lane
    let own = own
    let train = training(
      of: lane, quantity, names(quantity, "train"), own?.style ?? styles.train,
      raw: own?.raw ?? styles.raw, own?.stroke)
    let validation = validation(
      of: lane, quantity, names(quantity, "val"), own?.style ?? styles.validation,
      hasOthers ? validationStroke(of: lane) : nil)
    return others(quantity) + [train, validation]
  }

  /// True if the curves of other lanes are those of validations, in all charts: as soon as each lane has such a
  /// curve, or has ended without one.
  private var comparesValidation: Bool { !ComparedRuns.awaitsValidations(state.lanes) }

  /// A note on the curves of the other lanes, of which each has one, in several lengths; empty for a single
  /// lane.
  var othersNote: [String] {
    guard hasOthers else { return [] }
    return comparesValidation
      ? ["other lanes: validation only", "others: val only"]
      : ["other lanes: training only", "others: train only"]
  }

  /// Returns the curve of a quantity that is measured in training only, for each lane.
  func single(_ quantity: ChartQuantity, _ styles: Styles) -> [LineChart.Series] {
    let own = own
    let name = hasOthers ? ["\(state.focus + 1) \(quantity.name)"] : [quantity.name]
    return others(quantity) + [
      training(
        of: state.lane, quantity, name, own?.style ?? styles.train, raw: own?.raw ?? styles.raw,
        own?.stroke)
    ]
  }

  /// Returns a curve of each lane that is not in focus, in its colour and dash.
  private func others(_ quantity: ChartQuantity) -> [LineChart.Series] {
    state.lanes.indices.filter { $0 != state.focus }.map { index in
      let lane = state.lanes[index]
      let stroke = state.stroke(of: lane, appearance.theme)
      let style = stroke.style(appearance.theme)
      let isValidation = quantity.isValidated && comparesValidation
      let source = quantity.isValidated ? isValidation ? "val " : "train " : ""
      let number = "\(index + 1) "
      let title = "\(number)\(state.title(of: lane)) \(source)"
      let names: [String] = [title + quantity.name, title, number + source].map {
        $0.last == " " ? String($0.dropLast()) : $0
      }
      var series =
        isValidation
        ? validation(of: lane, quantity, names, style, validationStroke(of: lane))
        : training(of: lane, quantity, names, style, raw: nil, stroke)
      series.rank = index + 1
      return series
    }
  }

  /// Returns the names of a curve of the lane in focus. The shortest leaves the quantity to the title
  /// of the panel.
  private func names(_ quantity: ChartQuantity, _ source: String) -> [String] {
    let lane = hasOthers ? "\(state.focus + 1) " : ""
    return [
      "\(lane)\(source) \(quantity.name)", "\(lane)\(source) \(quantity.shortName)",
      lane + source,
    ]
  }

  /// Returns the smoothed training curve.
  /// - Parameter raw: The style of the curve without smoothing behind it; `nil` for none.
  private func training(
    of lane: LaneState, _ quantity: ChartQuantity, _ names: [String], _ style: Style, raw: Style?,
    _ stroke: LineChart.Stroke?
  ) -> LineChart.Series {
    let history = lane.history
    let stepAxis = HistoryAxes(history, sinceFork: isSinceFork).training
    let x = stepAxis[unit]
    guard let curve = quantity.training(in: history) else {
      var series = LineChart.Series(
        names[0], short: Array(names.dropFirst()), x: x, y: history.rate, style: style,
        stroke: stroke, steps: stepAxis.steps)
      series.isStepped = true
      return series
    }
    let isSmooth = history.isSmooth
    return .init(
      names[0], short: Array(names.dropFirst()), x: x,
      y: isSmooth ? curve.smoothed : curve.values,
      raw: history.showsRaw && raw != nil ? curve.values : nil, style: style,
      rawStyle: raw ?? Style(), stroke: stroke, steps: stepAxis.steps)
  }

  private func validation(
    of lane: LaneState, _ quantity: ChartQuantity, _ names: [String], _ style: Style,
    _ stroke: LineChart.Stroke?
  ) -> LineChart.Series {
    let stepAxis = HistoryAxes(lane.history, sinceFork: isSinceFork).validation
    return .init(
      names[0], short: Array(names.dropFirst()), x: stepAxis[unit],
      y: quantity.validation(in: lane.history), style: style, stroke: stroke, steps: stepAxis.steps)
  }

  // MARK: - Strokes

  /// The stroke and the styles of the lane in focus, which is the strongest; `nil` for a single lane.
  private var own: (stroke: LineChart.Stroke, style: Style, raw: Style)? {
    guard hasOthers else { return nil }
    let stroke = state.stroke(of: state.lane, appearance.theme)
    let style = stroke.style(appearance.theme)
    return (stroke, style.with(.bold), appearance.faded(style))
  }

  /// Returns the stroke of a lane's validation: the lane's colour, dashed; without colours, a marker
  /// that none of up to four lanes has, and for more lanes the lane's marker, dashed.
  private func validationStroke(of lane: LaneState) -> LineChart.Stroke {
    let markers = LineChart.Stroke.markerCount
    let step =
      appearance.depth != .mono
      ? appearance.theme.distinctCount : state.lanes.count <= markers / 2 ? markers / 2 : markers
    return .init(state.strokes[lane.compareName] + step, theme: appearance.theme)
  }

  /// The style of highlights of the focused lane's validation.
  func validationStyle(_ styles: Styles) -> Style { own?.style ?? styles.validation }
}

extension ChartQuantity {
  /// Returns the values of the quantity in training; `nil` for the learning rate, which is not
  /// smoothed, and for quantities of layers.
  fileprivate func training(in history: History) -> SmoothedSeries? {
    switch self {
    case .loss: history.loss
    case .top1: history.top1
    case .top5: history.top5
    case .speed: history.imagesPerSecond
    case .rate, .gradient, .update: nil
    }
  }

  /// Returns the values of the quantity in validations; empty for other quantities.
  fileprivate func validation(in history: History) -> SeriesValues {
    switch self {
    case .loss: history.validationLoss
    case .top1: history.validationTop1
    case .top5: history.validationTop5
    case .rate, .speed, .gradient, .update: []
    }
  }
}

extension DashboardState {
  /// The history that reaches the farthest on the axis of the charts, of all lanes.
  var longestHistory: History {
    func length(_ lane: LaneState) -> (Double, Double) {
      let axes = charts.axes(of: lane.history)
      return (axes.training[charts.unit].last ?? 0, axes.validation.steps.last ?? 0)
    }
    let longest = lanes.indices.max { length(lanes[$0]) < length(lanes[$1]) }
    return lanes[longest ?? focus].history
  }
}
