extension LineChart {
  /// The line style that distinguishes a curve from others: a colour and a dash pattern, or on terminals
  /// without colours a marker and a dash pattern. It depends only on the number of the curve.
  public struct Stroke: Hashable, Sendable {
    /// The dash pattern.
    enum Dash: Int, Hashable, Sendable, CaseIterable {
      case solid, dashed, dotted, mixed

      /// Returns true if the line is drawn in this column of dots.
      func isDrawn(at column: Int) -> Bool {
        switch self {
        case .solid: true
        case .dashed: column % 10 < 6
        case .dotted: column % 4 < 2
        case .mixed: (0..<8).contains(column % 14) || (10..<12).contains(column % 14)
        }
      }
    }

    /// The number of different markers on a terminal without colours.
    public static let markerCount = GlyphSet.strokeMarkerCount

    let number: Int
    let dash: Dash

    /// Creates the stroke of a curve.
    /// - Parameters:
    ///   - number: The number of the curve, from 0.
    ///   - theme: The theme. Curves beyond the number of its colours have the same colours with
    ///     other dash patterns.
    public init(_ number: Int, theme: Theme) {
      self.number = number
      let colors = theme.depth == .mono ? GlyphSet.strokeMarkerCount : theme.distinctCount
      dash = Dash(rawValue: number / colors % Dash.allCases.count) ?? .solid
    }

    /// Returns the style of the curve.
    public func style(_ theme: Theme) -> Style {
      theme.depth == .mono ? theme.strong : theme.distinct(number)
    }

    /// Returns the marker of the curve on a terminal without colours.
    func marker(_ appearance: Appearance) -> Unicode.Scalar {
      appearance.glyphs.strokeMarkers[number % appearance.glyphs.strokeMarkers.count]
    }

    /// Returns a sample of the line for a legend or a table, three cells wide.
    public func sample(_ appearance: Appearance) -> String {
      let ink = appearance.depth == .mono ? String(Character(marker(appearance))) : "━"
      return switch dash {
      case .solid: appearance.depth == .mono ? "─\(ink)─" : "━━━"
      case .dashed: "\(ink) \(ink)"
      case .dotted: "·\(appearance.depth == .mono ? ink : " ")·"
      case .mixed: "\(ink) ·"
      }
    }
  }
}

extension GlyphSet {
  /// The number of different markers of strokes.
  static let strokeMarkerCount = 8

  var strokeMarkers: [Unicode.Scalar] {
    unicode ? ["●", "○", "◆", "◇", "■", "□", "▲", "△"] : ["*", "o", "+", "x", "#", "@", "%", "&"]
  }
}
