import Glibc

/// What a thing of a detailed ground is covered with: two colours, and how they mix from pixel to
/// pixel, row by row.
struct Surface {
  enum Pattern {
    case plain
    /// A sine wave of periods a pixel to the right and downwards.
    case grating(across: Float, down: Float, phase: Float)
    case tile(TextureTiles.Kind, row: Int, column: Int)
  }

  var color: RGB
  /// What is added to the colour where the pattern is 1, and taken off where it is −1.
  var swing: RGB
  var pattern: Pattern

  /// - Parameter radius: of the thing, in pixels; its pattern is finer.
  init(radius: Float, _ chance: inout Chance) {
    color = .quiet(&chance)
    let other = RGB.quiet(&chance)
    let strength = chance.uniform(0.25, 1)
    swing = RGB(
      red: strength * (other.red - color.red), green: strength * (other.green - color.green),
      blue: strength * (other.blue - color.blue))
    let kind = chance.unit()
    if kind < 0.25 {
      pattern = .plain
    } else if kind < 0.6 {
      // Four to 24 pixels, as many long as short: conv1's kernels are eleven pixels wide.
      let period = min(4 * powf(6, chance.unit()), max(4, radius))
      let angle = chance.uniform(0, .pi)
      pattern = .grating(
        across: cosf(angle) / period, down: sinf(angle) / period, phase: chance.unit())
    } else {
      let kinds: [TextureTiles.Kind] = [.sand, .cloud, .rowFibre, .columnFibre]
      pattern = .tile(
        kinds[chance.below(kinds.count)], row: chance.below(TextureTiles.period),
        column: chance.below(TextureTiles.period))
    }
  }

  /// Writes the pattern of columns of a row, −1…1, to the places of those columns.
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
        // A parabola each way, within 6 % of a sine.
        line[column] = rest * (8 - 16 * abs(rest))
      }
    case .tile(let kind, let first, let column):
      let values = tiles.row(row + first, from: column, of: kind)
      for column in columns { line[column] = values[column] }
    }
  }
}
