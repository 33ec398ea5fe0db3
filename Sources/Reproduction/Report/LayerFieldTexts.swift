import Blueprint
import FoundationEssentials

/// The settings of layers as texts, read from the layers' JSON, so that all kinds of layers have them.
enum LayerFieldTexts {
  /// A value of a layer's JSON, which is flat.
  private enum Value: Decodable {
    case number(Double)
    case text(String)
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .other
      }
    }

    var text: String {
      switch self {
      case .number(let number): Setting.text(of: number)
      case .text(let text): text
      case .other: "other"
      }
    }
  }

  /// Returns the settings of a layer.
  static func fields(of layer: LayerSpec) -> [String: String] {
    guard let data = try? JSONEncoder().encode(layer),
      let values = try? JSONDecoder().decode([String: Value].self, from: data)
    else { return [:] }
    return values.mapValues(\.text)
  }
}
