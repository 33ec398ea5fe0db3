import Foundation
import LoopbackServer
import Testing

@testable import Downloads

/// Responses that differ from the expected file: in length, checksum, range or status.
extension DownloadsFromABadServer {
  @Test(arguments: [1_000, 299_999, 300_001, 1 << 40])
  func aResponseOfAnotherLengthIsRefusedBeforeItsBody(length: Int) throws {
    try against({ [contents] _, _ in .whole(contents, length: length) }).run { server in
      fails(server) {
        $0 == .wrongLength(source: server.url(), bytes: length, expected: 300_000)
      }
      #expect(server.requests.count == 1)
      #expect(files == [])
    }
  }

  /// The response has no length and is longer than the file.
  @Test func moreBytesThanExpectedAreRefused() throws {
    try against({ [contents] _, _ in
      Server.Response(head: ["HTTP/1.1 200 OK"], body: (contents + contents)[...])
    }).run { server in
      fails(server) {
        guard case .wrongLength(_, let bytes, 300_000) = $0 else { return false }
        return bytes > 300_000
      }
      #expect(partialLength ?? 0 <= 300_000)
    }
  }

  @Test func aResponseWithoutALengthIsReadToItsEnd() throws {
    try against({ [contents] _, _ in
      Server.Response(head: ["HTTP/1.1 200 OK"], body: contents[...])
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
    }
  }

  @Test func bytesWithAWrongChecksumAreNotKept() throws {
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
      // The next download starts from the beginning.
      try fetch(server)
      #expect(fetched == contents)
    }
  }

  @Test func anotherRangeThanRequestedIsRefused() throws {
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

  @Test func aMissingRangeRestartsTheDownload() throws {
    try Data(contents[..<1_000]).write(to: URL(filePath: "\(path).part"))
    try against({ [contents] _, request in
      request.first == nil ? .whole(contents) : .status(416)
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
    }
  }

  @Test func aRefusalIsReportedAtOnce() throws {
    try against({ _, _ in .status(404) }).run { server in
      fails(server) { $0 == .refused(url: server.url(), status: 404) }
      #expect(server.requests.count == 1)
    }
  }

  @Test func aRequestIsRepeatedAfterAnErrorOfTheServer() throws {
    try against({ [contents] number, _ in number < 2 ? .status(503) : .whole(contents) }).run {
      server in
      try fetch(server)
      #expect(fetched == contents)
    }
  }

  @Test func redirectionsAreFollowedUpToALimit() throws {
    try against({ [contents] number, request in
      guard request.line.hasPrefix("GET /file ") else { return .whole(contents) }
      return Server.Response(
        head: ["HTTP/1.1 302 Found", "Location: /moved", "Content-Length: 7", "ETag: \"no\""])
    }).run { server in
      try fetch(server)
      #expect(fetched == contents)
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: path)
    try against({ _, _ in
      Server.Response(head: ["HTTP/1.1 302 Found", "Location: /file", "Content-Length: 0"])
    }).run { server in
      fails(server) {
        guard case .unusable = $0 else { return false }
        return true
      }
      #expect(server.requests.count == 6)
    }
  }
}
