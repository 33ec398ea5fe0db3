import TerminalUI
import Testing

@testable import AlexNet
@testable import Dashboard

@Suite struct HelpTexts {
  /// A user who presses a number of the help sees the screen that stands beside it.
  @Test func theScreensHaveTheNumbersThatChooseThem() {
    let watch = AlexNetCommand.helpMessage(for: Watch.self)
    var titles: [String] = []
    for number in 1...DashboardState.screens.count {
      var state = DashboardState()
      let key = Key.character(Unicode.Scalar(UInt8(ascii: "0") + UInt8(number)))
      _ = update(&state, .terminal(.key(key)))
      titles.append(state.screen.title.lowercased())
      #expect(watch.contains("\n  \(number)  \(state.screen.help)\n"))
    }
    #expect(Set(titles).count == titles.count)
    let program = AlexNetCommand.helpMessage().split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    let names = titles.joined(separator: ", ")
    #expect(program.contains("1 to \(titles.count) choose what is shown (\(names))"))
  }

  @Test(arguments: [
    ("compare", "alexnet runs compare"), ("prepare", "alexnet data prepare"),
    ("trian", "alexnet train"), ("stop", "alexnet attach"), ("networks", "alexnet help networks"),
  ])
  func anUnknownCommandIsFoundBelowOthers(word: String, command: String) {
    let error = UnknownCommand(word: word, command: "alexnet", known: AlexNetCommand.names)
    #expect(error.remedy.hasPrefix("Did you mean `\(command)`? "))
  }

  @Test func oneStepIsNotPlural() {
    #expect([0, 1, 1950].map(\.stepsText) == ["0 steps", "1 step", "1,950 steps"])
  }
}
