import DisplayText
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The charts: their quantities, the shown part of the run, and the cursor.
@Suite struct ChartsTests {
  private func charts(steps: Int = 1000, keys: Key...) -> DashboardState {
    var state = SyntheticRun(steps: steps).state
    for key in [.character("3")] + keys { _ = update(&state, .terminal(.key(key))) }
    return state
  }

  private func press(_ keys: Key..., on state: inout DashboardState) {
    for key in keys { _ = update(&state, .terminal(.key(key))) }
  }

  private func text(_ state: DashboardState, _ width: Int = 120, _ height: Int = 40) -> String {
    view(
      state, width: width, height: height, capabilities: .init(depth: .direct, unicode: true)
    ).plainText
  }

  @Test(arguments: [Key.enter, .character(" ")])
  func everyQuantityIsShownAndHiddenInTheList(key: Key) {
    var state = charts(keys: .character("v"))
    for quantity in ChartQuantity.allCases {
      let before = state.charts.shown.contains(quantity)
      press(key, on: &state)
      #expect(state.charts.shown.contains(quantity) != before)
      press(.down, on: &state)
    }
    press(.escape, on: &state)
    #expect(state.overlay == nil)
    #expect(state.charts.quantities == [.speed, .gradient, .update])
    press(.character("v"), .end, key, .up, key, .up, key, .escape, on: &state)
    #expect(text(state).contains("no chart is chosen"))
  }

  @Test func theListIsUsedWithTheMouse() throws {
    var state = charts(keys: .character("v"))
    _ = update(&state, .terminal(.resized(width: 120, height: 40)))
    let rows = text(state).split(separator: "\n", omittingEmptySubsequences: false)
    let y = try #require(rows.firstIndex { $0.contains("Updates over weights") })
    _ = update(&state, .terminal(.click(x: 60, y: y)))
    #expect(state.charts.shown.contains(.update))
    _ = update(&state, .terminal(.click(x: 60, y: y)))
    #expect(!state.charts.shown.contains(.update))
    _ = update(&state, .terminal(.click(x: 1, y: y)))
    #expect(state.overlay == nil)
  }

  @Test func keysOfTheChartsHaveNoMeaningElsewhere() {
    var state = SyntheticRun(steps: 20).state
    press(.character("4"), .character("x"), .left, on: &state)
    #expect(state.charts == ChartsState())
    #expect(state.notice?.text == NoticeText.noMeaning(of: .left))
  }

  @Test func theSixAxesAreCycled() {
    var state = charts()
    let names = (0..<6).map { _ in
      press(.character("x"), on: &state)
      return state.charts.axisName
    }
    #expect(names == ["steps (log)", "epochs", "epochs (log)", "time", "time (log)", "steps"])
  }

  @Test(arguments: 0..<6)
  func zoomingKeepsThePositionOfTheCursor(presses: Int) throws {
    var state = charts()
    for _ in 0..<presses { press(.character("x"), on: &state) }
    state.charts.cursor = 400
    let place = state.history.stepAxis.value(at: 400, in: state.charts.unit)
    let before = state.charts.axis(of: state.history).position(of: place)
    press(.character("+"), .character("+"), on: &state)
    let axis = state.charts.axis(of: state.history)
    #expect(abs(axis.position(of: place) - before) < 0.01)
    #expect(try #require(state.charts.window).span < 1000)
    for _ in 0..<4 { press(.character("-"), on: &state) }
    #expect(state.charts.window == nil)
  }

  @Test func theLatestStepsAreFollowed() {
    var state = charts()
    press(.character("+"), .character("+"), on: &state)
    #expect(state.charts.window == .init(span: 250, end: nil))
    #expect(state.charts.steps(of: state.history) == 750...1000)
    _ = update(&state, .trainer(.step(SyntheticRun(steps: 1001).step(1001))))
    #expect(state.charts.steps(of: state.history) == 751...1001)
    press(.pageUp, on: &state)
    let shown = state.charts.steps(of: state.history)
    #expect(shown == 626...876)
    _ = update(&state, .trainer(.step(SyntheticRun(steps: 1002).step(1002))))
    #expect(state.charts.steps(of: state.history) == shown)
    press(.home, on: &state)
    #expect(state.charts.steps(of: state.history) == 0...250)
    press(.end, on: &state)
    #expect(state.charts.steps(of: state.history) == 752...1002)
    press(.character("0"), on: &state)
    #expect(state.charts.window == nil)
  }

  @Test(arguments: 0..<6)
  func theCursorReachesEveryEndAndStops(presses: Int) {
    var state = charts(steps: 300)
    for _ in 0..<presses { press(.character("x"), on: &state) }
    for _ in 0..<400 { press(.left, on: &state) }
    #expect(state.charts.cursor == 1)
    press(.character("+"), .character("="), .character("+"), on: &state)
    for _ in 0..<400 { press(.right, on: &state) }
    #expect(state.charts.cursor == 300)
    #expect(state.charts.steps(of: state.history).contains(300))
  }

  @Test func allChartsReadTheSameStep() {
    var state = charts(keys: .character("v"), .end, .up, .up, .enter, .escape)
    state.charts.cursor = 321
    let drawn = text(state)
    #expect(drawn.contains("step 321 · epoch 1.71"))
    // The step stands below each of the five charts, and in the top row.
    #expect(drawn.ranges(of: "step 321").count == 6)
    let smoothed = state.history.loss.smoothed.values[320]
    #expect(drawn.contains("train loss " + NumberText.fixed(smoothed, 3)))
    press(.escape, on: &state)
    #expect(state.charts.cursor == nil && state.screen == .charts)
    press(.escape, on: &state)
    #expect(state.screen == .charts && state.notice?.text == NoticeText.nothingIsOpen)
  }

  @Test func aValidationBeforeTheCursorNamesItsStep() {
    var state = charts()
    state.charts.cursor = 321
    // The formula of SyntheticRun: 0.33 + 0.64 e^(-300 / 560).
    #expect(text(state).contains("val top-1 error 70.5% @300"))
    state.charts.cursor = 400
    #expect(text(state).contains("val top-1 error 64.3%"))
    #expect(!text(state).contains("64.3% @"))
  }

  @Test func whatDiffersFromTheUsualWayToReadCurvesHasABadge() {
    var state = charts()
    for badge in [" · y", " · x", "[ ]", "0 shows all"] { #expect(!text(state).contains(badge)) }
    press(.character("y"), .character("x"), .character("+"), on: &state)
    for _ in 0..<3 { press(.character("["), on: &state) }
    let drawn = text(state)
    for badge in ["log y · y", "steps (log) · x", "0 shows all", "not smoothed"] {
      #expect(drawn.contains(badge))
    }
    press(.escape, .escape, on: &state)
    #expect(text(state).contains("log y · y") && text(state).contains("not smoothed"))
  }

  /// Adds a lane without dropout, whose values are worse by one tenth.
  private func addLane(to state: inout DashboardState, steps: Int) {
    let run = SyntheticRun(steps: steps)
    guard case .started(var started) = run.started else { return }
    started.run = "no-dropout"
    started.plan = started.plan.with([.dropout(0)])
    _ = update(&state, .trainer(.started(started), run: "no-dropout"))
    for event in run.events.dropFirst() {
      var event = event
      if case .validation(var validation) = event {
        validation.top1 += 0.1
        event = .validation(validation)
      }
      _ = update(&state, .trainer(event, run: "no-dropout"))
    }
  }

  @Test func allLanesAreDrawnInTheirColoursAndReadAtTheCursor() throws {
    var state = charts()
    addLane(to: &state, steps: 700)
    state.charts.cursor = 800
    let drawn = text(state)
    // The formula of SyntheticRun at steps 800 and 700, and one tenth more.
    #expect(drawn.contains("48.3%") && drawn.contains("61.3% @700"))
    let capabilities = TerminalCapabilities(depth: .direct, unicode: true)
    let appearance = Appearance(capabilities)
    func colors() -> Set<Color> {
      Set(view(state, width: 120, height: 40, capabilities: capabilities).cells.map(\.foreground))
    }
    let strokes = state.lanes.map {
      state.stroke(of: $0, appearance.theme).style(appearance.theme).foreground
    }
    #expect(Set(strokes).count == 2 && colors().isSuperset(of: strokes))
    press(.character("1"), on: &state)
    #expect(colors().isSuperset(of: strokes))
  }

  @Test func legendsBeginWithTheLaneInFocusAndTrainingIsSolid() {
    var state = charts()
    addLane(to: &state, steps: 700)
    press(.character(">"), on: &state)
    let appearance = Appearance(TerminalCapabilities(depth: .direct, unicode: true))
    let curves = LaneCurves(state: Shared(state), unit: .step, appearance: appearance)
    let own = state.stroke(of: state.lane, appearance.theme).style(appearance.theme)
    for quantity in [ChartQuantity.loss, .top1, .top5] {
      let series = curves.learning(quantity, curves.first).sorted { $0.rank < $1.rank }
      #expect(series.count == 3 && series[0].name == "2 train \(quantity.name)")
      #expect(series[1].name == "2 val \(quantity.name)" && series[2].name.hasPrefix("1 "))
      #expect(series[0].rawStyle.foreground == appearance.faded(own).foreground)
      for series in series {
        let isTraining = series.name.contains("train")
        #expect(series.stroke?.sample(appearance) == (isTraining ? "━━━" : "━ ━"))
      }
    }
  }

  @Test func theAxisReachesTheEndOfTheLongestLane() {
    var state = charts(steps: 300)
    addLane(to: &state, steps: 900)
    press(.left, on: &state)
    #expect(state.charts.cursor == 900)
    for _ in 0..<200 { press(.right, on: &state) }
    #expect(state.charts.cursor == 900)
  }

  @Test func smoothingChangesEveryCurve() {
    var state = charts()
    let before = state.history.layerNorms[0].update.smoothed
    let speed = state.history.imagesPerSecond.smoothed
    press(.character("]"), on: &state)
    #expect(state.history.layerNorms[0].update.smoothed != before)
    #expect(state.history.imagesPerSecond.smoothed != speed)
  }

  @Test func thePapersErrorsAreShownForThePapersTask() {
    var state = charts()
    #expect(!text(state).contains("ten views"))
    state.plan?.network.name = "code-145"
    #expect(!text(state).contains("ten views"))
    state.run?.classes = (0..<1000).map(String.init)
    let drawn = text(state)
    #expect(drawn.contains("paper 40.7%, ten views") && drawn.contains("paper 18.2%, ten views"))
  }

  @Test func valuesThatAreNotFiniteAreMarked() {
    var state = charts()
    var step = SyntheticRun(steps: 1001).step(1001)
    step.loss = .nan
    _ = update(&state, .trainer(.step(step)))
    #expect(text(state).contains("×"))
  }

  @Test func chartsFillTheScreenAndDoNotOverlap() {
    for (width, height) in [(80, 21), (120, 37), (200, 57), (40, 9), (300, 97)] {
      for count in 1...7 {
        let body = Rect(x: 0, y: 2, width: width, height: height)
        let places = ChartsScreen.arrange(count, in: body)
        #expect(places.reduce(0) { $0 + $1.width * $1.height } == width * height)
        for (index, place) in places.enumerated() {
          #expect(body.overlaps(place))
          #expect(!places[..<index].contains { $0.overlaps(place) })
        }
      }
    }
  }

  @Test func themesAreCycledAndFollowTheBackgroundUntilOneIsChosen() {
    var state = SyntheticRun(steps: 5).state
    _ = update(&state, .terminal(.background(.rgb(0xffffff))))
    #expect(state.theme == .light)
    _ = update(&state, .terminal(.background(.rgb(0x000000))))
    #expect(state.theme == .dark)
    let seen = (0..<4).map { _ in
      press(.character("t"), on: &state)
      return state.theme
    }
    #expect(seen == [.light, .contrast, .colorblind, .dark])
    _ = update(&state, .terminal(.background(.rgb(0xffffff))))
    #expect(state.theme == .dark)
    var chosen = DashboardState(theme: .contrast)
    _ = update(&chosen, .terminal(.background(.rgb(0xffffff))))
    #expect(chosen.theme == .contrast)
  }

  @Test func positionsAreInterpolatedBetweenSteps() {
    var stepAxis = StepAxis()
    for (step, epoch) in [(10.0, 0.5), (20, 1.5)] {
      let isNew = stepAxis.append(step: step, epoch: epoch, seconds: step / 2)
      #expect(isNew)
    }
    let isNew = stepAxis.append(step: 20, epoch: 2, seconds: 11)
    #expect(!isNew)
    #expect(stepAxis.value(at: 15, in: .epoch) == 1)
    #expect(stepAxis.value(at: 5, in: .time) == 2.5)
    #expect(stepAxis.value(at: 99, in: .time) == 10)
    #expect(stepAxis.step(at: 1, in: .epoch) == 15)
  }
}
