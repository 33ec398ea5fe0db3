import Blueprint
import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct ViewTests {
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)

  private static let sizes: [(width: Int, height: Int)] = {
    let widths = [1, 2, 5, 12, 39, 40, 41, 55, 69, 70, 80, 99, 101, 117, 140, 152, 200, 251, 300]
    let heights = [1, 2, 3, 6, 9, 10, 11, 15, 20, 24, 29, 31, 40, 60, 77, 100]
    return heights.flatMap { height in widths.map { ($0, height) } }
  }()

  /// The states of a screen with every overlay and many contents.
  private static func states(of screen: Screen) -> [DashboardState] {
    let run = SyntheticRun(steps: 120)
    let state = run.state
    func changed(_ change: (inout DashboardState) -> Void) -> DashboardState {
      var copy = state
      copy.screen = screen
      change(&copy)
      return copy
    }
    /// Shows the formula of a cell, on the images' screen.
    func show(_ layer: String, _ isShown: Bool, in state: inout DashboardState) {
      guard isShown else { return }
      state.images.content = .formula
      state.images.formula.open(CellChoice(layer: layer, place: CellPlace(channel: 7)))
      let snapshot = run.snapshot(for: state.interest)
      _ = update(&state, .snapshot(snapshot))
    }
    return [
      changed { _ in }, changed { $0.overlay = .help(.init(row: 500)) },
      changed { $0.overlay = .help(.init(search: TextField("the"), isTyping: true)) },
      changed {
        _ = update(&$0, .trainer(.warning(step: 1, kind: "image", message: "a b.jpg is damaged")))
        $0.overlay = .messages(.init(row: 9))
      },
      changed { $0.overlay = .leave },
      changed { _ = update(&$0, .trainer(.failed(step: 120, message: "It broke. Try again."))) },
      changed { _ = update(&$0, .trainer(.finished(step: 120, seconds: 9, reason: .completed))) },
      changed {
        $0.snapshot = nil
        $0.overlay = .messages(.init())
      },
      changed { $0.snapshot?.kernels = nil },
      changed { $0.press(answering: .character(",")) },
      changed {
        for key in [Key.character("v"), .character("o"), .down] { $0.press(answering: key) }
        let selected = $0.kernels.selected
        $0.snapshot?.patches = SyntheticRun.patches(of: selected)
      },
      changed { $0.press(answering: .character("c")) },
      changed {
        let snapshot = run.snapshot(for: $0.interest)
        _ = update(&$0, .snapshot(snapshot))
      },
      changed {
        $0.images.content = .confusion
        let snapshot = run.snapshot(for: $0.interest)
        _ = update(&$0, .snapshot(snapshot))
      },
      changed { show("conv2", $0.screen == .images, in: &$0) },
      changed {
        show("fc6", $0.screen == .images, in: &$0)
        $0.images.formula.comparison = .dropout
      },
      changed {
        $0.overlay = .image(.path(TextField("/somewhere/an image.jpg")))
      },
      changed {
        let choice = $0.images.choice
        $0.snapshot?.image = ImageAnalysis(choice, problem: "'x.jpg' cannot be used.")
      },
      changed {
        $0.images.nextAttribution()
        $0.snapshot = SyntheticRun(steps: 200).snapshot(for: $0.interest)
        // Most positions of an occlusion map are not evaluated yet.
        $0.snapshot?.image?.attribution?.values.removeLast(70)
      },
      changed {
        for _ in 0..<2 { $0.images.nextAttribution() }
        $0.snapshot = SyntheticRun(steps: 200).snapshot(for: $0.interest)
      },
      changed {
        $0 = DashboardState(plan: SyntheticRun(steps: 0).plan)
        $0.screen = screen
      },
      changed {
        $0 = DashboardState()
        $0.screen = screen
      },
    ]
  }

  /// A frame of any size is drawn inside of its bounds. Here the bounds are a part of a larger frame,
  /// whose other cells must not change.
  @Test(arguments: Screen.allCases, [true, false])
  func everySizeIsDrawnWithinItsBounds(screen: Screen, unicode: Bool) {
    let sentinel = Cell("§", foreground: .palette(1), background: .palette(2))
    let depths = ColorDepth.allCases
    for (number, (width, height)) in Self.sizes.enumerated() {
      let capabilities = TerminalCapabilities(
        depth: depths[number % depths.count], unicode: unicode)
      let bounds = Rect(x: 3, y: 2, width: width, height: height)
      // The states take turns, so that each is drawn at many sizes.
      let states = Self.states(of: screen)
      for index in [0, 1 + number % (states.count - 1)] {
        var state = states[index]
        state.theme = Theme.Name.allCases[number % Theme.Name.allCases.count]
        (state.surface.width, state.surface.height) = (width, height)
        state.surface.capabilities = capabilities
        if number % 2 == 0, DashboardLayout.hasRoom(bounds) { state.moveFocus(by: 1 + number % 5) }
        var frame = Frame(width: width + 7, height: height + 5)
        frame.fill(frame.bounds, with: sentinel)
        state.draw(in: bounds, on: &frame, appearance: Appearance(capabilities, theme: state.theme))
        let spoilt = (0..<frame.cells.count).first { place in
          !bounds.contains(x: place % frame.width, y: place / frame.width)
            && frame.cells[place] != sentinel
        }
        #expect(
          spoilt == nil,
          "state \(index) at \(width)×\(height): \(spoilt.map { ($0 % frame.width - 3, $0 / frame.width - 2) } as Any)"
        )
        let whole = view(state, width: width, height: height, capabilities: capabilities)
        #expect(whole.width == width && whole.height == height)
        #expect(
          canShow(capabilities, whole), "state \(index) at \(width)×\(height), \(capabilities)")
      }
    }
  }

  @Test(arguments: Screen.allCases) func panelsDoNotOverlapAndStayWithinTheBody(
    screen: Screen
  ) {
    for (width, height) in Self.sizes where width >= 40 && height >= 10 {
      var state = Self.states(of: screen)[0]
      (state.surface.width, state.surface.height) = (width, height)
      let panels = state.layout.screen.panels
      for (index, panel) in panels.enumerated() {
        #expect(!panels[..<index].contains { $0.rect.overlaps(panel.rect) })
        let body = state.layout.body
        #expect(panel.rect.x >= body.x && panel.rect.right <= body.right)
        #expect(panel.rect.y >= body.y && panel.rect.bottom <= body.bottom)
      }
    }
  }

  /// Returns true if the terminal can show every cell of the frame.
  private func canShow(_ capabilities: TerminalCapabilities, _ frame: Frame) -> Bool {
    frame.cells.allSatisfy { cell in
      guard capabilities.unicode || (0x20...0x7e).contains(cell.glyph) else { return false }
      return [cell.foreground, cell.background].allSatisfy { color in
        switch capabilities.depth {
        case .direct: true
        case .indexed: !color.isRGB
        case .sixteen: color == .standard || color.isPalette && color.paletteIndex < 16
        case .eight: color == .standard || color.isPalette && color.paletteIndex < 8
        case .mono: color == .standard
        }
      }
    }
  }

  @Test func missingValuesAreDashes() {
    let frame = view(
      DashboardState(plan: SyntheticRun(steps: 0).plan), width: 120, height: 40,
      capabilities: direct)
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
    for key in ["D", "z", "n"].map({ Key.character(Unicode.Scalar($0)!) }) {
      _ = update(&state, .terminal(.key(key)))
      let frame = view(state, width: width, height: height, capabilities: direct)
      let footer = frame.plainText.split(separator: "\n").last ?? ""
      #expect(footer.contains("D dropout off…"))
      #expect(footer.contains("L LRN on"))
    }
  }

  @Test func everyBindingIsOnTheHelpPage() {
    let lines = HelpPage(position: .init()).sections.flatMap(\.lines)
    for binding in KeyBindings.dashboard.bindings {
      let names = binding.keys.map(\.name)
      #expect(
        lines.contains { line in
          line.text == binding.help
            && names.allSatisfy { line.name.split(separator: " ").map(String.init).contains($0) }
        }, "\(binding.help)")
    }
  }

  @Test func theEndNamesTheRunsFolder() {
    var state = SyntheticRun(steps: 50).state
    _ = update(&state, .trainer(.finished(step: 50, seconds: 7.5, reason: .stopped)))
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      let text = view(state, width: width, height: height, capabilities: direct).plainText
      #expect(text.contains("stopped after 50 steps"))
      #expect(text.contains("in 0:07") == (width > 80))
      #expect(text.contains("~/.local/share/alexnet/runs/amber-heron"))
    }
  }

  @Test func kernelsHaveTheirRoomBeforeTheyArrive() {
    let run = SyntheticRun(steps: 50)
    var before = run.state
    before.snapshot = nil
    let body = Rect(x: 0, y: 1, width: 120, height: 38)
    let appearance = Appearance(direct)
    let empty = ScreenLayout(state: Shared(before), body: body, appearance: appearance)
    let full = ScreenLayout(state: Shared(run.state), body: body, appearance: appearance)
    #expect(empty.live.kernels == full.live.kernels)
    #expect(empty.live.loss == full.live.loss && empty.live.layers == full.live.layers)
  }
}
