import Blueprint
import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The formula of a cell: its keys, its clicks, and what it asks the trainer for.
@Suite struct FormulaTests {
  /// Returns the images' screen with the formula of a layer, after more keys.
  private func state(
    layer: String = "conv1", _ keys: Key..., width: Int = 120, height: Int = 40
  ) -> DashboardState {
    Self.state(layer: layer, keys, width: width, height: height)
  }

  static func state(
    layer: String, _ keys: [Key], width: Int = 120, height: Int = 40
  ) -> DashboardState {
    let run = SyntheticRun(steps: 1234)
    var state = run.state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    let layers = SyntheticRun.network.layersWithMaps
    let downs = Array(repeating: Key.down, count: layers.firstIndex(of: layer) ?? 0)
    for key in [.character("5")] + downs + [.enter] + keys {
      _ = update(&state, .terminal(.key(key)))
      _ = update(&state, .snapshot(run.snapshot(for: state.interest)))
    }
    return state
  }

  private func text(_ state: DashboardState) -> String {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities
    ).plainText
  }

  private func press(_ key: Key, in state: inout DashboardState) -> String? {
    _ = update(&state, .terminal(.key(key)))
    _ = update(&state, .snapshot(SyntheticRun(steps: 1234).snapshot(for: state.interest)))
    return state.notice?.text
  }

  @Test func enterShowsTheStrongestCellAndEscReturns() throws {
    var state = state()
    #expect(state.images.content == .formula)
    // The first synthetic map, a cosine under a bell, is largest in its middle.
    #expect(
      state.interest.cell
        == CellChoice(layer: "conv1", place: CellPlace(channel: 0, row: 6, column: 6)))
    #expect(state.interest.featureMaps == "conv1" && state.interest.image != nil)
    #expect(text(state).contains("conv1 map 1, row 7, column 7"))
    _ = press(.escape, in: &state)
    #expect(state.images.content == .maps && state.interest.cell == nil)
    // The cell is shown again.
    _ = press(.right, in: &state)
    _ = press(.enter, in: &state)
    #expect(state.images.formula.place == CellPlace(channel: 0, row: 6, column: 6))
    _ = press(.enter, in: &state)
    #expect(state.images.content == .maps)
  }

  @Test func arrowsWalkOverTheMapToItsEdges() {
    var state = state(.up, .right, .right)
    #expect(state.interest.cell?.place == CellPlace(channel: 0, row: 5, column: 8))
    for _ in 0..<4 { _ = press(.right, in: &state) }
    let notice = press(.right, in: &state)
    #expect(notice == NoticeText.edgeOfMap)
    #expect(state.interest.cell?.place == CellPlace(channel: 0, row: 5, column: 12))
    #expect(press(.character(","), in: &state) == NoticeText.endOfMaps)
    _ = press(.character("."), in: &state)
    _ = press(.character("."), in: &state)
    #expect(state.interest.cell?.place == CellPlace(channel: 2, row: 5, column: 12))
  }

  @Test func neuronsAreASequence() {
    var state = state(layer: "fc6")
    let first = state.images.formula.place.channel
    _ = press(.right, in: &state)
    _ = press(.down, in: &state)
    #expect(state.images.formula.place == CellPlace(channel: first + 11))
    for _ in 0..<60 { _ = press(.down, in: &state) }
    #expect(press(.down, in: &state) == NoticeText.endOfNeurons)
    #expect(text(state).contains("fc6 neuron"))
  }

  @Test func channelsOfThePatchAreChosen() {
    var state = state()
    #expect(text(state).contains("channel 1 of 3"))
    #expect(press(.character("-"), in: &state) == NoticeText.endOfChannels)
    _ = press(.character("+"), in: &state)
    _ = press(.character("="), in: &state)
    #expect(text(state).contains("channel 3 of 3"))
    #expect(press(.character("+"), in: &state) == NoticeText.endOfChannels)
    _ = press(.home, in: &state)
    guard case .patch(let sum) = state.shownFormula?.operations.first?.work else {
      Issue.record("conv1 has a patch")
      return
    }
    let largest = (0..<3).map { abs(sum.sum(of: $0)) }.max()
    #expect(abs(sum.sum(of: state.images.formula.channel)) == largest)
    // Neurons have no patch.
    var neuron = self.state(layer: "fc6")
    #expect(press(.character("+"), in: &neuron) == NoticeText.noPatch)
    #expect(press(.character("v"), in: &neuron) == NoticeText.noPatch)
  }

  @Test func theLargestTermsReplaceThePatch() {
    var state = state()
    #expect(text(state).contains("× kernel") && !text(state).contains("largest of"))
    _ = press(.character("v"), in: &state)
    #expect(text(state).contains("the largest of 363 terms") && !text(state).contains("× kernel"))
    _ = press(.character("v"), in: &state)
    #expect(text(state).contains("× kernel"))
    // A layer whose cells have kernels of their own begins with its terms.
    let local = self.state(layer: "conv5")
    #expect(text(local).contains("the largest of"))
  }

  @Test func noWidthHidesAPartOfTheFormula() {
    for width in 80...240 {
      let text = text(state(width: width, height: 120))
      for part in ["ReLU: max", "norm1 ·", "sum of squares", "factor", "pool1 ·", "= maximum at"] {
        #expect(text.contains(part), "\(part) with \(width) columns")
      }
    }
  }

  @Test func comparisonsNeedTheirLayer() {
    var state = state()
    #expect(press(.character("d"), in: &state) == NoticeText.noDropout(after: "conv1"))
    _ = press(.character("n"), in: &state)
    #expect(text(state).contains("with and without normalisation"))
    _ = press(.character("n"), in: &state)
    #expect(!text(state).contains("with and without normalisation"))
    var neuron = self.state(layer: "fc6")
    #expect(press(.character("n"), in: &neuron) == NoticeText.noLRN(after: "fc6"))
    _ = press(.character("d"), in: &neuron)
    for part in ["kept (50.0%)", "dropped (50.0%)", "in evaluation", "÷ 0.5", "× 0"] {
      #expect(text(neuron).contains(part), "\(part)")
    }
  }

  @Test func anOldFormulaNamesItsOwnCell() {
    var state = state()
    _ = update(&state, .terminal(.key(.right)))
    #expect(text(state).contains("conv1 map 1, row 7, column 7"))
    #expect(text(state).contains("waiting…"))
    _ = update(&state, .snapshot(SyntheticRun(steps: 1235).snapshot(for: state.interest)))
    #expect(text(state).contains("row 7, column 8") && !text(state).contains("waiting…"))
  }

  @Test func aReasonIsShownInPlaceOfAFormula() throws {
    var state = state()
    var snapshot = SyntheticRun(steps: 1234).snapshot(for: state.interest)
    snapshot.image?.formula = CellFormula(
      try #require(state.interest.cell), problem: "The numbers of conv1 are divided.")
    _ = update(&state, .snapshot(snapshot))
    #expect(text(state).contains("The numbers of conv1 are divided."))
    #expect(press(.character("v"), in: &state) != nil)
  }

  /// Each cell of the picture of a map opens a cell of that map, and the mark is drawn where it was clicked.
  @Test(arguments: [(80, 24), (120, 40), (200, 60)], [true, false])
  func aClickOnAMapShowsThatCell(size: (Int, Int), unicode: Bool) throws {
    var images = SyntheticRun(steps: 1234).state(after: [.character("5")])
    images.surface.capabilities = .init(depth: .direct, unicode: unicode)
    _ = update(&images, .terminal(.resized(width: size.0, height: size.1)))
    let layout = images.layout.screen
    let rect = try #require(
      ImagesScreen(state: Shared(images), edges: layout.edges).layout(in: layout.body).maps)
    var opened = Set<CellPlace>()
    for y in rect.y..<rect.bottom {
      for x in rect.x..<rect.right {
        var state = images
        _ = update(&state, .terminal(.click(x: x, y: y)))
        guard state.images.content == .formula else { continue }
        opened.insert(state.images.formula.place)
      }
    }
    #expect(opened.count > 100)
    #expect(opened.allSatisfy { $0.row < 13 && $0.column < 13 && $0.channel < 64 })
    // On the map of the formula, a click chooses the cell and marks it there.
    var state = Self.state(layer: "conv1", [], width: size.0, height: size.1)
    state.surface.capabilities = .init(depth: .direct, unicode: unicode)
    let screen = state.layout.screen
    let formula = FormulaScreen(state: Shared(state), edges: screen.edges)
    guard let map = formula.layout(in: screen.body).map else {
      #expect(size.0 == 80)
      return
    }
    for (x, y) in [(map.x + map.width / 2 + 1, map.y + map.height / 2)] {
      _ = update(&state, .terminal(.click(x: x, y: y)))
      let frame = view(
        state, width: size.0, height: size.1, capabilities: state.surface.capabilities)
      #expect(frame[x, y].glyph == Unicode.Scalar(unicode ? "×" : "x").value)
    }
  }

  @Test func theWheelScrollsTheTextAndTurnsMaps() throws {
    var state = state(width: 80, height: 24)
    let before = text(state)
    _ = update(&state, .terminal(.wheel(1, x: 40, y: 12)))
    #expect(text(state) != before && state.images.formula.row == 3)
    _ = press(.pageDown, in: &state)
    _ = press(.pageUp, in: &state)
    _ = press(.pageUp, in: &state)
    #expect(text(state) == before)
    var wide = self.state(width: 200, height: 60)
    _ = update(&wide, .terminal(.wheel(1, x: 4, y: 12)))
    #expect(wide.images.formula.place.channel == 1)
    #expect(press(.pageDown, in: &wide) == NoticeText.wholeFormulaIsShown)
  }

  @Test func ofARunThatIsOverACheckpointIsAsked() {
    var state = state()
    let effects = update(
      &state, .trainer(.finished(step: 1234, seconds: 9, reason: .completed)))
    let requests = effects.compactMap { effect -> ImageRequest? in
      if case .analyzeImages(let request, _) = effect { request } else { nil }
    }
    #expect(requests.first?.cell == state.images.formula.cell && requests.first?.image != nil)
  }

  // MARK: - Recorded screens

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func formulasAreAsRecorded(width: Int, height: Int) throws {
    let keys: [(String, String, [Key])] = [
      ("conv1", "conv1", []), ("conv2", "conv2", [.character("+")]),
      ("conv3-lrn", "conv3", [.character("n")]), ("terms", "conv2", [.character("v")]),
      ("fc6-dropout", "fc6", [.character("d")]), ("softmax", "fc8", []),
    ]
    for (name, layer, keys) in keys {
      let state = Self.state(layer: layer, keys, width: width, height: height)
      for (suffix, capabilities) in [
        ("", TerminalCapabilities(depth: .direct, unicode: true)),
        ("-ascii-16", TerminalCapabilities(depth: .sixteen, unicode: false)),
      ] {
        try Golden.expect(
          view(state, width: width, height: height, capabilities: capabilities),
          is: "formula-\(name)-\(width)x\(height)\(suffix)")
      }
    }
  }
}
