import Glibc

extension NetworkSpec {
  /// True if the initial biases drown what the images differ in: the scores then begin almost the
  /// same for every image, and the loss can stay at ln(classes) for long.
  ///
  /// The limit lies between two networks of which both is known: the paper's text, at 0.013, stays there
  /// on small sets of photographs; Caffe's values, at 0.031, do not.
  public var biasesDrownImages: Bool {
    guard initials.contains(where: { $0.bias > 0 }), let signal = initialSignal else {
      return false
    }
    return signal < 0.02
  }

  /// What of the last layer's inputs depends on the image, over what does not, both as root mean squares
  /// and before the first step; nil where it is not known (with tanh, or for a network that does not fit).
  ///
  /// Weights are taken as independent, activations of a layer as normally distributed. Max-pooling and
  /// dropout change both parts alike and are passed over.
  public var initialSignal: Double? {
    guard let layout = try? layout() else { return nil }
    // Photographs and the built-in scenes deviate from their mean by about 58.
    var spread = Spread(varying: (58 * inputScale) * (58 * inputScale))
    for entry in layout.dropLast() {
      switch entry.spec.kind {
      case .convolution(let convolution):
        let inputs = entry.input.channels / convolution.groups
        spread.pass(inputs * convolution.kernel * convolution.kernel, convolution.initial)
      case .fullyConnected(let full): spread.pass(entry.input.count, full.initial)
      case .activation(.relu): spread.rectify()
      case .activation(.tanh): return nil
      case .normalization(let normalization): spread.normalize(normalization)
      case .pooling, .dropout: continue
      }
    }
    let constant = spread.mean * spread.mean + spread.constant
    return constant > 0 ? (spread.varying / constant).squareRoot() : .infinity
  }
}

/// How a layer's activations are spread: each unit's mean over images is normally distributed over the
/// units, and the unit varies around it from image to image.
private struct Spread {
  /// Of the units' means.
  var mean = 0.0
  /// The variance of the units' means.
  var constant = 0.0
  /// The variance over images, of a unit.
  var varying: Double

  mutating func pass(_ inputs: Int, _ initial: Initialization) {
    let gain =
      switch initial.weights {
      case .gaussian(let deviation): Double(inputs) * deviation * deviation
      case .he: 2.0
      }
    constant = gain * (mean * mean + constant)
    varying *= gain
    mean = initial.bias
  }

  /// The moments of max(0, x) (Frey, Hinton 1999), averaged over units from −5 to 5 deviations.
  mutating func rectify() {
    guard varying > 0 else { return }
    let deviation = varying.squareRoot()
    var (sum, squares, variances, weights) = (0.0, 0.0, 0.0, 0.0)
    for place in -20...20 {
      let z = Double(place) / 4
      let weight = exp(-z * z / 2)
      let unit = mean + constant.squareRoot() * z
      let ratio = unit / deviation
      let above = 0.5 * erfc(-ratio / 2.0.squareRoot())
      let density = exp(-ratio * ratio / 2) / (2 * Double.pi).squareRoot()
      let first = unit * above + deviation * density
      let second = (unit * unit + varying) * above + unit * deviation * density
      sum += weight * first
      squares += weight * first * first
      variances += weight * max(0, second - first * first)
      weights += weight
    }
    mean = sum / weights
    constant = max(0, squares / weights - mean * mean)
    varying = variances / weights
  }

  mutating func normalize(_ normalization: ResponseNormalization) {
    let size = Double(normalization.size)
    let summed = normalization.region == .acrossMaps ? size : size * size
    let square = mean * mean + constant + varying
    let factor = pow(normalization.k + normalization.alpha * summed * square, -normalization.beta)
    mean *= factor
    constant *= factor * factor
    varying *= factor * factor
  }
}
