import Checksums
import Foundation
import LoopbackServer
import Testing

@testable import Downloads

/// Downloads from servers that interrupt, stall, change or refuse.
@Suite struct DownloadsFromABadServer {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "downloads-\(UUID().uuidString)")
  let contents: [UInt8] = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// A server and the folder that is deleted after the test.
  struct Setup {
    var server: Server
    var folder: URL

    func run(_ body: (Server) throws -> Void) throws {
      defer {
        server.stop()
        try? FileManager.default.removeItem(at: folder)
      }
      try body(server)
    }
  }

  func against(
    _ script: @escaping @Sendable (Int, Server.Request) -> Server.Response
  ) throws -> Setup {
    Setup(server: try Server(script), folder: folder)
  }

  var path: String { folder.appending(path: "set.tgz").path() }
  var files: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()) ?? []
  }
  var fetched: [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }
  var partialLength: Int? { FileLength.of("\(path).part") }

  var checksum: String { SHA256.digits(of: contents) }

  func fetch(_ server: Server, shouldStop: @escaping () -> Bool = { false }) throws {
    let file = RemoteFile(url: server.url(), bytes: contents.count, checksum: checksum)
    var retries = RetryPolicy()
    retries.stallSeconds = 1
    retries.pause = .zero
    retries.attempts = 3
    try Download.fetch(file, to: path, retries: retries, shouldStop: shouldStop)
  }

  func fails(
    _ server: Server, sourceLocation: SourceLocation = #_sourceLocation,
    with isExpected: (DownloadError) -> Bool
  ) {
    #expect(sourceLocation: sourceLocation) {
      try fetch(server)
    } throws: {
      isExpected($0 as! DownloadError)
    }
    #expect(fetched == nil, sourceLocation: sourceLocation)
  }

  @Test func aGoodServerReceivesOneRequest() throws {
    try against({ [contents] _, _ in .whole(contents) }).run { server in
      try fetch(server)
      #expect(fetched == contents)
      #expect(files == ["set.tgz"])
      #expect(server.requests.map(\.first) == [nil])
    }
  }

  @Test func progressIsReportedToTheEnd() throws {
    try against({ [contents] _, _ in .whole(contents) }).run { server in
      var reported: [Int] = []
      let file = RemoteFile(url: server.url(), bytes: contents.count, checksum: checksum)
      try Download.fetch(file, to: path, onProgress: { reported.append($0) })
      #expect(reported.last == contents.count)
      #expect(reported == reported.sorted())
    }
  }

  @Test func anInterruptedDownloadContinuesWhereItEnded() throws {
    try against({ [contents] number, request in
      switch number {
      case 0: .whole(contents, tag: "\"v1\"").cut(after: 100_000)
      case 1: .rest(of: contents, from: request.first!, tag: "\"v1\"").cut(after: 50_000)
      default: .rest(of: contents, from: request.first!, tag: "\"v1\"")
      }
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
      #expect(server.requests.map(\.first) == [nil, 100_000, 150_000])
      #expect(server.requests.map(\.ifRange) == [nil, "\"v1\"", "\"v1\""])
      #expect(files == ["set.tgz"])
    }
  }

  @Test func anotherProcessContinuesWhereTheFirstEnded() throws {
    try against({ [contents] number, request in
      number == 0
        ? .whole(contents, tag: "\"v1\"").cut(after: 70_000)
        : request.first.map { .rest(of: contents, from: $0) } ?? .status(500)
    }).run { server in
      // The download stops as soon as some bytes are there.
      #expect {
        try fetch(server) { partialLength ?? 0 > 0 }
      } throws: {
        guard case .stopped(let bytes, 300_000) = $0 as? DownloadError else { return false }
        return bytes > 0 && bytes == partialLength
      }
      #expect(files == ["set.tgz.part", "set.tgz.part.version"])
      let kept = try #require(partialLength)
      try fetch(server)
      #expect(fetched == contents)
      #expect(server.requests.last?.first == kept)
      #expect(server.requests.last?.ifRange == "\"v1\"")
      #expect(files == ["set.tgz"])
    }
  }

  @Test func theDateReplacesAWeakTag() throws {
    try against({ [contents] number, request in
      guard number == 0 else { return .rest(of: contents, from: request.first!) }
      var response = Server.Response.whole(contents, tag: "W/\"weak\"").cut(after: 10)
      response.head.append("Last-Modified: Sat, 21 Nov 2026 00:00:00 GMT")
      return response
    }).run { server in
      try fetch(server)
      #expect(server.requests.last?.ifRange == "Sat, 21 Nov 2026 00:00:00 GMT")
    }
  }

  @Test func aRequestThatStallsIsRepeated() throws {
    try against({ [contents] number, request in
      number == 0
        ? .whole(contents).cut(after: 1_000, stalls: true)
        : .rest(of: contents, from: request.first!)
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
      #expect(server.requests.map(\.first) == [nil, 1_000])
    }
  }

  @Test func afterTheLastAttemptThePartialFileIsKept() throws {
    try against({ [contents] number, request in
      number == 0
        ? .whole(contents).cut(after: 1_000)
        : Server.Response.rest(of: contents, from: request.first!).cut(after: 0)
    }).run { server in
      fails(server) {
        guard case .interrupted(_, 1_000, 300_000, _) = $0 else { return false }
        return true
      }
      #expect(server.requests.count == 4)
      #expect(partialLength == 1_000)
    }
  }

  @Test func withoutRangesTheFileIsFetchedFromTheStart() throws {
    try against({ [contents] number, _ in
      number == 0 ? .whole(contents).cut(after: 1_000) : .whole(contents)
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
      #expect(server.requests.map(\.first) == [nil, 1_000])
    }
  }

  /// The version changes between two requests, so the server sends the whole file.
  @Test func bytesOfTwoVersionsAreNotMixed() throws {
    let other = [UInt8](repeating: 7, count: contents.count)
    try against({ [contents] number, request in
      if number == 0 { return .whole(other, tag: "\"old\"").cut(after: 9_000) }
      return request.ifRange == "\"old\"" ? .whole(contents, tag: "\"new\"") : .status(400)
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
    }
  }

  @Test func withoutRangesAttemptsWithoutProgressEnd() throws {
    try against({ [contents] _, _ in .whole(contents).cut(after: 2_000) }).run { server in
      fails(server) {
        guard case .interrupted(_, 2_000, 300_000, _) = $0 else { return false }
        return true
      }
    }
  }

  @Test func aPartialFileThatIsTooLongIsRestarted() throws {
    try Data(contents + [1, 2, 3]).write(to: URL(filePath: "\(path).part"))
    try against({ [contents] _, _ in .whole(contents) }).run { server in
      try fetch(server)
      #expect(fetched == contents)
      #expect(server.requests.map(\.first) == [nil])
    }
  }

  @Test func aCompletePartialFileNeedsNoServer() throws {
    try Data(contents).write(to: URL(filePath: "\(path).part"))
    try against({ _, _ in .status(500) }).run { server in
      try fetch(server)
      #expect(fetched == contents)
      #expect(server.requests.isEmpty)
    }
  }

  @Test func withoutAServerTheReasonIsOneLine() throws {
    try against({ _, _ in .status(500) }).run { _ in
      // A port without a server.
      let file = RemoteFile(url: "http://127.0.0.1:1/file", bytes: 1, checksum: "")
      #expect {
        try Download.fetch(file, to: path)
      } throws: {
        guard case .noServer("http://127.0.0.1:1/file", let reason) = $0 as? DownloadError else {
          return false
        }
        return !reason.isEmpty && !reason.contains("\n")
      }
    }
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/file"])
  func onlyAddressesOfTheWebAreFetched(url: String) throws {
    try against({ _, _ in .status(500) }).run { _ in
      #expect {
        try Download.fetch(RemoteFile(url: url, bytes: 1, checksum: ""), to: path)
      } throws: {
        guard case .unusable = $0 as? DownloadError else { return false }
        return true
      }
    }
  }

  @Test func twoDownloadsDoNotWriteTheSamePartialFile() throws {
    try against({ [contents] _, _ in .whole(contents) }).run { server in
      let held = try PartialFile(for: path)
      fails(server) { $0 == .busy(path: path) }
      withExtendedLifetime(held) {}
    }
  }

  @Test func aMissingFolderIsNamed() throws {
    try against({ [contents] _, _ in .whole(contents) }).run { server in
      let file = RemoteFile(url: server.url(), bytes: contents.count, checksum: checksum)
      #expect(throws: DownloadError.unwritable(path: "/nowhere/set.tgz.part", code: 2)) {
        try Download.fetch(file, to: "/nowhere/set.tgz")
      }
    }
  }
}
