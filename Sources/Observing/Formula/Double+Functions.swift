import Glibc

extension Double {
  var hyperbolicTangent: Double { tanh(self) }
  var exponential: Double { exp(self) }
  func power(_ exponent: Double) -> Double { pow(self, exponent) }
}
