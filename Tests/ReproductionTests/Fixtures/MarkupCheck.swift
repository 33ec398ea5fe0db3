/// A check that a text is well-formed markup: tags are closed in order, attributes are quoted, and every `&`
/// begins an entity.
struct MarkupCheck {
  /// The problems, in the order of the text.
  private(set) var problems: [String] = []
  /// The values of all `id` attributes.
  private(set) var ids: [String] = []
  /// The values of all `href` and `src` attributes.
  private(set) var references: [String] = []
  /// The names of all elements.
  private(set) var elements: Set<String> = []
  private var open: [String] = []

  init(_ text: String) {
    var rest = text[...]
    while let start = rest.firstIndex(where: { $0 == "<" || $0 == "&" }) {
      rest = rest[start...]
      if rest.hasPrefix("&") {
        let entity = rest.prefix { $0 != ";" }.dropFirst()
        if !["amp", "lt", "gt", "quot"].contains(entity) {
          problems.append("entity \(entity.prefix(12))")
        }
        rest = rest.dropFirst()
      } else if let end = rest.firstIndex(of: ">") {
        tag(rest[rest.index(after: rest.startIndex)..<end])
        rest = rest[rest.index(after: end)...]
      } else {
        problems.append("a tag without an end")
        rest = ""
      }
    }
    problems += open.map { "<\($0)> is not closed" }
  }

  private mutating func tag(_ text: Substring) {
    guard !text.hasPrefix("!") else { return }
    if text.hasPrefix("/") {
      let name = String(text.dropFirst())
      if open.popLast() != name { problems.append("</\(name)> closes another element") }
      return
    }
    let isEmpty = text.hasSuffix("/")
    let body = isEmpty ? text.dropLast() : text
    let name = String(body.prefix { !$0.isWhitespace })
    elements.insert(name)
    attributes(body.dropFirst(name.count), of: name)
    if !isEmpty { open.append(name) }
  }

  private mutating func attributes(_ text: Substring, of element: String) {
    var rest = text.drop(while: \.isWhitespace)
    while !rest.isEmpty {
      let key = rest.prefix { $0 != "=" }
      rest = rest.dropFirst(key.count + 1)
      guard rest.hasPrefix("\"") else {
        problems.append("<\(element)> has an attribute without quotes: \(key)")
        return
      }
      let value = rest.dropFirst().prefix { $0 != "\"" }
      rest = rest.dropFirst(value.count + 2).drop(while: \.isWhitespace)
      if key == "id" { ids.append(String(value)) }
      if key == "href" || key == "src" { references.append(String(value)) }
    }
  }
}
