import TerminalUI

/// The settings of the dashboard that are kept between sessions: what is shown, its colours, and whether
/// the tour was offered. What changes how curves are read starts at its default in every session: the
/// horizontal axis, logarithmic values, smoothing and zoom.
///
/// A value that is missing or cannot be decoded is `nil` and leaves the default as it is. Values of
/// earlier versions that are no longer kept are ignored.
public struct ViewSettings: Equatable, Sendable {
  /// The version that this program writes.
  public static let currentVersion = 1

  /// The version of the program that wrote the settings.
  public var version = currentVersion
  var screen: Screen?
  var charts: Set<ChartQuantity>?
  /// The theme that the user chose; `nil` follows the terminal's background colour.
  var theme: Theme.Name?
  /// True if the tour was offered or started; `nil` if not.
  var tour: Bool?

  /// Creates settings that change nothing.
  public init() {}

  /// True if a newer version wrote the settings, so that writing them again could lose values.
  public var isNewer: Bool { version > Self.currentVersion }
}

extension ViewSettings: Codable {
  private enum Key: String, CodingKey {
    case version, screen, charts, theme, tour
  }

  /// Decodes the settings. Values that cannot be decoded are `nil`.
  ///
  /// - Throws: An error if the settings are not a keyed container.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func read<T: Decodable>(_ key: Key) -> T? {
      (try? values.decodeIfPresent(T.self, forKey: key)) ?? nil
    }
    func named<T>(_ key: Key, _ find: (String) -> T?) -> T? { read(key).flatMap(find) }
    version = read(.version) ?? Self.currentVersion
    screen = named(.screen, Screen.init(name:))
    let names: [String]? = read(.charts)
    charts = names.map { Set($0.compactMap(ChartQuantity.init)) }
    theme = named(.theme, Theme.Name.init)
    tour = read(.tour)
  }

  /// Encodes the settings that are not `nil`.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(version, forKey: .version)
    try values.encodeIfPresent(screen?.name, forKey: .screen)
    try values.encodeIfPresent(charts?.map(\.rawValue).sorted(), forKey: .charts)
    try values.encodeIfPresent(theme?.rawValue, forKey: .theme)
    try values.encodeIfPresent(tour, forKey: .tour)
  }
}

extension Screen {
  fileprivate var name: String { title.lowercased() }

  fileprivate init?(name: String) {
    guard let screen = Screen.allCases.first(where: { $0.name == name }) else { return nil }
    self = screen
  }
}

extension DashboardState {
  /// The current settings.
  public var viewSettings: ViewSettings {
    var settings = ViewSettings()
    settings.screen = screen
    settings.charts = charts.shown
    settings.theme = chosenTheme
    settings.tour = tour.isKnown ? true : nil
    return settings
  }

  /// Applies stored settings. A theme of the command line takes precedence.
  public mutating func adopt(_ settings: ViewSettings) {
    if let kept = settings.screen { screen = kept }
    if let kept = settings.charts { charts.shown = kept }
    if settings.tour == true { tour.isKnown = true }
    chosenTheme = settings.theme
    if themeIsFound, let kept = settings.theme {
      theme = kept
      themeIsFound = false
    }
  }
}
