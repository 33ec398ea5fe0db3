import Channels
import Glibc

/// Periodic textures of noise, −1…1, for the surfaces of detailed scenes. They are the same in every run
/// and shared by all painters.
struct TextureTiles: Sendable {
  enum Kind: Int, CaseIterable {
    /// Fine grains of two to four pixels.
    case sand
    /// Detail of every size from 2 to 64 pixels, stronger where it is coarser.
    case cloud
    /// Fibres along rows, and along columns.
    case rowFibre, columnFibre
    /// Independent pixels, like the noise of a sensor.
    case grain
  }

  /// The period along both axes, in pixels; a power of two.
  static let period = 128
  /// The length of a stored row: the periodic row is continued until a row of a picture fits from any of
  /// its columns on.
  private static let stride = period + DetailedScenePainter.side

  private let memory: Buffer<Float>

  init() {
    let area = Self.period * Self.stride
    memory = Buffer(count: Kind.allCases.count * area, repeating: 0)
    for kind in Kind.allCases {
      var random = RandomGenerator(seed: 0, .texture, kind.rawValue)
      var tile = [Float](repeating: 0, count: Self.period * Self.period)
      for octave in kind.octaves { octave.add(to: &tile, &random) }
      let peak = tile.reduce(0) { max($0, abs($1)) }
      let start = memory.elements.baseAddress! + kind.rawValue * area
      for row in 0..<Self.period {
        for column in 0..<Self.stride {
          start[row * Self.stride + column] =
            tile[row * Self.period + column % Self.period] / peak
        }
      }
    }
  }

  /// Returns the values of a row from a column on, as many as a picture is wide. Row and column can have
  /// any value, because the texture is periodic.
  @inline(__always)
  func row(_ row: Int, from column: Int, of kind: Kind) -> UnsafePointer<Float> {
    let mask = Self.period - 1
    let line = kind.rawValue * Self.period + row & mask
    return UnsafePointer(memory.elements.baseAddress! + line * Self.stride + column & mask)
  }
}

extension TextureTiles.Kind {
  fileprivate var octaves: [Octave] {
    switch self {
    case .sand: [Octave(4, 4, 1), Octave(2, 2, 0.8)]
    case .cloud:
      [64, 32, 16, 8, 4, 2].map { Octave($0, $0, powf(Float($0) / 64, 0.6)) }
    case .rowFibre: [Octave(64, 8, 1), Octave(32, 4, 0.8), Octave(16, 2, 0.5)]
    case .columnFibre: [Octave(8, 64, 1), Octave(4, 32, 0.8), Octave(2, 16, 0.5)]
    case .grain: [Octave(1, 1, 1)]
    }
  }
}

/// Noise that is random at the points of a lattice and smooth between them.
private struct Octave {
  /// The horizontal distance of lattice points in pixels, a divisor of the period.
  var across: Int
  /// The vertical distance of lattice points in pixels, a divisor of the period.
  var down: Int
  var strength: Float

  init(_ across: Int, _ down: Int, _ strength: Float) {
    self.across = across
    self.down = down
    self.strength = strength
  }

  /// Adds the noise to a texture, `[period, period]`.
  func add(to tile: inout [Float], _ random: inout RandomGenerator) {
    let period = TextureTiles.period
    let (columns, rows) = (period / across, period / down)
    let lattice = (0..<columns * rows).map { _ in strength * (2 * random.unit() - 1) }
    for row in 0..<period {
      let fall = Self.ease(Float(row % down) / Float(down))
      let (above, below) = (row / down, (row / down + 1) % rows)
      for column in 0..<period {
        let (left, right) = (column / across, (column / across + 1) % columns)
        let slide = Self.ease(Float(column % across) / Float(across))
        func line(_ y: Int) -> Float {
          let first = lattice[y * columns + left]
          return first + (lattice[y * columns + right] - first) * slide
        }
        tile[row * period + column] += line(above) + (line(below) - line(above)) * fall
      }
    }
  }

  private static func ease(_ t: Float) -> Float { t * t * (3 - 2 * t) }
}
