import Glibc

/// The surface of an object of a detailed background: two colours and the pattern in which they mix.
struct Surface {
  enum Pattern {
    case plain
    /// A sine wave, with the number of periods in a pixel to the right and in a pixel downwards.
    case grating(across: Float, down: Float, phase: Float)
    /// A part of a texture, from a row and a column of it on.
    case tile(TextureTiles.Kind, row: Int, column: Int)
  }

  var color: RGB
  /// The colour that is added where the pattern is 1 and subtracted where it is −1.
  var swing: RGB
  var pattern: Pattern

  /// Creates a random surface.
  /// - Parameter radius: The radius of the object in pixels, which limits the period of the pattern.
  init(radius: Float, _ random: inout RandomGenerator) {
    color = .muted(&random)
    let other = RGB.muted(&random)
    let strength = random.uniform(0.25, 1)
    swing = RGB(
      red: strength * (other.red - color.red), green: strength * (other.green - color.green),
      blue: strength * (other.blue - color.blue))
    let kind = random.unit()
    if kind < 0.25 {
      pattern = .plain
    } else if kind < 0.6 {
      // Periods are 4 to 24 pixels, uniform in their logarithm; the kernels of conv1 have eleven pixels.
      let period = min(4 * powf(6, random.unit()), max(4, radius))
      let angle = random.uniform(0, .pi)
      pattern = .grating(
        across: cosf(angle) / period, down: sinf(angle) / period, phase: random.unit())
    } else {
      let kinds: [TextureTiles.Kind] = [.sand, .cloud, .rowFibre, .columnFibre]
      pattern = .tile(
        kinds[random.below(kinds.count)], row: random.below(TextureTiles.period),
        column: random.below(TextureTiles.period))
    }
  }

  /// Writes the pattern of a row, −1…1, at the indices of the columns.
  @inline(__always)
  func write(
    _ columns: Range<Int>, of row: Int, to line: UnsafeMutablePointer<Float>,
    _ tiles: TextureTiles
  ) {
    switch pattern {
    case .plain:
      for column in columns { line[column] = 0 }
    case .grating(let across, let down, let phase):
      let start = Float(row) * down + phase
      for column in columns {
        let turn = Float(column) * across + start
        let rest = turn - nearest(turn)
        // Two parabolas, within 6% of a sine.
        line[column] = rest * (8 - 16 * abs(rest))
      }
    case .tile(let kind, let first, let column):
      let values = tiles.row(row + first, from: column, of: kind)
      for column in columns { line[column] = values[column] }
    }
  }
}
