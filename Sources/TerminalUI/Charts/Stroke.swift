extension LineChart {
  /// What tells a curve from the others: a colour, then a dash, and without colours a marker. A number
  /// stays with a curve whatever other curves there are.
  public struct Stroke: Hashable, Sendable {
    enum Dash: Int, Hashable, Sendable, CaseIterable {
      case solid, dashed, dotted, mixed

      /// Whether there is ink in this column of dots.
      func isDrawn(at column: Int) -> Bool {
        switch self {
        case .solid: true
        case .dashed: column % 10 < 6
        case .dotted: column % 4 < 2
        case .mixed: (0..<8).contains(column % 14) || (10..<12).contains(column % 14)
        }
      }
    }

    let number: Int
    let dash: Dash

    /// - Parameter theme: has so many colours; curves beyond them have the same ones, with other dashes.
    public init(_ number: Int, theme: Theme) {
      self.number = number
      let colors = theme.depth == .mono ? GlyphSet.strokeMarkers : theme.distinctCount
      dash = Dash(rawValue: number / colors % Dash.allCases.count) ?? .solid
    }

    public func style(_ theme: Theme) -> Style {
      theme.depth == .mono ? theme.strong : theme.distinct(number)
    }

    func marker(_ look: Look) -> Unicode.Scalar {
      look.glyphs.strokeMarkers[number % look.glyphs.strokeMarkers.count]
    }

    /// As a legend or a table shows it: three cells.
    public func sample(_ look: Look) -> String {
      let ink = look.depth == .mono ? String(Character(marker(look))) : "━"
      return switch dash {
      case .solid: look.depth == .mono ? "─\(ink)─" : "━━━"
      case .dashed: "\(ink) \(ink)"
      case .dotted: "·\(look.depth == .mono ? ink : " ")·"
      case .mixed: "\(ink) ·"
      }
    }
  }
}

extension GlyphSet {
  /// More than a chart's own four, for curves that keep theirs.
  static let strokeMarkers = 8

  var strokeMarkers: [Unicode.Scalar] {
    unicode ? ["●", "○", "◆", "◇", "■", "□", "▲", "△"] : ["*", "o", "+", "x", "#", "@", "%", "&"]
  }
}
