import Observing
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct KernelDetailTests {
  private static let sizes: [(Int, Int)] = [(80, 24), (100, 30), (120, 40), (200, 60)]

  private func rows(_ state: DashboardState, _ width: Int, _ height: Int) -> [String] {
    view(
      state, width: width, height: height,
      capabilities: TerminalCapabilities(depth: .direct, unicode: true)
    ).plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Returns the rows in which the features begin.
  private func places(of state: DashboardState, _ width: Int, _ height: Int) -> [String: Int] {
    let rows = rows(state, width, height)
    return Dictionary(
      uniqueKeysWithValues: ["edge ", "waves ", "colour ", "norm "].compactMap { name in
        rows.lastIndex { $0.contains(name) }.map { (name, $0) }
      })
  }

  /// The pictures are above the features, so they have the same size if the features do not move.
  @Test(arguments: sizes) func nothingMovesBetweenARecordAndTheCurrentKernels(
    width: Int, height: Int
  ) {
    var state = SyntheticRun.atKernels(width: width, height: height)
    let now = places(of: state, width, height)
    #expect(now.count == 4)
    state.press(answering: .character(","))
    #expect(state.kernels.past != nil)
    #expect(places(of: state, width, height) == now)
    state.snapshot?.patches = nil
    state.press(answering: .end)
    #expect(places(of: state, width, height) == now)
  }

  @Test(arguments: sizes) func theLayoutDependsOnThePanelAlone(width: Int, height: Int) {
    let panel = Rect(x: 3, y: 2, width: width / 3, height: height - 6)
    for hasPatches in [true, false] {
      let layout = KernelDetail.Layout(of: panel, hasPatches: hasPatches)
      let parts = [layout.pictures, layout.lines, layout.patches].filter { !$0.isEmpty }
      #expect(parts.count >= 2)
      for part in parts {
        #expect(part.y >= panel.y && part.bottom <= panel.bottom)
        #expect(part.x >= panel.x && part.right <= panel.right)
      }
      for (above, below) in zip(parts, parts.dropFirst()) { #expect(above.bottom <= below.y) }
    }
  }

  /// The narrowest panels have 26 and 45 columns, 10 of which are the name.
  @Test func everyFeatureIsExplainedInItsLine() throws {
    for order in [0, 600, 1234] {
      var state = SyntheticRun.atKernels(run: SyntheticRun(steps: order))
      for steps in 0..<2 {
        if steps == 1 { state.press(answering: .character(",")) }
        let analysis = try #require(state.kernels.analysis)
        for kernel in 0..<analysis.weights.count {
          for change in ["update", "gradient"] {
            let lines = KernelDescription(of: kernel, in: analysis, changeName: change).lines
            #expect(lines.count == KernelDescription.lineCount)
            for line in lines {
              #expect(line.name.count < KernelDescription.nameColumns)
              #expect("\(line.value) \(line.meaning)".count <= 35, "\(line)")
              #expect("\(line.value) \(line.shortMeaning)".count <= 16, "\(line)")
              #expect(!line.meaning.isEmpty && !line.shortMeaning.isEmpty)
            }
          }
        }
      }
    }
  }

  @Test func aKernelOfBandsHasTheirDirectionAndWidth() throws {
    // Vertical bands: two bright pixels, two dark ones.
    let plane = (0..<144).map { Float($0 % 12 / 2 % 2 == 0 ? 1 : -1) }
    let kernels = Kernels(count: 1, channels: 3, size: 12, weights: plane + plane + plane)
    let analysis = KernelAnalysis(step: 5, weights: kernels, change: nil, order: .index)
    let lines = KernelDescription(of: 0, in: analysis, changeName: "update").lines
    let values = Dictionary(uniqueKeysWithValues: lines.map { ($0.name, $0) })
    #expect(values["edge"]?.value == "│ 90°")
    // Three bands; the peak of the spectrum is found between its frequencies.
    let bands = try #require(values["waves"].flatMap { Double($0.value) })
    #expect(abs(bands - 3) < 0.15)
    #expect(values["colour"]?.value == "0%")
    // √(3 · 144).
    #expect(values["norm"]?.value == "20.8")
    #expect(values["update"]?.value == "—")
  }

  @Test func theContrastIsABadgeUnlessItIsTheDefault() {
    var state = SyntheticRun.atKernels()
    #expect(state.contrastBadge.isEmpty)
    for (width, height) in Self.sizes {
      state.contrast = 1
      #expect(rows(state, width, height).joined().contains("contrast: shared · n"))
      var live = state
      live.screen = .live
      #expect(rows(live, width, height).joined().contains("shared · n"))
    }
    for _ in 0..<2 { state.press(answering: .character("n")) }
    #expect(state.contrastBadge.isEmpty)
  }
}
