import Foundation
import Runs
import Testing

extension ForReal {
  /// The tour on a real terminal, with a real trainer.
  @Suite(.serialized, .enabled(if: Window.tmux != nil, "tmux is missing"))
  struct Touring {
    private let runs: SmallRuns

    init() throws { runs = try SmallRuns() }

    private func press(_ window: Window, _ key: String, until text: String) throws {
      try window.press(key)
      try window.shows(text)
    }

    @Test func everyStopIsLeftByItsKey() throws {
      let window = try Window(
        try runs.tiny("tour", "--run", "mine"), width: 120, height: 40)
      try window.shows("Tour 1 of 8: the loss")
      try window.reachesStep(after: 20)
      try press(window, "Down", until: "Tour 2 of 8: the error")
      try press(window, "2", until: "Tour 3 of 8: a kernel")
      try window.shows("Kernel 1 is magnified here")
      try press(window, "Right", until: "Tour 4 of 8: the timeline")
      try window.shows("; play the training")
      try press(window, "\\;", until: "Tour 5 of 8: dropout")
      try press(window, "D", until: "Tour 6 of 8: a fork")
      try window.shows("Dropout off since step ")
      try press(window, "F", until: "Enter begin the copy")
      try press(window, "Enter", until: "Tour 7 of 8: a comparison")
      try window.shows("2 lanes train on the same images now")
      try press(window, "6", until: "Each run has a curve")
      try press(window, "5", until: "Tour 8 of 8: the inside of an image")
      try window.shows("↓ see the next layer")
      try press(window, "Down", until: "Tour: the end")
      try window.shows("Changed by the tour: dropout is off in lane 1")
      try press(window, "Escape", until: "! starts it again")
      try press(window, "q", until: "Leave the screen?")
      try window.press("s")
      #expect(try window.status() == 0)

      let events = try runs.recording(of: "mine").events
      #expect(
        events.contains {
          if case .toggled(_, .dropout, false) = $0 { true } else { false }
        })
      #expect(try runs.store.list().runs.count == 2)
    }

    @Test func theTourIsOfferedToANewUserOnce() throws {
      let settings = "XDG_CONFIG_HOME=\(runs.folder.path)/settings"
      for isFirst in [true, false] {
        let window = try Window(
          try runs.tiny("watch", "--run", isFirst ? "first" : "second"), settings: settings)
        try window.reachesStep(after: 0)
        if isFirst { try window.shows("! starts a tour") }
        #expect(try window.screen().contains("! starts a tour") == isFirst)
        try press(window, isFirst ? "Escape" : "!", until: isFirst ? "at any time" : "Tour 1 of 8")
        try press(window, "q", until: "Leave the screen?")
        try window.press("s")
        #expect(try window.status() == 0)
      }
    }

    @Test func attachingOffersNothing() throws {
      let train = try runs.tiny("train", "--steps", "30", "--run", "over", "--quiet")
      #expect(try Program.run(train).status == 0)
      let window = try Window(
        ["attach", "over", "--runs", runs.store.directory],
        settings: "XDG_CONFIG_HOME=\(runs.folder.path)/settings")
      try window.shows("■ finished")
      #expect(try !window.screen().contains("starts a tour"))
      try window.press("q")
      #expect(try window.status() == 0)
      #expect(!FileManager.default.fileExists(atPath: "\(runs.folder.path)/settings"))
    }
  }
}

/// The command of the tour.
@Suite struct TourCommandTests {
  @Test func theHelpNamesTheKeysAndTheOptions() throws {
    let result = try Program.run("tour", "--help")
    #expect(result.status == 0)
    for word in ["space bar", "Backspace", "--runs", "--threads", "--ascii", "--data"] {
      #expect(result.output.contains(word), "\(word)")
    }
  }

  @Test(arguments: [
    (["tour", "--once", "80x24"], "alexnet: --once prints one frame, and the tour needs keys. "),
    (["tour", "--plain"], "alexnet: --plain has no screen to explain. "),
    (["tour", "--lane", "lrn=off"], "alexnet: there is no option --lane here. "),
    (["tour", "now"], "alexnet: "), (["tour", "--rate", "fast"], "alexnet: "),
    (["tuor"], "alexnet: there is no command 'alexnet tuor'. Did you mean `alexnet tour`? "),
    (["tour"], "alexnet: "),
  ])
  func badOptionsAndAPipeAreRefused(arguments: [String], beginning: String) throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(arguments, home: folder.path)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errorText.hasPrefix(beginning), "\(result.errorText)")
    #expect(result.errorText.hasSuffix(".\n") && result.errorText.count { $0 == "\n" } == 1)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/.local"))
  }
}
