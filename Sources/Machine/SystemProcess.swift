import Glibc

/// A process of this computer, as Linux describes it in `/proc` (proc(5)).
public struct SystemProcess: Hashable, Sendable {
  /// The process ID.
  public let number: Int32
  /// The process ID of its parent.
  public let parent: Int32
  /// The number of its session, which is the process ID of the session's first process.
  public let session: Int32
  /// The letter of its state, such as "R" for running.
  private let state: Character

  /// Reads the description of a process.
  /// - Returns: `nil` if there is no such process.
  public init?(_ number: Int32, in files: SystemFiles = SystemFiles()) {
    // The name is in parentheses and can have any characters.
    guard let text = files.text(of: "/proc/\(number)/stat"),
      let name = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[name...].dropFirst().split(separator: " ")
    guard fields.count >= 4, let state = fields[0].first, let parent = Int32(fields[1]),
      let session = Int32(fields[3])
    else { return nil }
    self.number = number
    self.parent = parent
    self.session = session
    self.state = state
  }

  /// All processes, in no particular order.
  public static func all(in files: SystemFiles = SystemFiles()) -> [SystemProcess] {
    files.names(in: "/proc").compactMap { Int32($0) }.compactMap { SystemProcess($0, in: files) }
  }

  /// True if a signal or a debugger has stopped the process.
  public var isStopped: Bool { state == "T" || state == "t" }

  /// True if the process has ended, and its parent has not noticed that.
  public var hasEnded: Bool { state == "Z" || state == "X" }

  /// True if the process executes the same file as this process.
  public var isOfThisProgram: Bool {
    let own = Self.program(of: getpid())
    return own != nil && Self.program(of: number) == own
  }

  /// The device and the number of the file that a process executes; `nil` if it cannot be read.
  static func program(of process: Int32) -> [UInt]? {
    var status = stat()
    guard stat("/proc/\(process)/exe", &status) == 0 else { return nil }
    return [UInt(status.st_dev), UInt(status.st_ino)]
  }

  /// The variables with which the process has started; empty if they cannot be read.
  public func environment(in files: SystemFiles = SystemFiles()) -> [String: String] {
    let text = files.text(of: "/proc/\(number)/environ") ?? ""
    let pairs = text.split(separator: "\0").compactMap { entry -> (String, String)? in
      guard let sign = entry.firstIndex(of: "=") else { return nil }
      return (String(entry[..<sign]), String(entry[sign...].dropFirst()))
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// The names of its threads.
  public func threads(in files: SystemFiles = SystemFiles()) -> [String] {
    let folder = "/proc/\(number)/task"
    return files.names(in: folder).compactMap { thread in
      files.text(of: "\(folder)/\(thread)/comm").map { String($0.filter { $0 != "\n" }) }
    }
  }
}
