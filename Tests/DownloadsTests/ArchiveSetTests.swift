import Archives
import Checksums
import Foundation
import LoopbackServer
import Testing

@testable import Downloads

/// The download of a set that is published as an archive.
@Suite struct ArchiveSets {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "archive-sets-\(UUID().uuidString)").path()
  private var directory: String { "\(root)/data" }

  init() throws {
    try FileManager.default.createDirectory(
      atPath: "\(root)/set/inner", withIntermediateDirectories: true)
    try Data("one".utf8).write(to: URL(filePath: "\(root)/set/file"))
    try Data("two".utf8).write(to: URL(filePath: "\(root)/set/inner/file"))
  }

  /// Packs an archive in the root folder, serves it, calls `body` and deletes the folder.
  /// - Parameters:
  ///   - packing: Arguments of `tar`.
  ///   - folder: The folder that is expected in the archive.
  private func serving(
    _ packing: [String], folder: String = "set",
    _ body: (PublicDataSet, Server, [UInt8]) throws -> Void
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["tar", "-czf", "set.tgz"] + packing
    process.currentDirectoryURL = URL(filePath: root)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(root)/set.tgz")))
    let server = try Server { number, request in
      // The first response is cut, so each test includes an interruption.
      number == 0
        ? .whole(bytes).cut(after: bytes.count / 2)
        : request.first.map { .rest(of: bytes, from: $0) } ?? .whole(bytes)
    }
    defer { server.stop() }
    let file = RemoteFile(
      url: server.url(), bytes: bytes.count,
      checksum: SHA256.digits(of: bytes))
    let set = PublicDataSet(
      name: "set", file: file, archive: "set.tgz", folder: folder,
      limits: Unpacking.Limits(bytes: 1_000, members: 10))
    try body(set, server, bytes)
  }

  private func get(
    _ set: PublicDataSet, shouldStop: @escaping () -> Bool = { false },
    onStage: @escaping (DataSetDownload.Stage) -> Void = { _ in }
  ) throws {
    var retries = RetryPolicy()
    retries.pause = .zero
    try DataSetDownload(
      of: set, in: directory, retries: retries, shouldStop: shouldStop, onStage: onStage
    ).run()
  }

  private var contents: [String] {
    (FileManager.default.enumerator(atPath: directory)?.allObjects as? [String] ?? []).sorted()
  }
  private let expected = ["set", "set/file", "set/inner", "set/inner/file"]

  @Test func aSetIsFetchedAndUnpacked() throws {
    try serving(["set"]) { set, server, bytes in
      var stages: [DataSetDownload.Stage] = []
      try get(set, onStage: { stages.append($0) })
      #expect(contents == expected)
      #expect(stages.last == .unpacking)
      #expect(stages.dropLast().last == .fetching(bytes: bytes.count, total: bytes.count))
      #expect(server.requests.count == 2)
      // A complete set is not requested again.
      try get(set)
      #expect(server.requests.count == 2)
    }
  }

  @Test func anArchiveOfTheUserIsUsedAndKept() throws {
    try serving(["set"]) { set, server, bytes in
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(filePath: "\(directory)/set.tgz"))
      try get(set)
      #expect(contents == (expected + ["set.tgz"]).sorted())
      #expect(server.requests.isEmpty)
    }
  }

  @Test func anArchiveThatLeadsOutsideIsRefusedAndLeavesNoFiles() throws {
    try serving(["-P", "--transform", "s,^set/file,../evil,", "set"]) { set, _, _ in
      #expect {
        try get(set)
      } throws: {
        guard case .leadsOutside(_, "../evil") = $0 as? ArchiveError else { return false }
        return true
      }
      #expect(contents == ["set.tgz"])
      #expect(!FileManager.default.fileExists(atPath: "\(root)/evil"))
    }
  }

  @Test func anArchiveWithoutTheFolderIsRefused() throws {
    try serving(["set"], folder: "other") { set, _, _ in
      #expect {
        try get(set)
      } throws: {
        guard case .damaged = $0 as? ArchiveError else { return false }
        return true
      }
      #expect(contents == ["set.tgz"])
    }
  }

  @Test func aPartlyUnpackedFolderIsDeleted() throws {
    try serving(["set"]) { set, server, _ in
      var isUnpacking = false
      #expect(throws: ArchiveError.stopped) {
        try get(set, shouldStop: { isUnpacking }, onStage: { isUnpacking = $0 == .unpacking })
      }
      #expect(contents == ["set.tgz"])
      // The state after a crash.
      try FileManager.default.createDirectory(
        atPath: "\(directory)/.set.unpacking/set", withIntermediateDirectories: true)
      try Data("old".utf8).write(to: URL(filePath: "\(directory)/.set.unpacking/set/old"))
      try get(set)
      #expect(contents == (expected + ["set.tgz"]).sorted())
      #expect(server.requests.count == 2)
    }
  }

  /// A set is changed in several places at once: address, name, length and checksum.
  @Test func theDescriptionsOfTheSetsAreConsistent() {
    for set in PublicDataSet.all {
      for named in set.files {
        let file = named.remote
        #expect(file.url.hasPrefix("https://") && file.url.hasSuffix("/\(named.name)"))
        #expect(file.checksum.count == 64 && file.checksum.allSatisfy(\.isHexDigit))
        #expect(file.checksum == file.checksum.lowercased())
      }
      #expect(Set(set.files.map(\.remote.checksum)).count == set.files.count)
      #expect(set.bytes < set.unpackingLimits?.bytes ?? 64 << 20)
      #expect((set.unpackingLimits == nil) == (set.files.count == 4))
    }
  }
}
