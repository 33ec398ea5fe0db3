import Glibc

extension String {
  /// The path with the folder of the user in place of "~" at its start, and with that of another user in place of
  /// "~name", as shells replace it; unchanged if there is no such user.
  public var withoutTilde: String {
    guard hasPrefix("~") else { return self }
    let name = dropFirst().prefix { $0 != "/" }
    let folder = name.isEmpty ? Self.homeFolder : Self.folder(getpwnam(String(name)))
    return folder.map { $0 + dropFirst(1 + name.count) } ?? self
  }

  /// The path with "~" in place of the user's folder, as a user types it.
  public var homeAbbreviated: String {
    guard let home = Self.homeFolder, hasPrefix(home + "/") else { return self }
    return "~" + dropFirst(home.count)
  }

  /// The folder of the user, without "/" at its end: `HOME`, or the one in the system's list of users.
  private static var homeFolder: String? {
    guard let home = getenv("HOME").map({ String(cString: $0) }) ?? folder(getpwuid(getuid())),
      !home.isEmpty
    else { return nil }
    return home.count > 1 && home.hasSuffix("/") ? String(home.dropLast()) : home
  }

  private static func folder(_ user: UnsafeMutablePointer<passwd>?) -> String? {
    user?.pointee.pw_dir.map { String(cString: $0) }
  }
}
