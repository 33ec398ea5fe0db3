/// The folders of a user by the XDG Base Directory Specification, which ignores paths that are not
/// absolute.
public enum UserFolders {
  /// Returns the folder for the program's data, `$XDG_DATA_HOME/alexnet`, by default
  /// `~/.local/share/alexnet`; `nil` if neither variable names a folder.
  public static func data(_ environment: [String: String]) -> String? {
    folder("XDG_DATA_HOME", belowHome: ".local/share", environment)
  }

  /// Returns the folder for the program's settings, `$XDG_CONFIG_HOME/alexnet`, by default
  /// `~/.config/alexnet`; `nil` if neither variable names a folder.
  public static func settings(_ environment: [String: String]) -> String? {
    folder("XDG_CONFIG_HOME", belowHome: ".config", environment)
  }

  private static func folder(
    _ variable: String, belowHome standard: String, _ environment: [String: String]
  ) -> String? {
    func absolute(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let base = absolute(variable) ?? absolute("HOME").map { "\($0)/\(standard)" }
    return base.map { "\($0)/alexnet" }
  }
}
