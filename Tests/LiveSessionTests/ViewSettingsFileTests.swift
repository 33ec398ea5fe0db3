import Dashboard
import Foundation
import TerminalUI
import Testing

@testable import LiveSession

/// The settings of the view are kept for the next start, and a failure to keep them has no other effect.
@Suite struct ViewSettingsFiles {
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
    try folder.file("alexnet/view.json", text)
  }

  private func press(_ keys: String, _ state: inout DashboardState) {
    for key in keys.unicodeScalars { _ = update(&state, .terminal(.key(.character(key)))) }
  }

  /// The page of messages of a state, as text.
  private func messages(_ state: DashboardState) -> String {
    var state = state
    press("m", &state)
    let capabilities = TerminalCapabilities(depth: .mono, unicode: true)
    return view(state, width: 400, height: 40, capabilities: capabilities).plainText
  }

  @Test func settingsAreWrittenOnceTheyStayUnchanged() throws {
    var state = DashboardState()
    var file = ViewSettingsFile(environment: environment)
    file.restore(&state)
    file.update(&state, at: 0)
    press("3", &state)
    file.update(&state, at: 1)
    press("t", &state)
    file.update(&state, at: 2.5)
    file.update(&state, at: 3.5)
    #expect(folder.text(of: "alexnet/view.json") == nil)
    file.update(&state, at: 4.6)
    let text = try #require(folder.text(of: "alexnet/view.json"))
    #expect(text.contains(#""screen" : "charts""#) && text.contains(#""theme" : "light""#))
    var other = DashboardState()
    var otherFile = ViewSettingsFile(environment: environment)
    otherFile.restore(&other)
    #expect(other.viewSettings == state.viewSettings)
  }

  @Test func onlyChangedSettingsAreWrittenAtTheEnd() throws {
    var state = DashboardState()
    var file = ViewSettingsFile(environment: environment)
    file.restore(&state)
    file.write(&state)
    #expect(folder.text(of: "alexnet/view.json") == nil)
    press("t", &state)
    file.write(&state)
    #expect(try #require(folder.text(of: "alexnet/view.json")).contains("light"))
  }

  @Test(arguments: ["", "{", "[]", "\u{0}\u{1}", #"{"screen": 3, "charts": "all"}"#])
  func aDamagedFileIsReplaced(text: String) throws {
    try write(text)
    var state = DashboardState()
    var file = ViewSettingsFile(environment: environment)
    file.restore(&state)
    #expect(state.viewSettings == DashboardState().viewSettings)
    press("t", &state)
    file.write(&state)
    #expect(try #require(folder.text(of: "alexnet/view.json")).contains("light"))
  }

  @Test func aFileOfANewerVersionIsUsedAndNotChanged() throws {
    let text = #"{"version": 99, "theme": "contrast", "holograms": true}"#
    try write(text)
    var state = DashboardState()
    var file = ViewSettingsFile(environment: environment)
    file.restore(&state)
    #expect(messages(state).contains("\(folder.path)/alexnet/view.json"))
    press("3", &state)
    file.write(&state)
    #expect(folder.text(of: "alexnet/view.json") == text)
  }

  /// Begins a session with the file that offers the tour; returns whether the screen shows it, and the messages.
  private func offer() -> (isMade: Bool, messages: String) {
    var state = DashboardState()
    var file = ViewSettingsFile(environment: environment)
    file.restore(&state)
    file.offerTour(&state)
    let capabilities = TerminalCapabilities(depth: .mono, unicode: true)
    let text = view(state, width: 120, height: 40, capabilities: capabilities).plainText
    return (text.contains("starts a tour"), messages(state))
  }

  @Test func theTourIsOfferedOnceAlsoAfterACrash() throws {
    #expect(offer().isMade)
    #expect(try #require(folder.text(of: "alexnet/view.json")).contains(#""tour" : true"#))
    #expect(!offer().isMade)
  }

  @Test func aFileOfAnEarlierVersionKeepsItsSettings() throws {
    try write(#"{"version": 1, "theme": "contrast"}"#)
    #expect(offer().isMade)
    let text = try #require(folder.text(of: "alexnet/view.json"))
    #expect(text.contains("contrast") && text.contains("tour"))
    #expect(!offer().isMade)
  }

  /// An offer that cannot be remembered would be made at each start.
  @Test(arguments: ["{", "", #"{"version": 99}"#])
  func nothingIsOfferedBesideADamagedOrNewerFile(text: String) throws {
    try write(text)
    #expect(!offer().isMade)
    #expect(folder.text(of: "alexnet/view.json") == text)
  }

  @Test func nothingIsOfferedThatCannotBeRemembered() throws {
    try folder.file("alexnet", "not a folder")
    let offer = offer()
    #expect(!offer.isMade)
    #expect(offer.messages.contains("cannot be written"))
    var state = DashboardState()
    var fileWithoutFolder = ViewSettingsFile(environment: [:])
    fileWithoutFolder.offerTour(&state)
    #expect(state.canOfferTour)
  }

  @Test func aFileThatCannotBeWrittenIsReportedOnce() throws {
    // A file in the place of the folder stops a superuser too.
    try folder.file("alexnet", "not a folder")
    var state = DashboardState()
    var file = ViewSettingsFile(environment: environment)
    file.restore(&state)
    for key in ["3", "t", "y"] {
      press(key, &state)
      file.write(&state)
    }
    #expect(messages(state).ranges(of: "\(folder.path)/alexnet/view.json").count == 1)
    var fileWithoutFolder = ViewSettingsFile(environment: [:])
    fileWithoutFolder.restore(&state)
    fileWithoutFolder.write(&state)
  }
}
