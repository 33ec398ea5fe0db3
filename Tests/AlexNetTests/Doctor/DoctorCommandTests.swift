import Foundation
import Testing

@testable import AlexNet

@Suite struct DoctorCommandTests {
  /// The variables of a terminal that shows everything.
  private static let terminal = [
    "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8",
  ]

  private func report(
    _ arguments: [String] = [], home: String, _ environment: [String: String] = terminal
  ) throws -> (status: Int32, checks: [String: [String: Any]]) {
    let result = try Program.run(
      ["doctor", "--json"] + arguments, home: home, environment: environment)
    #expect(result.errorText.isEmpty)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let checks = try #require(json["checks"] as? [[String: Any]])
    let named = try checks.map { (try #require($0["name"] as? String), $0) }
    return (result.status, Dictionary(uniqueKeysWithValues: named))
  }

  @Test func itReportsThisMachine() throws {
    let folder = try TemporaryFolder()
    let (status, checks) = try report(home: folder.path)
    #expect(status == 0)
    #expect(checks.keys.contains("processor"))
    #expect(checks["colours"]?["state"] as? String == "ok")
    #expect(checks["Unicode"]?["state"] as? String == "ok")
    let runs = try #require(checks["runs"]?["facts"] as? [String: Any])
    #expect(runs["path"] as? String == "\(folder.path)/.local/share/alexnet/runs")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/.local"))
  }

  @Test func theVariablesOfTheUserAreFollowed() throws {
    let folder = try TemporaryFolder()
    let (status, checks) = try report(
      home: folder.path, ["TERM": "dumb", "OMP_NUM_THREADS": "1", "LANG": "C"])
    #expect(status == 0)
    #expect(checks["terminal"]?["state"] as? String == "limited")
    #expect(checks["colours"] == nil)
    let threads = try #require(checks["threads"]?["facts"] as? [String: Any])
    #expect(threads["threads"] as? Int == 1)
  }

  @Test func aFolderOfRunsThatCannotBeWrittenIsAFailure() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("file", "")
    let (status, checks) = try report(["--runs", file], home: folder.path)
    #expect(status == 1)
    #expect(checks["runs"]?["state"] as? String == "failed")
  }

  @Test func theTextHasOneLineForEachValue() {
    let report = DoctorReport(
      version: "1.2.3",
      checks: [
        DoctorCheck(
          .computing, "threads", state: .limited, "1 of 2", advice: "Use more of them, please."),
        DoctorCheck(.folders, "runs", "/home/ada/runs"),
      ])
    #expect(
      report.text(width: 40) == """
        alexnet 1.2.3, commit unknown

        Computing
          limited  threads  1 of 2
                            Use more of them,
                            please.

        Folders
          ok       runs     /home/ada/runs

        Training is possible here. The lines above say what could be better.
        """)
  }

  @Test(arguments: [
    ([DoctorCheck.State.ok, .limited, .missing], false), ([.ok, .failed], true),
  ])
  func onlyAFailedCheckChangesTheStatus(states: [DoctorCheck.State], hasFailed: Bool) {
    let checks = states.map { DoctorCheck(.computing, "a", state: $0, "b") }
    #expect(DoctorReport(version: "1", checks: checks).hasFailed == hasFailed)
  }
}
