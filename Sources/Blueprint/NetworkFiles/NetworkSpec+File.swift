import FoundationEssentials

// The reader of network files. It reports files that do not contain a network; `layout()` reports
// networks whose layers do not fit together.

extension NetworkSpec {
  /// Reads a network file.
  ///
  /// A setting that the network or its layer does not have is an error. If it were ignored, a
  /// misspelt setting would have its default value without a message.
  /// - Throws: `BlueprintError.unreadableFile`, `BlueprintError.malformedFile`.
  public init(contentsOf path: String) throws(BlueprintError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .unreadableFile(path: path, reason: error.systemReason ?? "\(error)")
    }
    if let reason = Self.syntaxError(in: data) {
      throw .malformedFile(path: path, place: "", reason: reason)
    }
    do {
      self = try JSONDecoder().decode(NetworkSpec.self, from: data)
    } catch let error as DecodingError {
      let reason = Self.misspelling(behind: error, in: data) ?? error.reason
      throw .malformedFile(path: path, place: error.place, reason: reason)
    } catch {
      throw .malformedFile(path: path, place: "", reason: "\(error)")
    }
    if let (place, reason) = unknownSetting(in: data) {
      throw .malformedFile(path: path, place: place, reason: reason)
    }
  }

  /// Returns the syntax error of a text that is not JSON, with its line; `nil` for JSON.
  private static func syntaxError(in data: Data) -> String? {
    guard (try? JSONDecoder().decode(JSONTree.self, from: data)) == nil else { return nil }
    let line = JSONSyntax.errorLine(in: data).map { ", near line \($0)" } ?? ""
    return "it is not valid JSON\(line)"
  }

  private static func unknown(_ setting: String, nearest: String?) -> String {
    "there is no setting '\(setting)'" + (nearest.map { ", only '\($0)'" } ?? "")
  }

  /// Returns the reason of an error about a missing setting, if its place has a setting that can be a
  /// misspelling of it; else `nil`.
  private static func misspelling(behind error: DecodingError, in data: Data) -> String? {
    guard case .keyNotFound(let key, let context) = error,
      let file = try? JSONDecoder().decode(JSONTree.self, from: data)
    else { return nil }
    let place = context.codingPath.reduce(file) { tree, step in
      guard let index = step.intValue else { return tree.members[step.stringValue] ?? .value }
      return tree.elements.indices.contains(index) ? tree.elements[index] : .value
    }
    return place.members.keys.sorted()
      .first { $0.isMisspelling(of: key.stringValue) }
      .map { unknown($0, nearest: key.stringValue) }
  }

  /// Returns the reason for the first setting in the file that this network, which was decoded from it,
  /// does not have; `nil` if it has all.
  private func unknownSetting(in data: Data) -> (place: String, reason: String)? {
    let encoder = JSONEncoder()
    encoder.userInfo[.allSettings] = true
    guard let written = try? encoder.encode(self),
      let known = try? JSONDecoder().decode(JSONTree.self, from: written),
      let found = try? JSONDecoder().decode(JSONTree.self, from: data)
    else { return nil }
    func unknown(_ found: JSONTree, _ known: JSONTree) -> String? {
      let names = known.members.keys.sorted()
      return found.members.keys.sorted().first { known.members[$0] == nil }
        .map { Self.unknown($0, nearest: $0.nearest(in: names)) }
    }
    if let reason = unknown(found, known) { return ("", reason) }
    if let found = found.members["normalization"], let known = known.members["normalization"],
      let reason = unknown(found, known)
    {
      return ("normalization", reason)
    }
    let pairs = zip(
      found.members["layers"]?.elements ?? [], known.members["layers"]?.elements ?? [])
    for (index, pair) in pairs.enumerated() {
      if let reason = unknown(pair.0, pair.1) { return ("layers[\(index)]", reason) }
    }
    return nil
  }
}

extension DecodingError {
  /// The place of the error in the JSON: `layers[3].kernel`.
  fileprivate var place: String {
    context.codingPath.reduce("") { path, key in
      if let index = key.intValue { return "\(path)[\(index)]" }
      return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
    }
  }

  fileprivate var reason: String {
    switch self {
    case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
    case .typeMismatch(let type, _): "the value must be \(Self.word(for: type))"
    case .valueNotFound(let type, _): "the value must be \(Self.word(for: type)), not null"
    case .dataCorrupted(let context): context.debugDescription
    @unknown default: "\(self)"
    }
  }

  private var context: Context {
    switch self {
    case .keyNotFound(_, let context), .typeMismatch(_, let context),
      .valueNotFound(_, let context), .dataCorrupted(let context):
      context
    @unknown default: Context(codingPath: [], debugDescription: "")
    }
  }

  private static func word(for type: any Any.Type) -> String {
    switch type {
    case is Int.Type: "a whole number"
    case is Double.Type: "a number"
    case is String.Type: "a text"
    case is [Any].Type: "a list"
    default: "an object"
    }
  }
}
