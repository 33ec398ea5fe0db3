/// What can be said of one kernel of a first layer: how strong, how coloured, how smooth, and which
/// wave it looks for where it looks for one.
public struct KernelFeatures: Equatable, Sendable {
  /// L2 norm of its weights.
  public var norm: Double
  /// Share of its energy outside the grey axis, 0…1: 0 sees brightness alone, chance has 2/3.
  public var color: Double
  /// Lag-one autocorrelation; see `Kernels.autocorrelation(of:)`.
  public var structure: Double
  public var wave: KernelWave

  /// Whether the wave is one: enough of the energy is near its frequency, which is no wave when all
  /// neighbours are strangers.
  public var hasWave: Bool { wave.share >= KernelWave.leastShare }
  /// Whether it prefers a direction.
  public var hasOrientation: Bool { hasWave && wave.coherence >= KernelWave.leastCoherence }
}

extension Kernels {
  /// Of every kernel.
  public var features: [KernelFeatures] {
    let waves = Waves(size: size)
    return (0..<count).map { kernel in
      KernelFeatures(
        norm: norm(of: kernel), color: colorShare(of: kernel...kernel),
        structure: autocorrelation(of: kernel), wave: PowerSpectrum(self, kernel, waves).wave)
    }
  }

  public func norm(of kernel: Int) -> Double {
    self[kernel].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  /// The share of the kernels' energy that is not the same in all channels: 1 − Σ n·m² / Σ w², m being
  /// the mean over the n channels of a place. 0 for kernels without energy, and for one channel.
  public func colorShare(of range: ClosedRange<Int>) -> Double {
    let area = size * size
    var energy = 0.0
    var grey = 0.0
    for kernel in range {
      let w = self[kernel]
      for place in 0..<area {
        var sum = 0.0
        for channel in 0..<channels {
          let value = Double(w[w.startIndex + channel * area + place])
          sum += value
          energy += value * value
        }
        grey += sum * sum / Double(channels)
      }
    }
    return energy > 0 ? max(0, 1 - grey / energy) : 0
  }

  /// The colour share of the first and the second half of the kernels: of the two columns, where the
  /// layer's maps go to two (paper, Fig. 3).
  public var columnColors: (first: Double, second: Double)? {
    guard count >= 2 else { return nil }
    return (colorShare(of: 0...count / 2 - 1), colorShare(of: count / 2...count - 1))
  }
}
