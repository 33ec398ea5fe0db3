import Foundation

// Reading a network from a file. Whether it fits is `layout()`'s question; this one says where a file
// is not a network at all.

extension NetworkSpec {
  /// Reads a network file (see `NetworkSpec+JSON.swift` for its form). A setting that no layer of
  /// its kind has is an error, for a misspelt one would silently leave the default in force.
  public init(contentsOf path: String) throws(BlueprintError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .unreadableFile(path: path, reason: Self.reason(of: error))
    }
    if let reason = Self.syntaxError(in: data) {
      throw .malformedFile(path: path, place: "", reason: reason)
    }
    do {
      self = try JSONDecoder().decode(NetworkSpec.self, from: data)
    } catch let error as DecodingError {
      throw .malformedFile(path: path, place: error.place, reason: error.reason)
    } catch {
      throw .malformedFile(path: path, place: "", reason: "\(error)")
    }
    if let (place, setting) = unknownSetting(in: data) {
      throw .malformedFile(path: path, place: place, reason: "there is no setting '\(setting)'")
    }
  }

  private static func reason(of error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile: "there is no such file"
    case .fileReadNoPermission: "permission denied"
    default: error.localizedDescription
    }
  }

  /// Why the text is no JSON at all; nil when it is. `JSONDecoder` would not say where.
  private static func syntaxError(in data: Data) -> String? {
    do {
      _ = try JSONSerialization.jsonObject(with: data)
      return nil
    } catch {
      let words = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String ?? ""
      guard let position = words.firstMatch(of: /character (\d+)/).flatMap({ Int($0.1) }) else {
        return "it is not valid JSON"
      }
      let line = 1 + data.prefix(position).count { $0 == UInt8(ascii: "\n") }
      return "it is not valid JSON, near line \(line)"
    }
  }

  /// The first key of the file that writing this network again would not bring back.
  private func unknownSetting(in data: Data) -> (place: String, setting: String)? {
    guard let written = try? JSONEncoder().encode(self),
      let known = try? JSONSerialization.jsonObject(with: written) as? [String: Any],
      let found = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return nil }
    func unknown(_ found: [String: Any], _ known: [String: Any]) -> String? {
      found.keys.sorted().first { known[$0] == nil }
    }
    if let setting = unknown(found, known) { return ("", setting) }
    let pairs = zip(
      found["layers"] as? [[String: Any]] ?? [], known["layers"] as? [[String: Any]] ?? [])
    for (index, pair) in pairs.enumerated() {
      if let setting = unknown(pair.0, pair.1) { return ("layers[\(index)]", setting) }
    }
    return nil
  }
}

extension DecodingError {
  /// Where in the JSON, such as `layers[3].kernel`.
  fileprivate var place: String {
    context.codingPath.reduce("") { path, key in
      if let index = key.intValue { return "\(path)[\(index)]" }
      return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
    }
  }

  fileprivate var reason: String {
    switch self {
    case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
    case .typeMismatch(let type, _): "\(Self.word(for: type)) is wanted"
    case .valueNotFound(let type, _): "\(Self.word(for: type)) is wanted, not null"
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
