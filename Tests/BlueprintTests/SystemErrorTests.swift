import Blueprint
import Foundation
import Testing

/// The operating system's reasons for errors of files. The codes are Linux's, from errno(3).
@Suite struct SystemErrorTests {
  private func error(reading path: String) throws -> any Error {
    try #require(throws: (any Error).self) { try Data(contentsOf: URL(filePath: path)) }
  }

  @Test(arguments: [("/nowhere/file", 2), ("/", 21), ("/dev/null/file", 20)])
  func aFileThatCannotBeReadHasTheSystemsCode(path: String, code: CInt) throws {
    let error = try error(reading: path)
    #expect(error.systemCode == code)
    #expect(error.systemReason == String(cString: strerror(code)))
  }

  @Test func anErrorThatTheSystemDidNotCauseHasNoReason() throws {
    let error = try #require(throws: DecodingError.self) {
      try JSONDecoder().decode([Int].self, from: Data("{}".utf8))
    }
    #expect(error.systemCode == nil)
    #expect(error.systemReason == nil)
  }

  @Test func aFolderThatIsGivenAsANetworkFileIsNamedSo() throws {
    #expect(throws: BlueprintError.unreadableFile(path: "/", reason: String(cString: strerror(21))))
    {
      try NetworkSpec(contentsOf: "/")
    }
  }
}
