import TerminalUI

/// The settings of the dashboard that are kept between sessions. A value that is missing or cannot
/// be decoded is `nil` and leaves the default as it is.
public struct ViewSettings: Equatable, Sendable {
  /// The version that this program writes.
  public static let currentVersion = 1

  /// The version of the program that wrote the settings.
  public var version = currentVersion
  var screen: Screen?
  /// The memory of the moving mean, from 0 (no smoothing) to 1.
  var smoothing: Double?
  var isLogarithmic: Bool?
  var axis: StepAxis.Unit?
  var axisIsLogarithmic: Bool?
  var charts: Set<ChartQuantity>?
  /// The theme that the user chose; `nil` follows the terminal's background colour.
  var theme: Theme.Name?

  /// Creates settings that change nothing.
  public init() {}

  /// True if a newer version wrote the settings, so that writing them again could lose values.
  public var isNewer: Bool { version > Self.currentVersion }
}

extension ViewSettings: Codable {
  private enum Key: String, CodingKey {
    case version, screen, smoothing, axis, charts, theme
    case isLogarithmic = "logarithmic"
    case axisIsLogarithmic = "logarithmicAxis"
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
    smoothing = read(.smoothing)
    isLogarithmic = read(.isLogarithmic)
    axis = named(.axis, StepAxis.Unit.init)
    axisIsLogarithmic = read(.axisIsLogarithmic)
    let names: [String]? = read(.charts)
    charts = names.map { Set($0.compactMap(ChartQuantity.init)) }
    theme = named(.theme, Theme.Name.init)
  }

  /// Encodes the settings that are not `nil`.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(version, forKey: .version)
    try values.encodeIfPresent(screen?.name, forKey: .screen)
    try values.encodeIfPresent(smoothing, forKey: .smoothing)
    try values.encodeIfPresent(isLogarithmic, forKey: .isLogarithmic)
    try values.encodeIfPresent(axis?.rawValue, forKey: .axis)
    try values.encodeIfPresent(axisIsLogarithmic, forKey: .axisIsLogarithmic)
    try values.encodeIfPresent(charts?.map(\.rawValue).sorted(), forKey: .charts)
    try values.encodeIfPresent(theme?.rawValue, forKey: .theme)
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
    settings.smoothing = lane.history.memory
    settings.isLogarithmic = isLogarithmic
    settings.axis = charts.unit
    settings.axisIsLogarithmic = charts.isLogarithmic
    settings.charts = charts.shown
    settings.theme = chosenTheme
    return settings
  }

  /// Applies stored settings. A theme of the command line takes precedence.
  public mutating func adopt(_ settings: ViewSettings) {
    if let kept = settings.screen { screen = kept }
    if let memory = settings.smoothing, memory.isFinite {
      let known = SmoothedSeries.memories
      let nearest = known.indices.min { abs(known[$0] - memory) < abs(known[$1] - memory) }
      for index in lanes.indices { lanes[index].history.smoothing = nearest ?? 0 }
    }
    if let kept = settings.isLogarithmic { isLogarithmic = kept }
    if let kept = settings.axis { charts.unit = kept }
    if let kept = settings.axisIsLogarithmic { charts.isLogarithmic = kept }
    if let kept = settings.charts { charts.shown = kept }
    chosenTheme = settings.theme
    if themeIsFound, let kept = settings.theme {
      theme = kept
      themeIsFound = false
    }
  }
}
