/// The objects and lists of a JSON text, without its other values.
enum JSONTree: Decodable {
  case object([String: JSONTree])
  case list([JSONTree])
  case value

  init(from decoder: any Decoder) throws {
    if let members = try? [String: JSONTree](from: decoder) {
      self = .object(members)
    } else if let elements = try? [JSONTree](from: decoder) {
      self = .list(elements)
    } else {
      self = .value
    }
  }

  /// The members of an object; none of other values.
  var members: [String: JSONTree] { if case .object(let members) = self { members } else { [:] } }

  /// The elements of a list; none of other values.
  var elements: [JSONTree] { if case .list(let elements) = self { elements } else { [] } }
}
