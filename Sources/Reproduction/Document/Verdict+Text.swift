extension Verdict.Kind {
  /// The verdict in words.
  public var words: String {
    switch self {
    case .confirmed: "confirmed"
    case .contradicted: "contradicted"
    case .notToldFromChance: "not told from chance"
    case .notTested: "not tested at this scale"
    }
  }

  /// A sign beside the words, so that a verdict is recognised without colours.
  var symbol: String {
    switch self {
    case .confirmed: "✓"
    case .contradicted: "✗"
    case .notToldFromChance: "≈"
    case .notTested: "–"
    }
  }

  /// The class in the stylesheet.
  var style: String {
    switch self {
    case .confirmed: "confirmed"
    case .contradicted: "contradicted"
    case .notToldFromChance: "chance"
    case .notTested: "untested"
    }
  }
}
