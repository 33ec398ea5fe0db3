import Foundation
import Synchronization

/// A web server on the loopback interface. A script determines its responses, and it records the requests.
public final class Server: Sendable {
  /// A request of a client.
  public struct Request: Sendable {
    /// The request line, such as "GET /file HTTP/1.1".
    public var line: String
    /// The first byte of the requested range; `nil` for the whole file.
    public var first: Int?
    /// The header `If-Range`: the version that the range must belong to.
    public var ifRange: String?
  }

  /// The response to one request.
  public struct Response: Sendable {
    /// The status line and the headers.
    public var head: [String]
    /// The bytes that are sent, which can be fewer than the head announces.
    public var body: ArraySlice<UInt8> = []
    /// True if the connection stays open after the body until the client closes it.
    public var stalls = false

    /// Creates a response.
    public init(head: [String], body: ArraySlice<UInt8> = [], stalls: Bool = false) {
      self.head = head
      self.body = body
      self.stalls = stalls
    }
  }

  /// The port on 127.0.0.1.
  public let port: UInt16
  private let listener: Int32
  private let script: @Sendable (Int, Request) -> Response
  private let seen = Mutex<[Request]>([])

  /// Starts a server on a free port.
  /// - Parameter script: Returns the response to a request. It gets the number of the request, from 0.
  public init(_ script: @escaping @Sendable (Int, Request) -> Response) throws {
    self.script = script
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 8) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    let thread = Thread { self.serve() }
    thread.start()
  }

  /// Closes the port and ends the thread.
  public func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// The requests so far.
  public var requests: [Request] { seen.withLock { $0 } }

  /// Returns the address of a file.
  public func url(_ name: String = "file") -> String { "http://127.0.0.1:\(port)/\(name)" }

  private func serve() {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      if let request = Self.request(on: connection) {
        let number = seen.withLock { seen in
          seen.append(request)
          return seen.count - 1
        }
        Self.send(script(number, request), on: connection)
      }
      close(connection)
    }
    close(listener)
  }

  private static func request(on connection: Int32) -> Request? {
    var text = ""
    var bytes = [UInt8](repeating: 0, count: 4_096)
    while !text.contains("\r\n\r\n") {
      let count = recv(connection, &bytes, bytes.count, 0)
      guard count > 0 else { return nil }
      text += String(decoding: bytes[..<count], as: UTF8.self)
    }
    let lines = text.components(separatedBy: "\r\n")
    func value(_ name: String) -> String? {
      lines.first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
    }
    let first = value("Range").flatMap { Int($0.dropFirst("bytes=".count).dropLast()) }
    return Request(line: lines[0], first: first, ifRange: value("If-Range"))
  }

  private static func send(_ response: Response, on connection: Int32) {
    let head = (response.head + ["Connection: close", "", ""]).joined(separator: "\r\n")
    var rest = (Array(head.utf8) + response.body)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
    var byte: UInt8 = 0
    if response.stalls { while recv(connection, &byte, 1, 0) > 0 {} }
  }
}

extension Server.Response {
  /// Returns a response with a whole file.
  /// - Parameters:
  ///   - tag: The header `ETag`.
  ///   - length: The announced length; `nil` for the length of `bytes`.
  public static func whole(_ bytes: [UInt8], tag: String? = nil, length: Int? = nil) -> Self {
    Self(
      head: ["HTTP/1.1 200 OK", "Content-Length: \(length ?? bytes.count)"]
        + (tag.map { ["ETag: \($0)"] } ?? []), body: bytes[...])
  }

  /// Returns a response with the range from the byte `first` to the end of a file.
  public static func rest(of bytes: [UInt8], from first: Int, tag: String? = nil) -> Self {
    Self(
      head: [
        "HTTP/1.1 206 Partial Content",
        "Content-Range: bytes \(first)-\(bytes.count - 1)/\(bytes.count)",
        "Content-Length: \(bytes.count - first)",
      ] + (tag.map { ["ETag: \($0)"] } ?? []), body: bytes[first...])
  }

  /// Returns a response with a status code and a short page.
  public static func status(_ status: Int) -> Self {
    Self(head: ["HTTP/1.1 \(status) Reason", "Content-Length: 4"], body: Array("page".utf8)[...])
  }

  /// Returns the same response with only the first `count` bytes of the body.
  public func cut(after count: Int, stalls: Bool = false) -> Self {
    Self(head: head, body: body.prefix(count), stalls: stalls)
  }
}
