import Foundation
import Synchronization

/// A web server on loopback that answers as a script says, and remembers what it was asked.
public final class Server: Sendable {
  public struct Request: Sendable {
    public var line: String
    /// The first byte that is wanted; nil when the whole is.
    public var first: Int?
    /// The version of which the rest is wanted.
    public var ifRange: String?
  }

  /// What it does with one request.
  public struct Answer: Sendable {
    public var head: [String]
    public var body: ArraySlice<UInt8> = []
    /// After the body nothing more comes, and the connection stays open until the other side has had
    /// enough of that.
    public var stalls = false

    public init(head: [String], body: ArraySlice<UInt8> = [], stalls: Bool = false) {
      self.head = head
      self.body = body
      self.stalls = stalls
    }
  }

  public let port: UInt16
  private let listener: Int32
  private let script: @Sendable (Int, Request) -> Answer
  private let seen = Mutex<[Request]>([])

  /// - Parameter script: gets the number of the request, from 0, and the request.
  public init(_ script: @escaping @Sendable (Int, Request) -> Answer) throws {
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

  /// Ends the listening; the thread ends with it.
  public func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  public var requests: [Request] { seen.withLock { $0 } }

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

  private static func send(_ answer: Answer, on connection: Int32) {
    let head = (answer.head + ["Connection: close", "", ""]).joined(separator: "\r\n")
    var rest = (Array(head.utf8) + answer.body)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
    var byte: UInt8 = 0
    if answer.stalls { while recv(connection, &byte, 1, 0) > 0 {} }
  }
}

extension Server.Answer {
  public static func whole(_ bytes: [UInt8], tag: String? = nil, length: Int? = nil) -> Self {
    Self(
      head: ["HTTP/1.1 200 OK", "Content-Length: \(length ?? bytes.count)"]
        + (tag.map { ["ETag: \($0)"] } ?? []), body: bytes[...])
  }

  /// What a good server answers to a request for the rest of `bytes`.
  public static func rest(of bytes: [UInt8], from first: Int, tag: String? = nil) -> Self {
    Self(
      head: [
        "HTTP/1.1 206 Partial Content",
        "Content-Range: bytes \(first)-\(bytes.count - 1)/\(bytes.count)",
        "Content-Length: \(bytes.count - first)",
      ] + (tag.map { ["ETag: \($0)"] } ?? []), body: bytes[first...])
  }

  public static func status(_ status: Int) -> Self {
    Self(head: ["HTTP/1.1 \(status) Because", "Content-Length: 4"], body: Array("page".utf8)[...])
  }

  /// The same, but of the body only so many bytes come.
  public func cut(after count: Int, stalls: Bool = false) -> Self {
    Self(head: head, body: body.prefix(count), stalls: stalls)
  }
}
