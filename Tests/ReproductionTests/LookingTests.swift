import Foundation
import Testing

@testable import Reproduction

/// The environment variable that names a folder for the report of the fixture, to look at in a browser.
private let folder = ProcessInfo.processInfo.environment["ALEXNET_REPORT_FOLDER"]

@Suite struct LookingTests {
  @Test(.enabled(if: folder != nil)) func `The report of the fixture is written for a browser`()
    throws
  {
    let folder = try #require(folder)
    let report = try StudyFixture.report()
    try report.html.write(toFile: "\(folder)/report.html", atomically: true, encoding: .utf8)
    try report.markdown.write(toFile: "\(folder)/report.md", atomically: true, encoding: .utf8)
  }
}
