import Foundation
import Testing

@testable import Machine

@Suite struct TheAccessToAFolder {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "alexnet-access-\(UUID().uuidString)").path(percentEncoded: false)

  init() throws {
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  @Test func ofAMissingFolderIsThatOfTheNearestFolderAboveIt() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let missing = FolderAccess(of: root + "/a/b/c")
    #expect(missing.path == root + "/a/b/c")
    #expect(missing.isWritable)
    #expect(missing.freeBytes != nil)
    #expect(!FileManager.default.fileExists(atPath: root + "/a"))
  }

  @Test func belowAFileDoesNotExist() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let file = root + "/file"
    try Data().write(to: URL(filePath: file))
    #expect(!FolderAccess(of: file).isWritable)
    #expect(!FolderAccess(of: file + "/runs").isWritable)
  }

  /// The superuser can write into folders whose mode forbids it.
  @Test(.enabled(if: geteuid() != 0)) func followsTheMode() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: root)
    #expect(!FolderAccess(of: root + "/runs").isWritable)
  }

  @Test func countsTheBytesOfTheDisk() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(try #require(FolderAccess.freeBytes(in: root)) > 0)
    #expect(FolderAccess.freeBytes(in: root + "/missing") == nil)
  }
}

@Suite struct TheFoldersOfAUser {
  @Test(
    arguments: [
      (["HOME": "/home/ada"], "/home/ada/.local/share/alexnet", "/home/ada/.config/alexnet"),
      (
        ["HOME": "/home/ada", "XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "/settings"],
        "/data/alexnet", "/settings/alexnet"
      ),
      // Paths that are not absolute are ignored.
      (
        ["HOME": "/home/ada", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": ""],
        "/home/ada/.local/share/alexnet", "/home/ada/.config/alexnet"
      ),
      (["XDG_DATA_HOME": "/data"], "/data/alexnet", nil),
      (["HOME": "ada"], nil, nil), ([:], nil, nil),
    ] as [([String: String], String?, String?)])
  func followTheSpecification(environment: [String: String], data: String?, settings: String?) {
    #expect(UserFolders.data(environment) == data)
    #expect(UserFolders.settings(environment) == settings)
  }
}
