/// ASCII glyphs for values on terminals with few colours, in ascending order of the magnitude.
enum GlyphRamp {
  /// Glyphs for a brightness, by the area that they cover in a common monospaced font.
  static let brightness: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
  /// Glyphs for positive values: round and heavy, so that they differ from the negative ones.
  static let positive: [Unicode.Scalar] = [" ", ".", ":", "+", "*", "#", "@"]
  /// Glyphs for negative values: flat and light.
  static let negative: [Unicode.Scalar] = [" ", ".", ",", "-", "~", "="]
}
