import Checksums
import Foundation
import LoopbackServer
import Testing

@testable import Downloads

/// The download of a set of several files without an archive.
@Suite struct FileSets {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "file-sets-\(UUID().uuidString)").path()
  private let contents = [
    "one.gz": [UInt8](repeating: 1, count: 1_000), "two.gz": [UInt8](repeating: 2, count: 50),
  ]

  private var set: PublicDataSet {
    PublicDataSet(
      name: "digits", base: "https://example.com/never",
      files: contents.sorted { $0.key < $1.key }.map { name, bytes in
        (name, bytes.count, SHA256.digits(of: bytes))
      })
  }

  /// Serves the files of the set, calls `body` and deletes the folder.
  /// - Parameters:
  ///   - refusal: The number of a request that is refused, from 0.
  ///   - corrupt: The name of a file that is sent with a wrong byte.
  private func serving(
    refusing refusal: Int? = nil, corrupting corrupt: String? = nil,
    _ body: (Server) throws -> Void
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let server = try Server { [contents] number, request in
      let name = request.line.split(separator: " ")[1].split(separator: "/").last.map(String.init)
      guard number != refusal else { return .status(403) }
      guard var bytes = contents[name ?? ""] else { return .status(404) }
      if name == corrupt { bytes[0] ^= 1 }
      return request.first.map { .rest(of: bytes, from: $0) } ?? .whole(bytes)
    }
    defer { server.stop() }
    try body(server)
  }

  private func get(
    _ server: Server, onStage: @escaping (DataSetDownload.Stage) -> Void = { _ in }
  ) throws {
    var retries = RetryPolicy()
    retries.pause = .zero
    retries.attempts = 1
    try DataSetDownload(of: set, in: root, from: server.url(), retries: retries, onStage: onStage)
      .run()
  }

  private var found: [String] {
    (FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []).sorted()
  }
  private let expected = ["digits", "digits/one.gz", "digits/two.gz"]

  @Test func allFilesAreFetchedIntoTheFolder() throws {
    try serving { server in
      var stages: [DataSetDownload.Stage] = []
      try get(server, onStage: { stages.append($0) })
      #expect(found == expected)
      #expect(
        FileManager.default.contents(atPath: "\(root)/digits/two.gz").map { [UInt8]($0) }
          == contents["two.gz"])
      #expect(stages.last == .fetching(bytes: 1_050, total: 1_050))
      #expect(stages.contains(.fetching(bytes: 1_000, total: 1_050)))
      try get(server)
      #expect(server.requests.count == 2)
    }
  }

  @Test func fetchedFilesAreNotFetchedAgain() throws {
    try serving(refusing: 1) { server in
      #expect(throws: DownloadError.refused(url: "\(server.url())/two.gz", status: 403)) {
        try get(server)
      }
      #expect(!found.contains("digits"))
      try get(server)
      #expect(found == expected)
      let names = server.requests.map { $0.line.split(separator: " ")[1].suffix(6) }
      #expect(names == ["one.gz", "two.gz", "two.gz"])
    }
  }

  @Test func aFileWithAWrongChecksumIsRefused() throws {
    try serving(corrupting: "two.gz") { server in
      #expect {
        try get(server)
      } throws: {
        guard case .wrongChecksum? = $0 as? DownloadError else { return false }
        return true
      }
      #expect(!found.contains("digits") && !found.contains { $0.hasSuffix("two.gz") })
    }
  }

  @Test func filesOfTheUserAreVerifiedAndTheOthersFetched() throws {
    try serving { server in
      let file = "\(root)/digits/one.gz"
      try FileManager.default.createDirectory(
        atPath: "\(root)/digits", withIntermediateDirectories: true)
      try Data([1, 2, 3]).write(to: URL(filePath: file))
      #expect(throws: DownloadError.wrongLength(source: file, bytes: 3, expected: 1_000)) {
        try get(server)
      }
      #expect(FileManager.default.contents(atPath: file)?.count == 3)
      try Data(contents["one.gz"]!).write(to: URL(filePath: file))
      try get(server)
      #expect(found == expected)
      #expect(server.requests.count == 1)
    }
  }

  @Test func aCompleteSetIsVerifiedWithoutARequest() throws {
    try serving { server in
      try get(server)
      let requests = server.requests.count
      try get(server)
      let file = "\(root)/digits/two.gz"
      var bytes = contents["two.gz"]!
      bytes[0] ^= 1
      try Data(bytes).write(to: URL(filePath: file))
      #expect { try get(server) } throws: { error in
        if case .wrongChecksum = error as? DownloadError { true } else { false }
      }
      #expect(found == expected)
      #expect(server.requests.count == requests)
    }
  }
}
