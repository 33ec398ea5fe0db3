import DisplayText

/// A drawing in SVG. Colours and line styles are classes, which the stylesheet of the document defines, so that
/// a drawing fits light and dark pages and print.
struct SVG: Hashable {
  /// The horizontal position of a text at its point.
  enum Anchor: String {
    case start, middle, end
  }

  /// The width in units of about a CSS pixel.
  let width: Double
  /// The height.
  let height: Double
  /// The elements.
  private(set) var elements = ""

  /// Creates an empty drawing.
  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// Adds a straight line.
  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class style: String) {
    elements +=
      "<line class=\"\(style)\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\""
      + " x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\"/>\n"
  }

  /// Adds a line through points. A clip keeps it inside the area that `clip(_:)` defined.
  mutating func polyline(_ points: [(x: Double, y: Double)], class style: String, clip: String?) {
    elements +=
      "<polyline class=\"\(style)\"\(Self.clipAttribute(clip)) points=\"\(Self.list(points))\"/>\n"
  }

  /// Adds an area between points.
  mutating func polygon(_ points: [(x: Double, y: Double)], class style: String, clip: String?) {
    elements +=
      "<polygon class=\"\(style)\"\(Self.clipAttribute(clip)) points=\"\(Self.list(points))\"/>\n"
  }

  /// Adds a circle.
  mutating func circle(_ x: Double, _ y: Double, radius: Double, class style: String) {
    elements +=
      "<circle class=\"\(style)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\""
      + " r=\"\(Self.number(radius))\"/>\n"
  }

  /// Adds a line of text whose baseline is at `y`.
  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, class style: String
  ) {
    elements +=
      "<text class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
      + " text-anchor=\"\(anchor.rawValue)\">\(text.markupEscaped)</text>\n"
  }

  /// Defines an area outside which nothing is drawn.
  mutating func clip(_ id: String, x: ClosedRange<Double>, y: ClosedRange<Double>) {
    elements +=
      "<clipPath id=\"\(id)\"><rect x=\"\(Self.number(x.lowerBound))\""
      + " y=\"\(Self.number(y.lowerBound))\" width=\"\(Self.number(x.upperBound - x.lowerBound))\""
      + " height=\"\(Self.number(y.upperBound - y.lowerBound))\"/></clipPath>\n"
  }

  /// Returns the element, with texts for readers that do not see it.
  func element(id: String, title: String, description: String) -> String {
    """
    <svg viewBox="0 0 \(Self.number(width)) \(Self.number(height))" role="img" \
    aria-labelledby="\(id)-title \(id)-text">
    <title id="\(id)-title">\(title.markupEscaped)</title>
    <desc id="\(id)-text">\(description.markupEscaped)</desc>
    \(elements)</svg>
    """
  }

  /// The width that a text has at most, since the font is that of the reader's system.
  static func width(of text: String, size: Double = 13) -> Double {
    Double(text.columns) * size * 0.56
  }

  private static func clipAttribute(_ clip: String?) -> String {
    clip.map { " clip-path=\"url(#\($0))\"" } ?? ""
  }

  private static func list(_ points: [(x: Double, y: Double)]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  /// Returns a coordinate with at most one digit after the point.
  static func number(_ value: Double) -> String {
    let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }
}

extension String {
  /// The text for HTML and SVG, in elements and in attributes. Control characters, which no document can have,
  /// are written as escapes.
  var markupEscaped: String {
    var result = ""
    for character in printable.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
