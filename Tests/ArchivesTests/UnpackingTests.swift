import Archives
import Testing

@Suite struct UnpackingSafely {
  private let folder: Folder
  private let limits = Unpacking.Limits(bytes: 10_000, members: 10)

  init() throws { folder = try Folder() }

  private func unpack(_ tar: Tar, shouldStop: @escaping () -> Bool = { false }) throws {
    let archive = try Archive(path: folder.file("a.tar", tar.ended))
    try Unpacking.unpack(
      archive, to: "\(folder.path)/out", limits: limits, shouldStop: shouldStop)
  }

  private var archiveName: String { "\(folder.path)/a.tar" }

  @Test func filesAndFoldersAreUnpacked() throws {
    var tar = Tar()
    tar.add("./", type: "5")
    tar.add("./set/", type: "5")
    tar.add("./set/one", Array("1".utf8))
    tar.add("set//new/two", noise(5_000))
    try unpack(tar)
    #expect(
      folder.contents == [
        "a.tar", "out", "out/set", "out/set/new", "out/set/new/two", "out/set/one",
      ])
    #expect(folder.bytes(of: "out/set/one") == Array("1".utf8))
    #expect(folder.bytes(of: "out/set/new/two") == noise(5_000))
  }

  @Test(arguments: ["../evil", "/evil", "a/../../evil", "..", "./../evil", "//evil", "a/.."])
  func noPathLeadsOutside(path: String) throws {
    var tar = Tar()
    tar.add(path, [1])
    #expect(throws: ArchiveError.leadsOutside(archive: archiveName, member: path)) {
      try unpack(tar)
    }
    #expect(folder.contents == ["a.tar", "out"])
  }

  @Test(arguments: ["1", "2", "3", "4", "6"] as [Character])
  func linksAndDevicesAreRefused(type: Character) throws {
    var tar = Tar()
    tar.add("link", type: type, link: "/etc")
    tar.add("link/evil", [1])
    #expect(throws: ArchiveError.notAFile(archive: archiveName, member: "link")) {
      try unpack(tar)
    }
    #expect(folder.contents == ["a.tar", "out"])
  }

  @Test func aFileIsNotWrittenTwice() throws {
    var tar = Tar()
    tar.add("a", [1])
    tar.add("./a", [2])
    #expect(throws: ArchiveError.unwritable(path: "\(folder.path)/out/a", code: 17)) {
      try unpack(tar)
    }
    #expect(folder.bytes(of: "out/a") == [1])
  }

  @Test func aFileIsNotReplacedByAFolder() throws {
    var tar = Tar()
    tar.add("a", [1])
    tar.add("a/b", [2])
    #expect(throws: ArchiveError.unwritable(path: "\(folder.path)/out/a", code: 17)) {
      try unpack(tar)
    }
  }

  @Test func moreBytesThanTheLimitAreRefused() throws {
    var tar = Tar()
    tar.add("a", noise(5_000))
    tar.add("b", noise(5_001))
    #expect(throws: ArchiveError.tooManyBytes(archive: archiveName, limit: 10_000)) {
      try unpack(tar)
    }
  }

  @Test func moreMembersThanTheLimitAreRefused() throws {
    var tar = Tar()
    for number in 0...10 { tar.add("\(number)") }
    #expect(throws: ArchiveError.tooManyMembers(archive: archiveName, limit: 10)) {
      try unpack(tar)
    }
  }

  @Test func anExistingFolderIsNotTouched() throws {
    var tar = Tar()
    tar.add("a", [1])
    try unpack(tar)
    #expect(throws: ArchiveError.unwritable(path: "\(folder.path)/out", code: 17)) {
      try unpack(tar)
    }
  }

  @Test func unpackingStopsOnRequest() throws {
    var tar = Tar()
    tar.add("a", noise(5_000))
    tar.add("b", noise(5_000))
    var calls = 0
    #expect(throws: ArchiveError.stopped) {
      try unpack(tar) {
        calls += 1
        return calls > 2
      }
    }
    #expect(folder.contents == ["a.tar", "out", "out/a", "out/b"])
  }
}
