import Dashboard
import Foundation
import TerminalUI
import Testing

@testable import AlexNet

/// How the screen was left is kept between runs, and never in the way.
@Suite struct KeptViewTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var environment: [String: String] {
    ["XDG_CONFIG_HOME": folder.path, "HOME": "/nonexistent"]
  }

  private func write(_ text: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder.path + "/alexnet", withIntermediateDirectories: true)
    _ = try folder.file("alexnet/view.json", text)
  }

  private func press(_ keys: String, _ state: inout DashboardState) {
    for key in keys.unicodeScalars { _ = update(&state, .terminal(.key(.character(key)))) }
  }

  private func messages(_ state: DashboardState) -> String {
    var state = state
    press("m", &state)
    let abilities = TerminalAbilities(depth: .mono, unicode: true)
    return view(state, width: 400, height: 40, abilities: abilities).plainText
  }

  @Test func whatIsChangedIsWrittenWhenItIsLeftAlone() throws {
    var state = DashboardState()
    var kept = KeptView(environment: environment)
    kept.restore(&state)
    kept.note(&state, at: 0)
    press("3x", &state)
    kept.note(&state, at: 1)
    press("y", &state)
    kept.note(&state, at: 2.5)
    kept.note(&state, at: 3.5)
    #expect(folder.text(of: "alexnet/view.json") == nil)
    kept.note(&state, at: 4.6)
    let text = try #require(folder.text(of: "alexnet/view.json"))
    #expect(text.contains(#""screen" : "charts""#) && text.contains(#""logarithmic" : true"#))
    var other = DashboardState()
    var again = KeptView(environment: environment)
    again.restore(&other)
    #expect(other.viewSettings == state.viewSettings)
  }

  @Test func leavingWritesAtOnceAndOnlyWhatHasChanged() throws {
    var state = DashboardState()
    var kept = KeptView(environment: environment)
    kept.restore(&state)
    kept.write(&state)
    #expect(folder.text(of: "alexnet/view.json") == nil)
    press("t", &state)
    kept.write(&state)
    #expect(try #require(folder.text(of: "alexnet/view.json")).contains("light"))
  }

  @Test(arguments: ["", "{", "[]", "\u{0}\u{1}", #"{"screen": 3, "charts": "all"}"#])
  func damageIsPassedOver(text: String) throws {
    try write(text)
    var state = DashboardState()
    var kept = KeptView(environment: environment)
    kept.restore(&state)
    #expect(state.viewSettings == DashboardState().viewSettings)
    press("t", &state)
    kept.write(&state)
    #expect(try #require(folder.text(of: "alexnet/view.json")).contains("light"))
  }

  @Test func whatANewerVersionWroteIsUsedAndLeftAsItIs() throws {
    let text = #"{"version": 99, "theme": "contrast", "holograms": true}"#
    try write(text)
    var state = DashboardState()
    var kept = KeptView(environment: environment)
    kept.restore(&state)
    #expect(messages(state).contains("is of a newer"))
    press("3", &state)
    kept.write(&state)
    #expect(folder.text(of: "alexnet/view.json") == text)
  }

  @Test func whereNothingCanBeWrittenAMessageSaysSoOnce() throws {
    // A file where the folder should be: that stops root too.
    _ = try folder.file("alexnet", "in the way")
    var state = DashboardState()
    var kept = KeptView(environment: environment)
    kept.restore(&state)
    for key in ["3", "t", "y"] {
      press(key, &state)
      kept.write(&state)
    }
    let text = messages(state)
    #expect(text.ranges(of: "is not kept").count == 1)
    var nowhere = KeptView(environment: [:])
    nowhere.restore(&state)
    nowhere.write(&state)
  }
}
