import Dashboard
import FoundationEssentials
import Machine

/// The file with the settings of the view, `$XDG_CONFIG_HOME/alexnet/view.json`, for the next start. A
/// failure to read or to write it is shown as one message on the screen and has no other effect.
struct ViewSettingsFile {
  /// The path; `nil` without a home directory.
  private let path: String?
  /// The settings that were read from the file or written last; `nil` before the first reading.
  private var saved: ViewSettings?
  /// Changed settings that are not written yet, and the time in seconds at which they changed.
  private var pending: (settings: ViewSettings, since: Double)?
  /// True after a failure, and for a file of a newer version: nothing is written any more.
  private var isReadOnly = false
  /// True if the file exists and cannot be decoded.
  private var isDamaged = false

  /// Seconds for which settings have to stay unchanged before they are written.
  private static let delay = 2.0

  init(environment: [String: String]) {
    path = UserFolders.settings(environment).map { $0 + "/view.json" }
  }

  /// Reads the file and sets the state's settings. Errors become messages of the state.
  mutating func restore(_ state: inout DashboardState) {
    defer { saved = state.viewSettings }
    guard let path, FileManager.default.fileExists(atPath: path) else { return }
    do {
      let data = try Data(contentsOf: URL(filePath: path))
      let settings = try JSONDecoder().decode(ViewSettings.self, from: data)
      state.adopt(settings)
      if settings.isNewer {
        isReadOnly = true
        state.addMessage(
          "\(path) was written by a newer version: the settings known here are used, and the file "
            + "is not changed")
      }
    } catch {
      isDamaged = true
      state.addMessage("\(path) cannot be read: the screen starts with its default settings")
    }
  }

  /// Offers the tour if it was never offered before, and writes at once that it was. It is not offered if this
  /// cannot be remembered, because it would be offered again at each start; nor beside a damaged file, which
  /// can be that of a user to whom it was offered.
  mutating func offerTour(_ state: inout DashboardState) {
    guard path != nil, !isReadOnly, !isDamaged, state.canOfferTour else { return }
    var offering = state
    offering.offerTour()
    write(&offering)
    state = offering
    if isReadOnly { state.withdrawTour() }
  }

  /// Writes the state's settings once they have not changed for two seconds. Call it regularly.
  mutating func update(_ state: inout DashboardState, at seconds: Double) {
    let settings = state.viewSettings
    guard settings != saved else {
      pending = nil
      return
    }
    guard let pending, pending.settings == settings else {
      self.pending = (settings, seconds)
      return
    }
    if seconds - pending.since >= Self.delay { write(&state) }
  }

  /// Writes the state's settings if they have changed.
  mutating func write(_ state: inout DashboardState) {
    let settings = state.viewSettings
    guard let path, !isReadOnly, settings != saved else { return }
    // This is set even if writing fails, so that the same settings are not written again.
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
      isReadOnly = true
      state.addMessage("the settings of the view are not saved: \(path) cannot be written")
    }
  }
}
