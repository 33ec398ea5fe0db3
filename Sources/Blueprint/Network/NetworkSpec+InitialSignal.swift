import Glibc

extension NetworkSpec {
  /// True if the initial biases outweigh the differences between images: the scores are then almost the same
  /// for every image, and the loss can stay at ln(classes) for a long time.
  ///
  /// The limit of 0.02 is between two known networks. The network of the paper's text has a signal of 0.013,
  /// and its loss stays at ln(classes) on small sets of photographs. With Caffe's initial values the signal is
  /// 0.031, and the loss falls.
  public var biasesOutweighImages: Bool {
    guard initials.contains(where: { $0.bias > 0 }), let signal = initialSignal else {
      return false
    }
    return signal < 0.02
  }

  /// The part of the last layer's inputs that depends on the image, divided by the part that does not,
  /// before the first step. Both are root mean squares. `nil` for networks with tanh, and for those whose
  /// layers do not fit.
  ///
  /// The calculation assumes that weights are independent, that the activations of a layer are normally
  /// distributed, and that pooling and dropout change both parts by the same factor.
  public var initialSignal: Double? {
    guard let layout = try? layout() else { return nil }
    // The standard deviation of pixels is about 58, in photographs and in the built-in scenes.
    let deviation = 58 * meanPixelFactor
    var moments = ActivationMoments(varying: deviation * deviation)
    for layer in layout.dropLast() {
      switch layer.spec.kind {
      case .convolution(let convolution):
        let inputs = layer.input.channels / convolution.groups
        moments.multiply(
          inputs: inputs * convolution.kernel * convolution.kernel, convolution.initial)
      case .locallyConnected(let local):
        moments.multiply(
          inputs: layer.input.channels * local.kernel * local.kernel, local.initial)
      case .fullyConnected(let full):
        moments.multiply(inputs: layer.input.count / full.groups, full.initial)
      case .activation(.relu): moments.rectify()
      case .activation(.tanh): return nil
      case .normalization(let normalization): moments.normalize(normalization)
      case .pooling, .dropout: continue
      }
    }
    let constant = moments.mean * moments.mean + moments.constant
    return constant > 0 ? (moments.varying / constant).squareRoot() : .infinity
  }
}

/// The moments of a layer's activations before the first step. Each unit has a mean over all images, which
/// differs between units, and a variance around this mean.
private struct ActivationMoments {
  /// The mean of the units' means.
  var mean = 0.0
  /// The variance of the units' means.
  var constant = 0.0
  /// The variance of a unit over the images.
  var varying: Double

  /// Applies the weights and biases of a layer.
  /// - Parameter inputs: The number of inputs of one output.
  mutating func multiply(inputs: Int, _ initial: Initialization) {
    let gain =
      switch initial.weights {
      case .gaussian(let deviation): Double(inputs) * deviation * deviation
      case .he: 2.0
      }
    constant = gain * (mean * mean + constant)
    varying *= gain
    mean = initial.bias
  }

  /// Applies max(0, x). The moments of a rectified normal distribution (Frey, Hinton 1999) are averaged over
  /// the means of the units, from −5 to 5 standard deviations.
  mutating func rectify() {
    guard varying > 0 else { return }
    let deviation = varying.squareRoot()
    var (sum, squares, variances, weights) = (0.0, 0.0, 0.0, 0.0)
    for quarter in -20...20 {
      let z = Double(quarter) / 4
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

  /// Applies local response normalisation, with the mean square in place of the square of each activation.
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
