import Foundation
import Testing

@testable import Machine

@Suite struct HomeFolderTests {
  private let home = (ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory())

  @Test func aTildeStandsForTheFolderOfTheUser() {
    #expect("~".withoutTilde == home)
    #expect("~/runs/a~b".withoutTilde == "\(home)/runs/a~b")
  }

  @Test func aTildeWithANameStandsForTheFolderOfThatUser() throws {
    let users = try String(contentsOfFile: "/etc/passwd", encoding: .utf8)
    let root = try #require(users.split(separator: "\n").first { $0.hasPrefix("root:") })
    let folder = root.split(separator: ":", omittingEmptySubsequences: false)[5]
    #expect("~root/a".withoutTilde == "\(folder)/a")
  }

  @Test(arguments: ["", "a", "/a/~", "a/~/b", "~no such user/a"])
  func otherPathsStay(path: String) { #expect(path.withoutTilde == path) }

  @Test func onlyAPathBelowTheFolderOfTheUserIsAbbreviated() {
    #expect("\(home)/a b".homeAbbreviated == "~/a b")
    #expect(home.homeAbbreviated == home)
    #expect("\(home)er/a".homeAbbreviated == "\(home)er/a")
  }
}
