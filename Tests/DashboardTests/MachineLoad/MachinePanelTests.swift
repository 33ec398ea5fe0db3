import Machine
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The panel of the machine that trains.
@Suite struct ThePanelOfTheMachine {
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)

  /// A sample with made-up values.
  private static func sample(processors: Int = 16) -> MachineSample {
    var sample = MachineSample()
    sample.processors = (0..<processors).map {
      .init(number: $0, share: Double($0 * 7 % 16) / 15)
    }
    sample.frequency = 2.6e9
    sample.temperature = 61.4
    sample.processLoad = 1.94
    sample.threads = 13
    sample.residentBytes = 612 << 20
    sample.availableBytes = 12_345 << 20
    sample.totalBytes = 16_000 << 20
    sample.group = .init(used: 3000 << 20, limit: 4096 << 20)
    sample.freeDiskBytes = 12_340_000_000
    return sample
  }

  private func state(
    _ sample: MachineSample?, _ width: Int = 80, _ height: Int = 24, keys: Key...
  ) -> DashboardState {
    var state = SyntheticRun(steps: 1234).state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    for load in [0.2, 0.4, 0.9] {
      var earlier = MachineSample()
      earlier.processors = [.init(number: 0, share: load)]
      if sample != nil { _ = update(&state, .machine(earlier, checkpointBytes: nil)) }
    }
    if let sample { _ = update(&state, .machine(sample, checkpointBytes: 15_488_000)) }
    for key in keys { _ = update(&state, .terminal(.key(key))) }
    return state
  }

  private func text(_ state: DashboardState) -> String {
    view(
      state, width: state.surface.width, height: state.surface.height, capabilities: direct
    ).plainText
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func itIsAsRecorded(width: Int, height: Int) throws {
    let state = state(Self.sample(), width, height, keys: .character("c"))
    let size = "\(width)x\(height)"
    try Golden.expect(
      view(state, width: width, height: height, capabilities: direct), is: "machine-\(size)")
    let ascii = TerminalCapabilities(depth: .sixteen, unicode: false)
    try Golden.expect(
      view(state, width: width, height: height, capabilities: ascii),
      is: "machine-\(size)-ascii-16")
  }

  @Test func manyProcessorsAreBars() throws {
    let state = state(Self.sample(processors: 256), keys: .character("c"))
    try Golden.expect(
      view(state, width: 80, height: 24, capabilities: direct), is: "machine-many-80x24")
  }

  @Test func itStandsAboveTheLayersOnALargeTerminal() throws {
    let state = state(Self.sample(), 200, 60)
    try Golden.expect(
      view(state, width: 200, height: 60, capabilities: direct), is: "machine-live-200x60")
    #expect(state.showsMachine)
    // Enter enlarges it.
    var focused = state
    _ = update(&focused, .terminal(.click(x: 10, y: 43)))
    #expect(focused.focusedPanel == .machine)
    _ = update(&focused, .terminal(.key(.enter)))
    #expect(focused.enlarged == .machine)
  }

  @Test func theKeyOpensAndClosesIt() {
    var state = state(Self.sample())
    #expect(!state.showsMachine && !text(state).contains("GHz"))
    _ = update(&state, .terminal(.key(.character("c"))))
    #expect(state.showsMachine)
    #expect(text(state).contains("16 processors · 2.6 GHz · 61 °C"))
    _ = update(&state, .terminal(.key(.character("c"))))
    #expect(!state.showsMachine)
    _ = update(&state, .terminal(.key(.character("c"))))
    _ = update(&state, .terminal(.key(.escape)))
    #expect(!state.showsMachine && state.enlarged == nil)
    // Other screens need no measurements.
    _ = update(&state, .terminal(.key(.character("c"))))
    _ = update(&state, .terminal(.key(.character("3"))))
    #expect(!state.showsMachine)
  }

  @Test func valuesThatAreNotKnownAreNotShown() {
    var sample = MachineSample()
    sample.threads = 1
    let state = state(sample, keys: .character("c"))
    let drawn = text(state)
    #expect(drawn.contains("1 thread"))
    for word in ["GHz", "°C", "group limit", "disk free", "available", "its memory", "processors"] {
      #expect(!drawn.contains(word), "\(word) is shown")
    }
    #expect(text(self.state(nil, keys: .character("c"))).contains("The first measurement takes"))
  }

  @Test func aRunThatHasEndedHasNone() {
    var state = state(nil)
    _ = update(
      &state, .trainer(.finished(step: 1234, seconds: 185, reason: .completed)))
    _ = update(&state, .terminal(.key(.character("c"))))
    #expect(state.enlarged == nil && !state.showsMachine)
    #expect(state.notice?.text == NoticeText.noMachine)
  }

  @Test(arguments: [0, 1, 2, 16, 256])
  func everySizeIsDrawn(processors: Int) {
    for keys in [[Key.character("c")], []] {
      for width in [1, 39, 40, 57, 100, 200] {
        for height in [1, 9, 10, 13, 24, 50] {
          var state = state(Self.sample(processors: processors), width, height)
          for key in keys { _ = update(&state, .terminal(.key(key))) }
          let frame = view(state, width: width, height: height, capabilities: direct)
          #expect(frame.width == width && frame.height == height)
        }
      }
    }
  }
}
