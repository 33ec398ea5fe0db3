import FoundationEssentials
import Glibc

/// The process of a rank.
struct Identity: Hashable, Sendable {
  /// The name of its computer.
  var host: String
  /// The process ID.
  var process: Int32
  /// A text that is equal for processes whose IDs mean the same: the start of the system, and the namespace of
  /// the IDs. Empty if it is unknown.
  var place: String

  /// This process.
  static func current() -> Identity {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    let ids = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    let end = name.firstIndex(of: 0) ?? 0
    return Identity(
      host: String(decoding: name[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self),
      process: getpid(), place: boot.flatMap { boot in ids.map { boot + $0 } } ?? "")
  }

  /// The process as bytes.
  var bytes: [UInt8] { Array("\(process)\0\(host)\0\(place)".utf8) }

  /// Reads a process from bytes.
  init?(_ bytes: [UInt8]) {
    let fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count == 3, let process = Int32(fields[0]) else { return nil }
    self.init(host: fields[1], process: process, place: fields[2])
  }

  init(host: String, process: Int32, place: String) {
    self.host = host
    self.process = process
    self.place = place
  }

  /// A Boolean value that indicates whether the process has ended, as far as a process at another place can
  /// find that.
  func hasEnded(seenFrom other: Identity) -> Bool {
    !place.isEmpty && place == other.place && kill(process, 0) == -1 && errno == ESRCH
  }
}

/// The connection of a rank with the others.
struct Connection: Sendable {
  var rank: Int
  /// The processes of all ranks.
  var identities: [Identity]
  /// The name and the version of the MPI library.
  var library: String
  /// The path of the part of the program that uses it.
  var path: String
}
