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
      var state = DashboardState(lanes: [])
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
}
