import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The mouse on each screen: press and wheel act on what is drawn below them.
@Suite(.serialized) struct MouseOnScreensTests {
  private func at(_ keys: Key..., of state: DashboardState, _ size: (Int, Int)) -> DashboardState {
    var state = state
    _ = update(&state, .terminal(.resized(width: size.0, height: size.1)))
    for key in keys {
      _ = update(&state, .terminal(.key(key)))
      _ = update(&state, .snapshot(SyntheticRun(steps: 1234).snapshot(for: state.interest)))
    }
    return state
  }

  private func rows(_ state: DashboardState) -> [String] {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities
    ).plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Returns the cell where a text begins, in the first row that contains it.
  private func place(of text: String, in state: DashboardState) -> Point? {
    for (y, row) in rows(state).enumerated() {
      if let range = row.firstRange(of: text) {
        return Point(x: row.distance(from: row.startIndex, to: range.lowerBound), y: y)
      }
    }
    return nil
  }

  private func press(_ point: Point, in state: inout DashboardState) -> [DashboardEffect] {
    update(&state, .terminal(.click(x: point.x, y: point.y)))
  }

  private func turn(_ count: Int, at point: Point, in state: inout DashboardState) {
    _ = update(&state, .terminal(.wheel(count, x: point.x, y: point.y)))
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func aRowOfLayersIsSelected(
    width: Int, height: Int
  ) throws {
    var state = at(.character("4"), of: SyntheticRun(steps: 1234).state, (width, height))
    let row = try #require(place(of: "conv3", in: state))
    _ = press(row, in: &state)
    #expect(state.selectedLayer?.name == "conv3")
    turn(1, at: row, in: &state)
    #expect(state.selectedLayer?.name == "conv4")
    turn(-1, at: row, in: &state)
    turn(-1, at: row, in: &state)
    #expect(state.selectedLayer?.name == "conv2")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func aRowOfRunsIsSelectedAndThenCompared(
    width: Int, height: Int
  ) throws {
    var state = at(.character("7"), of: SyntheticRuns.state([]), (width, height))
    let name = state.runList.rows[3].name
    let row = try #require(place(of: name, in: state))
    let first = press(row, in: &state)
    #expect(first.isEmpty && state.runList.selection?.name == name)
    let second = press(row, in: &state)
    #expect(second == [.loadRuns([name])])
    // The choice leaves the selection on its row, 3.
    turn(-1, at: row, in: &state)
    turn(-1, at: row, in: &state)
    #expect(state.runList.index == 1)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func aRowOfTheComparisonIsSelectedAndThenTheBaseline(
    width: Int, height: Int
  ) throws {
    var state = at(
      .character("6"), .character("a"), of: SyntheticRuns.state(["dropout-1", "no-lrn"]),
      (width, height))
    // The row in the table, which is below the curves.
    let heading = try #require(place(of: "differs in", in: state)).y
    let y = try #require(
      rows(state).indices.first { $0 > heading && rows(state)[$0].contains(" dropout-1 ") })
    let row = Point(x: 12, y: y)
    _ = press(row, in: &state)
    #expect(state.compare.selected == "dropout-1")
    #expect(state.compare.baseline == nil)
    _ = press(row, in: &state)
    #expect(state.compare.baseline == "dropout-1")
    turn(1, at: row, in: &state)
    #expect(state.compare.selected == "no-lrn")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theComparisonIsReadAndZoomedAtThePointer(
    width: Int, height: Int
  ) throws {
    var state = at(.character("6"), of: SyntheticRuns.state(["dropout-1"]), (width, height))
    let point = Point(x: width * 35 / 100, y: 6)
    _ = press(point, in: &state)
    let step = try #require(state.compare.charts.cursor)
    let column = rows(state).compactMap { $0.dropFirst(point.x).first }
    #expect(column.contains("│"), "the line is where the press was")
    turn(-1, at: point, in: &state)
    #expect(abs(try #require(state.compare.charts.window).span / 1234 - 0.8) < 0.01)
    _ = press(point, in: &state)
    #expect(abs(try #require(state.compare.charts.cursor) - step) < 30)
  }

  @Test func theImageMovesAtThePointer() throws {
    var state = at(.character("5"), .right, .right, of: SyntheticRun(steps: 1234).state, (120, 40))
    let screen = state.layout.screen
    let place = ImagesScreen(state: Shared(state), edges: screen.edges).layout(in: screen.body)
    func from() -> Int? {
      guard case .validation(let search) = state.images.choice else { return nil }
      return search.from
    }
    let before = try #require(from())
    _ = press(Point(x: place.image.right - 3, y: place.image.y + 5), in: &state)
    #expect(from() == before + 1)
    _ = update(&state, .snapshot(SyntheticRun(steps: 1234).snapshot(for: state.interest)))
    turn(-1, at: Point(x: place.image.x + 3, y: place.image.y + 5), in: &state)
    #expect(from() == before)
    let maps = try #require(place.maps)
    _ = press(Point(x: maps.x + 5, y: maps.y + 5), in: &state)
    #expect(state.layerOfMaps == "norm1")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func aClassIsSelectedAndThenItsErrorsAreShown(
    width: Int, height: Int
  ) throws {
    var state = at(
      .character("5"), .character("v"), of: SyntheticRun(steps: 1234).state, (width, height))
    let list = try #require(place(of: "Class errors", in: state))
    let row = rows(state)[list.y + 1].suffix(width - list.x + 3)
    let name = try #require(row.firstMatch(of: /class \d+/)).output
    _ = press(Point(x: list.x + 2, y: list.y + 1), in: &state)
    let selection = try #require(state.images.confusion.chosen)
    #expect(state.images.content == .confusion && state.className(selection.truth) == name)
    // The list has moved to the selection.
    let again = try #require(place(of: "▶" + " " + name, in: state))
    _ = press(again, in: &state)
    #expect(state.images.content == .maps && state.images.errorsOnly)
    #expect(state.images.label.map(state.className) == String(name))
  }

  @Test func aKeyInTheFooterCanBeClicked() throws {
    for screen in Screen.allCases {
      var state = at(screen.key, of: SyntheticRun(steps: 1234).state, (200, 40))
      _ = update(&state, .tick(seconds: 1000))
      let help = try #require(place(of: "? help", in: state))
      _ = press(Point(x: help.x, y: help.y), in: &state)
      #expect(state.overlay == .help(.init()), "\(screen)")
      state.overlay = nil
      _ = press(Point(x: help.x + 3, y: help.y), in: &state)
      #expect(state.overlay == .help(.init()), "\(screen)")
      state.overlay = nil
      _ = press(Point(x: help.x - 1, y: help.y), in: &state)
      #expect(state.overlay == nil, "\(screen)")
    }
    // Each of several keys with one label has its own meaning.
    var state = at(.character("4"), of: SyntheticRun(steps: 1234).state, (200, 40))
    _ = update(&state, .tick(seconds: 1000))
    let keys = try #require(place(of: "↑ ↓ layer", in: state))
    _ = press(Point(x: keys.x + 2, y: keys.y), in: &state)
    #expect(state.selectedLayer?.index == 1)
    _ = press(keys, in: &state)
    #expect(state.selectedLayer?.index == 0)
  }
}
