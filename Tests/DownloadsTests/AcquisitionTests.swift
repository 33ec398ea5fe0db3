import Archives
import Checksums
import Foundation
import LoopbackServer
import Testing

@testable import Downloads

@Suite struct Acquisitions {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "acquisitions-\(UUID().uuidString)").path()
  private var place: String { "\(root)/data" }

  init() throws {
    try FileManager.default.createDirectory(
      atPath: "\(root)/set/inner", withIntermediateDirectories: true)
    try Data("one".utf8).write(to: URL(filePath: "\(root)/set/file"))
    try Data("two".utf8).write(to: URL(filePath: "\(root)/set/inner/file"))
  }

  /// Packs what is in the root, serves it, and cleans up.
  private func serving(
    _ packing: [String], folder: String = "set", _ body: (FreeSet, Server, [UInt8]) throws -> Void
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
      // The first answer is cut, so that what is tried is not the fair weather alone.
      number == 0
        ? .whole(bytes).cut(after: bytes.count / 2)
        : request.first.map { .rest(of: bytes, from: $0) } ?? .whole(bytes)
    }
    defer { server.stop() }
    let file = RemoteFile(
      url: server.url(), bytes: bytes.count,
      checksum: SHA256.digits(of: bytes))
    let set = FreeSet(
      name: "set", file: file, archive: "set.tgz", folder: folder,
      limits: Unpacking.Limits(bytes: 1_000, members: 10))
    try body(set, server, bytes)
  }

  private func get(
    _ set: FreeSet, shouldStop: @escaping () -> Bool = { false },
    onStage: @escaping (Acquisition.Stage) -> Void = { _ in }
  ) throws {
    var patience = Download.Patience()
    patience.pause = .zero
    try Acquisition(
      of: set, in: place, patience: patience, shouldStop: shouldStop, onStage: onStage
    ).run()
  }

  private var contents: [String] {
    (FileManager.default.enumerator(atPath: place)?.allObjects as? [String] ?? []).sorted()
  }
  private let wanted = ["set", "set/file", "set/inner", "set/inner/file"]

  @Test func aSetIsFetchedUnpackedAndPlaced() throws {
    try serving(["set"]) { set, server, bytes in
      var stages: [Acquisition.Stage] = []
      try get(set, onStage: { stages.append($0) })
      #expect(contents == wanted)
      #expect(stages.last == .unpacking)
      #expect(stages.dropLast().last == .fetching(bytes: bytes.count, total: bytes.count))
      #expect(server.requests.count == 2)
      // It is there; nobody is asked again.
      try get(set)
      #expect(server.requests.count == 2)
    }
  }

  @Test func anArchiveThatLiesThereIsUsedAndLeft() throws {
    try serving(["set"]) { set, server, bytes in
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(filePath: "\(place)/set.tgz"))
      try get(set)
      #expect(contents == (wanted + ["set.tgz"]).sorted())
      #expect(server.requests.isEmpty)
    }
  }

  @Test func anArchiveThatLeadsOutsideLeavesNothing() throws {
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

  @Test func whatWasUnpackedInPartIsThrownAway() throws {
    try serving(["set"]) { set, server, _ in
      var isUnpacking = false
      #expect(throws: ArchiveError.stopped) {
        try get(set, shouldStop: { isUnpacking }, onStage: { isUnpacking = $0 == .unpacking })
      }
      #expect(contents == ["set.tgz"])
      // As after a crash.
      try FileManager.default.createDirectory(
        atPath: "\(place)/.set.unpacking/set", withIntermediateDirectories: true)
      try Data("old".utf8).write(to: URL(filePath: "\(place)/.set.unpacking/set/old"))
      try get(set)
      #expect(contents == (wanted + ["set.tgz"]).sorted())
      #expect(server.requests.count == 2)
    }
  }

  /// So that nobody changes one and forgets the other.
  @Test func theSetsAreDescribedInFull() {
    for set in FreeSet.all {
      for piece in set.pieces {
        let file = piece.file
        #expect(file.url.hasPrefix("https://") && file.url.hasSuffix("/\(piece.name)"))
        #expect(file.checksum.count == 64 && file.checksum.allSatisfy(\.isHexDigit))
        #expect(file.checksum == file.checksum.lowercased())
      }
      #expect(Set(set.pieces.map(\.file.checksum)).count == set.pieces.count)
      #expect(set.bytes < set.limits?.bytes ?? 64 << 20)
      #expect((set.limits == nil) == (set.pieces.count == 4))
    }
  }
}
