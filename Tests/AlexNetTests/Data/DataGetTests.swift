import Downloads
import Foundation
import LoopbackServer
import Testing

@testable import AlexNet

@Suite struct DataGetCommand {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let official = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
  private let bytes = 170_052_171

  private func get(
    from url: String, environment: [String: String] = [:]
  ) throws -> Program.Result {
    try Program.run(
      ["data", "get", "cifar-10", "--to", folder.path, "--from", url], environment: environment)
  }

  @Test func withoutANetworkTheErrorNamesTheAddressAndTheFolder() throws {
    let result = try get(from: "http://127.0.0.1:1/cifar")
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    let error = ManualDownload(problem: "", urls: [official], directory: folder.path)
    #expect(result.errorText.hasPrefix("alexnet: http://127.0.0.1:1/cifar "))
    #expect(result.errorText.hasSuffix(". \(error.remedy).\n"))
    #expect(result.errorText.count { $0 == "\n" } == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func aProxyOfTheEnvironmentIsUsed() throws {
    let server = try Server { _, _ in .status(403) }
    defer { server.stop() }
    let result = try get(
      from: "http://images.example/cifar",
      environment: ["http_proxy": "http://127.0.0.1:\(server.port)"])
    #expect(result.status == 1)
    #expect(result.errorText.contains("(status 403)"))
    #expect(server.requests.map(\.line) == ["GET http://images.example/cifar HTTP/1.1"])
  }

  @Test func anArchiveThatTheUserFetchedIsVerified() throws {
    _ = try folder.file("cifar-10-binary.tar.gz", "something else")
    let result = try get(from: "http://127.0.0.1:1/cifar")
    #expect(result.status == 1)
    #expect(
      result.errorText.contains(
        DownloadError.wrongLength(
          source: "\(folder.path)/cifar-10-binary.tar.gz", bytes: 14, expected: bytes
        ).problem))
    // The user's file stays.
    #expect(folder.text(of: "cifar-10-binary.tar.gz") == "something else")
  }

  @Test func aSetThatExistsIsNotFetchedAgain() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/cifar-10-batches-bin", withIntermediateDirectories: true)
    let result = try get(from: "http://127.0.0.1:1/cifar")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("cifar-10 "))
    #expect(result.output.hasSuffix(" --data \(folder.path)/cifar-10-batches-bin\n"))
  }

  @Test func aSignalStopsItAndTheNextDownloadContinues() throws {
    let start = [UInt8](repeating: 7, count: 1 << 20)
    let server = try Server { [bytes] number, _ in
      var response = Server.Response.whole(start, tag: "\"v1\"", length: bytes)
      response.stalls = true
      return number == 0 ? response : .status(403)
    }
    defer { server.stop() }
    let program = try Program(
      ["data", "get", "cifar-10", "--to", folder.path, "--from", server.url()])
    let part = "\(folder.path)/cifar-10-binary.tar.gz.part"
    try program.wait(for: "all bytes of the server are saved") {
      var status = stat()
      return stat(part, &status) == 0 && status.st_size == start.count
    }
    program.send(SIGINT)
    let result = program.result()
    #expect(result.status == 130)
    #expect(
      result.errorText
        == DownloadError.stopped(bytes: start.count, total: bytes).errorLine)
    _ = try get(from: server.url())
    #expect(server.requests.map(\.first) == [nil, start.count])
    #expect(server.requests.last?.ifRange == "\"v1\"")
  }
}
