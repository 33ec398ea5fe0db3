import Checksums
import Foundation
import LoopbackServer
import Testing

@testable import Downloads

@Suite struct DownloadsFromABadServer {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "downloads-\(UUID().uuidString)")
  private let contents: [UInt8] = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// A server, and what is to be cleaned up after it.
  private struct Scene {
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

  private func against(
    _ script: @escaping @Sendable (Int, Server.Request) -> Server.Answer
  ) throws -> Scene {
    Scene(server: try Server(script), folder: folder)
  }

  private var path: String { folder.appending(path: "set.tgz").path() }
  private var files: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()) ?? []
  }
  private var fetched: [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }
  private var partLength: Int? { FileLength.of("\(path).part") }

  private var checksum: String { SHA256.digits(of: contents) }

  private func fetch(_ server: Server, shouldStop: @escaping () -> Bool = { false }) throws {
    let file = RemoteFile(url: server.url(), bytes: contents.count, checksum: checksum)
    var patience = Download.Patience()
    patience.stallSeconds = 1
    patience.pause = .zero
    patience.attempts = 3
    try Download.fetch(file, to: path, patience: patience, shouldStop: shouldStop)
  }

  private func fails(
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

  @Test func aGoodServerIsAskedOnce() throws {
    try against({ [contents] _, _ in .whole(contents) }).run { server in
      try fetch(server)
      #expect(fetched == contents)
      #expect(files == ["set.tgz"])
      #expect(server.requests.map(\.first) == [nil])
    }
  }

  @Test func progressIsToldToTheEnd() throws {
    try against({ [contents] _, _ in .whole(contents) }).run { server in
      var told: [Int] = []
      let file = RemoteFile(url: server.url(), bytes: contents.count, checksum: checksum)
      try Download.fetch(file, to: path, onProgress: { told.append($0) })
      #expect(told.last == contents.count)
      #expect(told == told.sorted())
    }
  }

  @Test func whatWasCutGoesOnWhereItEnded() throws {
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

  @Test func anotherRunGoesOnWhereTheFirstEnded() throws {
    try against({ [contents] number, request in
      number == 0
        ? .whole(contents, tag: "\"v1\"").cut(after: 70_000)
        : request.first.map { .rest(of: contents, from: $0) } ?? .status(500)
    }).run { server in
      // Stopped as soon as something is there.
      #expect {
        try fetch(server) { partLength ?? 0 > 0 }
      } throws: {
        guard case .stopped(let bytes, 300_000) = $0 as? DownloadError else { return false }
        return bytes > 0 && bytes == partLength
      }
      #expect(files == ["set.tgz.part", "set.tgz.part.version"])
      let kept = try #require(partLength)
      try fetch(server)
      #expect(fetched == contents)
      #expect(server.requests.last?.first == kept)
      #expect(server.requests.last?.ifRange == "\"v1\"")
      #expect(files == ["set.tgz"])
    }
  }

  @Test func aWeakTagIsNotReliedUponButTheDateIs() throws {
    try against({ [contents] number, request in
      guard number == 0 else { return .rest(of: contents, from: request.first!) }
      var answer = Server.Answer.whole(contents, tag: "W/\"weak\"").cut(after: 10)
      answer.head.append("Last-Modified: Sat, 21 Nov 2026 00:00:00 GMT")
      return answer
    }).run { server in
      try fetch(server)
      #expect(server.requests.last?.ifRange == "Sat, 21 Nov 2026 00:00:00 GMT")
    }
  }

  @Test func aServerThatStallsIsLeft() throws {
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

  @Test func aServerThatAlwaysCutsIsGivenUpAndThePartKept() throws {
    try against({ [contents] number, request in
      number == 0
        ? .whole(contents).cut(after: 1_000)
        : Server.Answer.rest(of: contents, from: request.first!).cut(after: 0)
    }).run { server in
      fails(server) {
        guard case .interrupted(_, 1_000, 300_000, _) = $0 else { return false }
        return true
      }
      #expect(server.requests.count == 4)
      #expect(partLength == 1_000)
    }
  }

  @Test func aServerThatIgnoresRangesIsReadFromTheStart() throws {
    try against({ [contents] number, _ in
      number == 0 ? .whole(contents).cut(after: 1_000) : .whole(contents)
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
      #expect(server.requests.map(\.first) == [nil, 1_000])
    }
  }

  /// The version has changed: the server then sends the whole of the new one.
  @Test func partsOfTwoVersionsAreNotMixed() throws {
    let other = [UInt8](repeating: 7, count: contents.count)
    try against({ [contents] number, request in
      if number == 0 { return .whole(other, tag: "\"old\"").cut(after: 9_000) }
      return request.ifRange == "\"old\"" ? .whole(contents, tag: "\"new\"") : .status(400)
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
    }
  }

  @Test func aServerThatIgnoresRangesAndAlwaysCutsIsGivenUp() throws {
    try against({ [contents] _, _ in .whole(contents).cut(after: 2_000) }).run { server in
      fails(server) {
        guard case .interrupted(_, 2_000, 300_000, _) = $0 else { return false }
        return true
      }
    }
  }

  @Test(arguments: [1_000, 299_999, 300_001, 1 << 40])
  func anAnswerOfAnotherLengthIsRefusedBeforeItIsRead(length: Int) throws {
    try against({ [contents] _, _ in .whole(contents, length: length) }).run { server in
      fails(server) {
        $0 == .wrongLength(source: server.url(), bytes: length, expected: 300_000)
      }
      #expect(server.requests.count == 1)
      #expect(files == [])
    }
  }

  /// No length is announced, and it does not end where it should.
  @Test func moreBytesThanThereAreIsRefused() throws {
    try against({ [contents] _, _ in
      Server.Answer(head: ["HTTP/1.1 200 OK"], body: (contents + contents)[...])
    }).run { server in
      fails(server) {
        guard case .wrongLength(_, let bytes, 300_000) = $0 else { return false }
        return bytes > 300_000
      }
      #expect(partLength ?? 0 <= 300_000)
    }
  }

  @Test func withoutALengthItIsReadToItsEnd() throws {
    try against({ [contents] _, _ in
      Server.Answer(head: ["HTTP/1.1 200 OK"], body: contents[...])
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
    }
  }

  @Test func wrongBytesAreNotKept() throws {
    try against({ [contents] number, _ in
      var bytes = contents
      if number == 0 { bytes[123_456] ^= 1 }
      return .whole(bytes)
    }).run { server in
      fails(server) {
        guard case .wrongChecksum(server.url(), let found, checksum) = $0 else { return false }
        return found.count == 64 && found != checksum
      }
      #expect(files == [])
      // The next run begins anew.
      try fetch(server)
      #expect(fetched == contents)
    }
  }

  @Test func anotherPartThanWasAskedForIsRefused() throws {
    try against({ [contents] number, _ in
      number == 0 ? .whole(contents).cut(after: 1_000) : .rest(of: contents, from: 2_000)
    }).run { server in
      fails(server) {
        guard case .unusable = $0 else { return false }
        return true
      }
      #expect(files == [])
    }
  }

  @Test func aPartThatIsTooLongBeginsAnew() throws {
    try Data(contents + [1, 2, 3]).write(to: URL(filePath: "\(path).part"))
    try against({ [contents] _, _ in .whole(contents) }).run { server in
      try fetch(server)
      #expect(fetched == contents)
      #expect(server.requests.map(\.first) == [nil])
    }
  }

  @Test func aWholePartNeedsNoServer() throws {
    try Data(contents).write(to: URL(filePath: "\(path).part"))
    try against({ _, _ in .status(500) }).run { server in
      try fetch(server)
      #expect(fetched == contents)
      #expect(server.requests.isEmpty)
    }
  }

  @Test func aRangeThatIsNotThereBeginsAnew() throws {
    try Data(contents[..<1_000]).write(to: URL(filePath: "\(path).part"))
    try against({ [contents] _, request in
      request.first == nil ? .whole(contents) : .status(416)
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
    }
  }

  @Test func aRefusalIsToldAtOnce() throws {
    try against({ _, _ in .status(404) }).run { server in
      fails(server) { $0 == .refused(url: server.url(), status: 404) }
      #expect(server.requests.count == 1)
    }
  }

  @Test func aServerInTroubleIsAskedAgain() throws {
    try against({ [contents] number, _ in number < 2 ? .status(503) : .whole(contents) }).run {
      server in
      try fetch(server)
      #expect(fetched == contents)
    }
  }

  @Test func redirectionsAreFollowedButNotForEver() throws {
    try against({ [contents] number, request in
      guard request.line.hasPrefix("GET /file ") else { return .whole(contents) }
      return Server.Answer(
        head: ["HTTP/1.1 302 Found", "Location: /moved", "Content-Length: 7", "ETag: \"no\""])
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: path)
    try against({ _, _ in
      Server.Answer(head: ["HTTP/1.1 302 Found", "Location: /file", "Content-Length: 0"])
    }).run { server in
      fails(server) {
        guard case .unusable = $0 else { return false }
        return true
      }
      #expect(server.requests.count == 6)
    }
  }

  @Test func withoutAServerThereIsOneSentence() throws {
    try against({ _, _ in .status(500) }).run { _ in
      // A port on which nobody listens.
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
  func nothingButTheWebIsFetched(url: String) throws {
    try against({ _, _ in .status(500) }).run { _ in
      #expect {
        try Download.fetch(RemoteFile(url: url, bytes: 1, checksum: ""), to: path)
      } throws: {
        guard case .unusable = $0 as? DownloadError else { return false }
        return true
      }
    }
  }

  @Test func twoDoNotWriteTheSamePart() throws {
    try against({ [contents] _, _ in .whole(contents) }).run { server in
      let held = try Part(path: path)
      fails(server) { $0 == .busy(path: path) }
      withExtendedLifetime(held) {}
    }
  }

  @Test func aFolderThatIsNotThereIsNamed() throws {
    try against({ [contents] _, _ in .whole(contents) }).run { server in
      let file = RemoteFile(url: server.url(), bytes: contents.count, checksum: checksum)
      #expect(throws: DownloadError.unwritable(path: "/nowhere/set.tgz.part", code: 2)) {
        try Download.fetch(file, to: "/nowhere/set.tgz")
      }
    }
  }
}
