/// The measured features of one kernel of a first layer.
public struct KernelFeatures: Equatable, Sendable {
  /// The L2 norm of the weights.
  public var norm: Double
  /// The share of the energy (the sum of the squared weights) that differs between the channels,
  /// 0…1. It is 0 if all channels are equal, and about 2/3 for random weights in three channels.
  public var color: Double
  /// The lag-one autocorrelation; see `Kernels.autocorrelation(of:)`. Above
  /// ``Kernels/structureThreshold`` the kernel is structured.
  public var structure: Double
  /// The wave with the strongest response.
  public var wave: KernelWave

  /// True if at least `KernelWave/minimumShare` of the energy is near the frequency of the wave.
  /// The energy of noise is spread over all frequencies.
  public var hasWave: Bool { wave.share >= KernelWave.minimumShare }
  /// True if the wave has a clear direction.
  public var hasOrientation: Bool { hasWave && wave.coherence >= KernelWave.minimumCoherence }
}

extension Kernels {
  /// The features of all kernels.
  public var features: [KernelFeatures] {
    let basis = FourierBasis(size: size)
    return (0..<count).map { kernel in
      KernelFeatures(
        norm: norm(of: kernel), color: colorShare(of: kernel...kernel),
        structure: autocorrelation(of: kernel), wave: PowerSpectrum(self, kernel, basis).wave)
    }
  }

  /// Returns the L2 norm of a kernel's weights.
  public func norm(of kernel: Int) -> Double {
    self[kernel].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  /// Returns the share of the energy that differs between the channels of some kernels:
  /// 1 − Σ n·m² / Σ w², where w are the weights and m is the mean of the n channels at a position.
  /// It is 0 if all weights are 0, and for one channel.
  public func colorShare(of range: ClosedRange<Int>) -> Double {
    let area = size * size
    var energy = 0.0
    var grey = 0.0
    for kernel in range {
      let w = self[kernel]
      for position in 0..<area {
        var sum = 0.0
        for channel in 0..<channels {
          let value = Double(w[w.startIndex + channel * area + position])
          sum += value
          energy += value * value
        }
        grey += sum * sum / Double(channels)
      }
    }
    return energy > 0 ? max(0, 1 - grey / energy) : 0
  }

  /// The colour shares of the first and the second half of the kernels, which are the two columns of the
  /// paper's network (Fig. 3); `nil` for fewer than two kernels.
  public var columnColors: (first: Double, second: Double)? {
    guard count >= 2 else { return nil }
    return (colorShare(of: 0...count / 2 - 1), colorShare(of: count / 2...count - 1))
  }
}
