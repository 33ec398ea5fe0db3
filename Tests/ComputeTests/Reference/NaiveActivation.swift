import Blueprint
import Glibc

/// ReLU, tanh and their derivatives.
enum NaiveActivation {
  static func forward(_ x: Volume, _ activation: Activation) -> Volume {
    var y = x
    for i in x.values.indices {
      y.values[i] =
        switch activation {
        case .relu: max(0, x.values[i])
        case .tanh: tanh(x.values[i])
        }
    }
    return y
  }

  static func backward(_ x: Volume, _ activation: Activation, gradient: Volume) -> Volume {
    var result = gradient
    for i in x.values.indices {
      switch activation {
      case .relu:
        if x.values[i] <= 0 { result.values[i] = 0 }
      case .tanh:
        let y = tanh(x.values[i])
        result.values[i] *= 1 - y * y
      }
    }
    return result
  }
}
