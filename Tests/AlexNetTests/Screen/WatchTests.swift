import Foundation
import Runs
import Testing

extension ForReal {
  /// The dashboard on a real terminal, with a real trainer.
  @Suite(.serialized, .enabled(if: Window.tmux != nil, "tmux is missing"))
  struct Watching {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    @Test func theKeysInTheFooterHaveTheirStatedEffects() throws {
      let window = try Window(runs.compact("watch"), width: 120, height: 40)
      try window.shows("7 Runs")
      // The screen can be read while a frame is drawn; the footer is drawn last.
      try window.footerShows("q quit")
      #expect(try window.fact("#{alternate_on} #{cursor_flag}") == "1 0")
      let step = try window.reachesStep(after: 0)
      try window.reachesStep(after: step)
      try window.waits(for: "kernels") { screen in
        screen.contains("conv1 kernels") && screen.count { $0 == "▄" } > 500
      }
      try turnKnobs(window)
      try stepOnce(window)
      try openAndClose(window)
      try askAndStop(window)

      let events = try runs.recording().events
      try expectEventsOfKeys(events)
      #expect(try runs.listed().starts(with: ["compact-scenes-1", "stopped", "compact", "scenes"]))
    }

    private func turnKnobs(_ window: Window) throws {
      try window.press("D")
      try window.footerShows("dropout is off")
      try window.footerShows("D dropout off  L LRN on")
      try window.press("L")
      try window.footerShows("LRN is off")
      try window.footerShows("D dropout off  L LRN off")
      // Annotations on both charts.
      try window.waits(for: "marks") {
        $0.contains(/(dropout off|LRN off|2 changes) ▲|▲ (dropout|LRN)/)
      }
      try window.press("R")
      try window.shows("Learning rate")
      try window.press("Up", "Enter")
      try window.footerShows("the rate is now 0.025")
      try window.press("u")
      try window.footerShows("the rate is now 0.02")
      try window.press("u")
      try window.footerShows("LRN is on")
    }

    private func stepOnce(_ window: Window) throws {
      try window.press("P")
      let paused = try #require(Window.step(on: try window.shows("‖ paused")))
      try window.press("S")
      try window.waits(for: "one step") { Window.step(on: $0) == paused + 1 }
      try window.press("x")
      try window.footerShows("x does nothing here")
      let screen = try window.screen()
      #expect(Window.step(on: screen) == paused + 1)
      #expect(screen.contains("‖ paused"))
    }

    private func openAndClose(_ window: Window) throws {
      try window.press("?")
      try window.shows("pause and continue all lanes, between two steps")
      try window.press("Escape")
      try window.waits(for: "the help's end") { !$0.contains("pause and continue") }
      try window.press("P")
      try window.shows("● running")
    }

    private func askAndStop(_ window: Window) throws {
      try window.press("q")
      try window.shows("Leave the screen?")
      try window.press("Escape")
      try window.waits(for: "the end of the box") { !$0.contains("Leave the screen?") }
      try window.press("q")
      try window.shows("Leave the screen?")
      try window.press("s")
      #expect(try window.status() == 0)
      try window.expectShellsOwnTerminal()
      // The window breaks the line where it is full.
      let text = try window.screen().filter { $0 != "\n" }
      #expect(text.contains("run compact-scenes-1 stopped after "))
      #expect(text.contains(" of training; saved in \(runs.store.directory)/compact-scenes-1"))
    }

    /// Expects the events of the keys in the journal, and no others.
    private func expectEventsOfKeys(_ events: [TrainingEvent]) throws {
      let names = events.map(\.name)
      #expect(names.first == "started")
      #expect(names.last == "finished")
      #expect(
        names.filter { $0 != "step" } == [
          "started", "toggled", "toggled", "rate", "rate", "toggled", "paused", "paused",
          "checkpoint", "finished",
        ])
      // There is one step between the two pause events.
      let pauses = names.indices.filter { names[$0] == "paused" }
      #expect(names[(pauses[0] + 1)..<pauses[1]] == ["step"])
      let steps = events.compactMap { event in
        if case .step(let step) = event { step.step } else { nil }
      }
      #expect(steps == Array(1...steps.count))
      guard case .finished(steps.count, _, .stopped) = events.last else {
        Issue.record("\(String(describing: events.last))")
        return
      }
    }

    @Test func controlCAsksAndASecondOneLeavesWithoutStopping() throws {
      let window = try Window(runs.compact("watch"))
      try window.reachesStep(after: 0)
      try window.press("C-c")
      try window.shows("Leave the screen?")
      try window.press("C-c")
      #expect(try window.status() == 0)
      try window.expectShellsOwnTerminal()
      #expect(try window.screen().contains("run compact-scenes-1 continues in process "))
      kill(try #require(try runs.trainer(of: "compact-scenes-1")), SIGTERM)
      try runs.waitForTheEnd(of: "compact-scenes-1")
    }

    @Test func leavingWhileTheRunStopsDoesNotWaitForIt() throws {
      let window = try Window(runs.compact("watch"))
      try window.reachesStep(after: 0)
      try window.press("q", "s", "C-c")
      #expect(try window.status() == 0)
      try runs.waitForTheEnd(of: "compact-scenes-1")
      #expect(try runs.listed().starts(with: ["compact-scenes-1", "stopped"]))
    }

    @Test func everySizeIsDrawn() throws {
      let window = try Window(try runs.tiny("watch"))
      try window.shows("conv1 kernels")
      try window.resize(30, 8)
      try window.shows("at least 40×10 is needed")
      try window.resize(1, 1)
      try window.resize(200, 60)
      let large = try window.waits(for: "the large screen") { screen in
        screen.contains("16 of 5×5") && screen.contains("─ tiny-scenes-1 ─╮")
          && screen.split(separator: "\n").last?.contains("n contrast") == true
      }
      let lines = large.split(separator: "\n")
      #expect(lines[0].count <= 200 && lines[0].contains("epoch"))
      try window.resize(80, 24)
      let small = try window.waits(for: "the first size") { screen in
        Window.step(on: screen) != nil && !screen.contains("╭")
          && screen.contains("D dropout on")
      }
      let step = try #require(Window.step(on: small))
      try window.reachesStep(after: step)
      try window.press("q")
      try window.press("s")
      #expect(try window.status() == 0)
    }

    @Test func asciiDrawsASCIIOnly() throws {
      for settings in ["LC_ALL=C.UTF-8", "LC_ALL=C", "NO_COLOR=1 LC_ALL=C.UTF-8"] {
        let ascii = settings == "LC_ALL=C.UTF-8" ? ["--ascii"] : []
        let window = try Window(
          try runs.tiny("watch") + ascii, width: 100, height: 30, settings: settings)
        try window.reachesStep(after: 0)
        let screen = try window.shows("conv1 kernels")
        let isPlain = screen.allSatisfy(\.isASCII)
        #expect(isPlain == !settings.hasPrefix("NO_COLOR"), "\(settings)")
        let hasColors = try window.coloredScreen().contains(/\u{1b}\[[0-9;]*[34]8[;:]/)
        #expect(hasColors == !settings.hasPrefix("NO_COLOR"), "\(settings)")
        try window.press("q", "s")
        #expect(try window.status() == 0)
      }
    }
  }
}
