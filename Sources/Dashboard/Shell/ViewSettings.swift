import TerminalUI

/// How a person likes the screen, to be kept between runs. What cannot be read, or is of a newer
/// version, is left as it is by default.
public struct ViewSettings: Equatable, Sendable {
  public static let currentVersion = 1

  /// Of who wrote it.
  public var version = currentVersion
  var screen: Screen?
  /// The memory of the moving mean, 0 for none.
  var smoothing: Double?
  var isLogarithmic: Bool?
  var axis: Places.Unit?
  var axisIsLogarithmic: Bool?
  var charts: Set<ChartsView.Quantity>?
  /// Nil follows the terminal's ground.
  var theme: Theme.Name?
  var contrast: KernelGrid.Contrast?

  public init() {}

  /// Whether something in it may be lost when it is written again.
  public var isNewer: Bool { version > Self.currentVersion }
}

extension ViewSettings: Codable {
  private enum Name: String, CodingKey {
    case version, screen, smoothing, axis, charts, theme, contrast
    case isLogarithmic = "logarithmic"
    case axisIsLogarithmic = "logarithmicAxis"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Name.self)
    func read<T: Decodable>(_ name: Name) -> T? {
      (try? values.decodeIfPresent(T.self, forKey: name)) ?? nil
    }
    func named<T>(_ name: Name, _ find: (String) -> T?) -> T? { read(name).flatMap(find) }
    version = read(.version) ?? Self.currentVersion
    screen = named(.screen, Screen.init(name:))
    smoothing = read(.smoothing)
    isLogarithmic = read(.isLogarithmic)
    axis = named(.axis, Places.Unit.init)
    axisIsLogarithmic = read(.axisIsLogarithmic)
    let names: [String]? = read(.charts)
    charts = names.map { Set($0.compactMap(ChartsView.Quantity.init)) }
    theme = named(.theme, Theme.Name.init)
    contrast = named(.contrast, KernelGrid.Contrast.init(name:))
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Name.self)
    try values.encode(version, forKey: .version)
    try values.encodeIfPresent(screen?.name, forKey: .screen)
    try values.encodeIfPresent(smoothing, forKey: .smoothing)
    try values.encodeIfPresent(isLogarithmic, forKey: .isLogarithmic)
    try values.encodeIfPresent(axis?.rawValue, forKey: .axis)
    try values.encodeIfPresent(axisIsLogarithmic, forKey: .axisIsLogarithmic)
    try values.encodeIfPresent(charts?.map(\.rawValue).sorted(), forKey: .charts)
    try values.encodeIfPresent(theme?.rawValue, forKey: .theme)
    try values.encodeIfPresent(contrast?.name, forKey: .contrast)
  }
}

extension Screen {
  fileprivate var name: String { title.lowercased() }

  fileprivate init?(name: String) {
    guard let screen = Screen.allCases.first(where: { $0.name == name }) else { return nil }
    self = screen
  }
}

extension KernelGrid.Contrast {
  fileprivate var name: String { String(describing: self) }

  fileprivate init?(name: String) {
    guard let contrast = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = contrast
  }
}

extension DashboardState {
  /// As the screen is now.
  public var viewSettings: ViewSettings {
    var settings = ViewSettings()
    settings.screen = screen
    settings.smoothing = lane.history.memory
    settings.isLogarithmic = isLogarithmic
    settings.axis = charts.unit
    settings.axisIsLogarithmic = charts.isLogarithmic
    settings.charts = charts.shown
    settings.theme = chosenTheme
    settings.contrast = kernelContrast
    return settings
  }

  /// Takes up what was kept. A theme that the command line names goes before.
  public mutating func adopt(_ settings: ViewSettings) {
    if let kept = settings.screen { screen = kept }
    if let memory = settings.smoothing, memory.isFinite {
      let known = History.smoothings
      let nearest = known.indices.min { abs(known[$0] - memory) < abs(known[$1] - memory) }
      for index in lanes.indices { lanes[index].history.smoothing = nearest ?? 0 }
    }
    if let kept = settings.isLogarithmic { isLogarithmic = kept }
    if let kept = settings.axis { charts.unit = kept }
    if let kept = settings.axisIsLogarithmic { charts.isLogarithmic = kept }
    if let kept = settings.charts { charts.shown = kept }
    if let kept = settings.contrast {
      contrast = KernelGrid.Contrast.allCases.firstIndex(of: kept) ?? contrast
    }
    chosenTheme = settings.theme
    if themeIsFound, let kept = settings.theme {
      theme = kept
      themeIsFound = false
    }
  }

  /// Something that has nothing to do with the training, for the log of messages.
  public mutating func tell(_ text: String) { log.add(.init(kind: .note, text: text)) }
}
