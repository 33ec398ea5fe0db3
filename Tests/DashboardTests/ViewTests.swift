import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct ViewTests {
  private let direct = TerminalAbilities(depth: .direct, unicode: true)

  /// Every overlay and every ladder once; nothing may trap at any size.
  @Test(arguments: ColorDepth.allCases, [true, false])
  func noSizeTraps(depth: ColorDepth, unicode: Bool) {
    let abilities = TerminalAbilities(depth: depth, unicode: unicode)
    var states = [DashboardState(), DashboardState(plan: SyntheticRun(steps: 0).plan)]
    var state = SyntheticRun(steps: 120).state
    states.append(state)
    for key in ["2", "3", "4", "?", "q"].map({ Key.character(Unicode.Scalar($0)!) }) {
      var other = state
      _ = update(&other, .terminal(.key(key)))
      states.append(other)
    }
    var charts = state
    for key in [Key.character("3"), .character("G"), .character("x"), .up, .left] {
      _ = update(&charts, .terminal(.key(key)))
    }
    states.append(charts)
    states += [Key.character("4"), .character("5")].flatMap { key in
      [[key, .down], [key, .down, .down, .down, .character("v")], [key, .character("o")]].map {
        SyntheticRun(steps: 120).state(after: $0)
      }
    }
    for name in Theme.Name.allCases {
      charts.theme = name
      states.append(charts)
    }
    state.glimpse?.kernels = nil
    _ = update(&state, .trainer(.failed(step: 120, message: "It broke. Try again.")))
    states.append(state)
    for (index, state) in states.enumerated() {
      for height in stride(from: 1 + index % 3, through: 70, by: 9) {
        for width in stride(from: 1 + index % 4, through: 220, by: 13) {
          let frame = view(state, width: width, height: height, abilities: abilities)
          #expect(frame.width == width && frame.height == height)
          #expect(keepsWithin(abilities, frame), "\(width)×\(height), \(abilities)")
        }
      }
    }
  }

  /// A frame holds nothing that the terminal cannot show.
  private func keepsWithin(_ abilities: TerminalAbilities, _ frame: Frame) -> Bool {
    frame.cells.allSatisfy { cell in
      guard abilities.unicode || (0x20...0x7e).contains(cell.glyph) else { return false }
      return [cell.foreground, cell.background].allSatisfy { color in
        switch abilities.depth {
        case .direct: true
        case .indexed: !color.isRGB
        case .sixteen: color == .standard || color.isPalette && color.paletteIndex < 16
        case .eight: color == .standard || color.isPalette && color.paletteIndex < 8
        case .mono: color == .standard
        }
      }
    }
  }

  @Test func whatIsNotMeasuredIsADash() {
    let frame = view(
      DashboardState(plan: SyntheticRun(steps: 0).plan), width: 120, height: 40,
      abilities: direct)
    let header = String(frame.plainText.split(separator: "\n")[0])
    #expect(header.contains("step —/2,000"))
    #expect(header.contains("img/s —"))
    #expect(header.contains("preparing"))
    let conv1 = frame.plainText.split(separator: "\n").first {
      $0.contains("conv1 ") && $0.contains("—")
    }
    #expect(conv1 != nil)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func bothKnobsAreAlwaysInTheFooter(width: Int, height: Int) {
    var state = SyntheticRun(steps: 50).state
    for key in ["d", "x", "["].map({ Key.character(Unicode.Scalar($0)!) }) {
      _ = update(&state, .terminal(.key(key)))
      let frame = view(state, width: width, height: height, abilities: direct)
      let footer = frame.plainText.split(separator: "\n").last ?? ""
      #expect(footer.contains("d dropout off asked"))
      #expect(footer.contains("l LRN on"))
    }
  }

  @Test func everyBindingIsOnTheHelpPage() {
    var state = SyntheticRun(steps: 5).state
    _ = update(&state, .terminal(.key(.character("?"))))
    let text = view(state, width: 120, height: 90, abilities: direct).plainText
    for binding in KeyBindings.dashboard.bindings {
      #expect(text.contains(binding.help), "\(binding.help)")
    }
  }

  @Test func theEndSaysWhereTheRunIs() {
    var state = SyntheticRun(steps: 50).state
    _ = update(&state, .trainer(.finished(step: 50, seconds: 7.5, reason: .stopped)))
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      let text = view(state, width: width, height: height, abilities: direct).plainText
      #expect(text.contains("stopped after 50 steps in 0:07"))
      #expect(text.contains("~/.local/share/alexnet/runs/amber-heron"))
    }
  }

  @Test func theKernelsTakeTheirPlaceBeforeTheyCome() {
    let run = SyntheticRun(steps: 50)
    var before = run.state
    before.glimpse = nil
    let body = Rect(x: 0, y: 1, width: 120, height: 38)
    let look = Look(direct)
    let empty = ScreenLayout(state: before, body: body, look: look)
    let full = ScreenLayout(state: run.state, body: body, look: look)
    #expect(empty.kernels == full.kernels)
    #expect(empty.loss == full.loss && empty.layers == full.layers)
  }
}
