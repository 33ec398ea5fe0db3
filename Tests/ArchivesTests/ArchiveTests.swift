import Archives
import Testing

@Suite struct ArchivesByStreaming {
  private let folder: Folder
  private let large = noise(700_001)

  init() throws { folder = try Folder() }

  /// A folder and three files: small, large, empty.
  private var tar: Tar {
    var tar = Tar()
    tar.add("a folder/", type: "5")
    tar.add("a folder/small ü", Array("hello".utf8))
    tar.add("large", large)
    tar.add("empty")
    return tar
  }

  private func members(of archive: Archive) throws -> [Archive.Member] {
    var members: [Archive.Member] = []
    while let member = try archive.next() { members.append(member) }
    return members
  }

  private func check(_ path: String) throws {
    let archive = try Archive(path: path)
    var found: [String: [UInt8]] = [:]
    while let member = try archive.next() {
      if member.kind == .file { found[member.path] = try archive.contents(limit: 1 << 20) }
    }
    #expect(found == ["a folder/small ü": Array("hello".utf8), "large": large, "empty": []])
  }

  @Test func theMembersOfATarAreInOrder() throws {
    let path = try folder.file("a.tar", tar.ended)
    try check(path)
    let members = try members(of: Archive(path: path))
    #expect(members.map(\.path) == ["a folder/", "a folder/small ü", "large", "empty"])
    #expect(members.map(\.size) == [0, 5, 700_001, 0])
    #expect(members.map(\.kind) == [.folder, .file, .file, .file])
  }

  @Test(arguments: ["gzip", "bzip2", "xz"])
  func compressionIsDetected(program: String) throws {
    _ = try folder.file("a.tar", tar.ended)
    try folder.run(program, "a.tar")
    let packed = try #require(folder.contents.first { $0.hasPrefix("a.tar.") })
    try check("\(folder.path)/\(packed)")
  }

  @Test func aZipIsRead() throws {
    let archive = try Archive(path: folder.file("a.zip", Self.zip))
    #expect(try archive.next()?.path == "dir/hello.txt")
    #expect(try archive.contents(limit: 100) == Array("hello zip\n".utf8))
    #expect(try archive.next() == nil)
  }

  @Test func aZipWithAWrongChecksumIsDamaged() throws {
    var bytes = Self.zip
    let place = try #require(bytes.firstRange(of: Array("hello zip".utf8)))
    bytes[place.lowerBound] ^= 1
    let archive = try Archive(path: folder.file("a.zip", bytes))
    _ = try archive.next()
    #expect {
      try archive.contents(limit: 100)
    } throws: {
      guard case .damaged(_, "dir/hello.txt", _) = $0 as? ArchiveError else { return false }
      return true
    }
  }

  @Test func aTarInATarIsReadInPlace() throws {
    var outer = Tar()
    outer.add("first.tar", tar.ended)
    var second = Tar()
    second.add("x", [1, 2, 3])
    outer.add("second.tar", second.ended)
    outer.add("after", [9])
    let archive = try Archive(path: folder.file("outer.tar", outer.ended))

    _ = try archive.next()
    do {
      let inner = try Archive(memberOf: archive)
      #expect(inner.name == "\(folder.path)/outer.tar: first.tar")
      _ = try inner.next()
      _ = try inner.next()
      #expect(try inner.contents(limit: 10) == Array("hello".utf8))
    }
    // The rest of the first is skipped.
    #expect(try archive.next()?.path == "second.tar")
    do {
      let inner = try Archive(memberOf: archive)
      #expect(try inner.next()?.path == "x")
      #expect(try inner.contents(limit: 10) == [1, 2, 3])
      #expect(try inner.next() == nil)
    }
    #expect(try archive.next()?.path == "after")
    #expect(try archive.contents(limit: 10) == [9])
    #expect(try archive.next() == nil)
  }

  /// Cuts a tar at different places. Its members are read or skipped. After the first of the two blocks at
  /// the end nothing is lost.
  @Test func aTarThatEndsTooEarlyIsAnError() throws {
    let bytes = tar.bytes
    for end in [1, 511, 512, 1024, 1029, 1536, 2000, 400_000, 702_000, bytes.count] {
      let path = try folder.file("cut.tar", Array(bytes[..<end]))
      #expect(throws: ArchiveError.self, "skipped, \(end)") {
        _ = try members(of: Archive(path: path))
      }
      #expect(throws: ArchiveError.self, "read, \(end)") { try check(path) }
    }
    let path = try folder.file("cut.tar", Array(bytes[..<400_000]))
    #expect(throws: ArchiveError.truncated(archive: path, member: "large")) { try check(path) }
    let between = try folder.file("cut.tar", bytes)
    #expect(throws: ArchiveError.truncated(archive: between, member: "empty")) {
      try check(between)
    }
  }

  @Test func aTruncatedTarInACompleteOneIsAnError() throws {
    for end in [1024, 1536, 300_000, tar.bytes.count] {
      var outer = Tar()
      outer.add("inner.tar", Array(tar.bytes[..<end]))
      let archive = try Archive(path: folder.file("outer.tar", outer.ended))
      _ = try archive.next()
      let inner = try Archive(memberOf: archive)
      #expect(throws: ArchiveError.self, "\(end)") { while try inner.next() != nil {} }
    }
  }

  @Test func aTruncatedCompressedTarIsAnError() throws {
    _ = try folder.file("a.tar", tar.ended)
    try folder.run("gzip", "a.tar")
    let packed = try #require(folder.bytes(of: "a.tar.gz"))
    for end in [15, 100, packed.count / 2, packed.count - 9] {
      let path = try folder.file("cut.tgz", Array(packed[..<end]))
      #expect(throws: ArchiveError.self, "\(end)") { try check(path) }
    }
  }

  /// Only the headers of a tar have checksums, so some changes are not detected.
  @Test func flippedBitsCauseNoOtherErrorsThanArchiveErrors() throws {
    var small = Tar()
    small.add("a", noise(600))
    small.add("b", noise(100))
    let bytes = small.ended
    var errors = 0
    for bit in stride(from: 0, to: bytes.count * 8, by: 101) {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      do {
        let archive = try Archive(path: folder.file("flipped.tar", flipped))
        while try archive.next() != nil { _ = try archive.contents(limit: 1 << 20) }
      } catch {
        #expect(error is ArchiveError)
        errors += 1
      }
    }
    #expect(errors > 0)
  }

  @Test func aFileThatIsNotAnArchiveIsRefused() throws {
    for bytes in [noise(5_000), Array("not an archive".utf8)] {
      let path = try folder.file("other", bytes)
      #expect {
        try Archive(path: path).next()
      } throws: {
        guard case .damaged(path, nil, _) = $0 as? ArchiveError else { return false }
        return true
      }
    }
    #expect(throws: ArchiveError.unreadable(archive: "/nowhere.tar", code: 2)) {
      try Archive(path: "/nowhere.tar")
    }
    let path = folder.path
    #expect(throws: ArchiveError.unreadable(archive: path, code: 21)) {
      try Archive(path: path).next()
    }
  }

  @Test func aMemberThatIsTooLargeIsRefused() throws {
    let path = try folder.file("a.tar", tar.ended)
    let archive = try Archive(path: path)
    for _ in 1...3 { _ = try archive.next() }
    #expect(throws: ArchiveError.tooLarge(archive: path, member: "large", limit: 700_000)) {
      try archive.contents(limit: 700_000)
    }
    // No memory is allocated for a size that is only in the header.
    var wrong = Tar()
    wrong.add("huge", size: 1 << 32, [1])
    let other = try Archive(path: folder.file("wrong.tar", wrong.ended))
    _ = try other.next()
    #expect(throws: ArchiveError.self) { try other.contents(limit: 1 << 20) }
  }

  @Test func contentsFitExactlyAtTheLimit() throws {
    let archive = try Archive(path: folder.file("a.tar", tar.ended))
    for _ in 1...3 { _ = try archive.next() }
    #expect(try archive.contents(limit: 700_001) == large)
  }

  /// A zip made by Info-ZIP with one uncompressed file, dir/hello.txt.
  private static let zip: [UInt8] = [
    0x50, 0x4b, 0x03, 0x04, 0x0a, 0x00, 0x00, 0x00, 0x00, 0x00, 0x8f, 0x72, 0x75, 0x5d,
    0x48, 0xc9, 0x11, 0x48, 0x0a, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x00,
    0x00, 0x00, 0x64, 0x69, 0x72, 0x2f, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x2e, 0x74, 0x78,
    0x74, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x20, 0x7a, 0x69, 0x70, 0x0a, 0x50, 0x4b, 0x01,
    0x02, 0x1e, 0x03, 0x0a, 0x00, 0x00, 0x00, 0x00, 0x00, 0x8f, 0x72, 0x75, 0x5d, 0x48,
    0xc9, 0x11, 0x48, 0x0a, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xa4, 0x81, 0x00, 0x00, 0x00,
    0x00, 0x64, 0x69, 0x72, 0x2f, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x2e, 0x74, 0x78, 0x74,
    0x50, 0x4b, 0x05, 0x06, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x3b, 0x00,
    0x00, 0x00, 0x35, 0x00, 0x00, 0x00, 0x00, 0x00,
  ]
}
