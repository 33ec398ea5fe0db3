import Dashboard
import Foundation

/// How the screen was left, in `$XDG_CONFIG_HOME/alexnet/view.json`. It is a comfort and nothing
/// more: what cannot be read or written is said in a message on the screen, once, and never ends
/// anything.
struct KeptView {
  /// Nil where there is no place for it.
  private let path: String?
  /// What the file holds as far as is known.
  private var saved: ViewSettings?
  /// Changed, and since when; it is written when it has been left alone for a while.
  private var pending: (settings: ViewSettings, since: Double)?
  private var isGivenUp = false

  private static let patience = 2.0

  init(environment: [String: String]) {
    path = Self.folder(environment).map { $0 + "/alexnet/view.json" }
  }

  /// By the XDG Base Directory Specification: a path that is not absolute counts as none.
  private static func folder(_ environment: [String: String]) -> String? {
    if let path = environment["XDG_CONFIG_HOME"], path.hasPrefix("/") { return path }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.config"
  }

  /// Gives the screen what was kept, and says there what could not be read.
  mutating func restore(_ state: inout DashboardState) {
    defer { saved = state.viewSettings }
    guard let path, FileManager.default.fileExists(atPath: path) else { return }
    do {
      let data = try Data(contentsOf: URL(filePath: path))
      let settings = try JSONDecoder().decode(ViewSettings.self, from: data)
      state.adopt(settings)
      if settings.isNewer {
        isGivenUp = true
        state.tell("\(path) is of a newer version: what is known of it is used; it is not changed")
      }
    } catch {
      state.tell("\(path) cannot be read: the screen begins as it does by default")
    }
  }

  /// To be told of the screen now and then; writes it once nothing has changed for a while.
  mutating func note(_ state: inout DashboardState, at seconds: Double) {
    let settings = state.viewSettings
    guard settings != saved else {
      pending = nil
      return
    }
    guard let pending, pending.settings == settings else {
      self.pending = (settings, seconds)
      return
    }
    if seconds - pending.since >= Self.patience { write(&state) }
  }

  /// Writes what has changed.
  mutating func write(_ state: inout DashboardState) {
    let settings = state.viewSettings
    guard let path, !isGivenUp, settings != saved else { return }
    // Whether or not it works: a disk that is full is not asked again for the same.
    saved = settings
    pending = nil
    do {
      let url = URL(filePath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(settings).write(to: url, options: .atomic)
    } catch {
      isGivenUp = true
      state.tell("how the screen looks is not kept: \(path) cannot be written")
    }
  }
}
