import Foundation

extension String {
  /// The path with "~" in place of the home directory, as a user types it.
  public var homeAbbreviated: String {
    let home = (ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()) + "/"
    return hasPrefix(home) ? "~/" + dropFirst(home.count) : self
  }
}
