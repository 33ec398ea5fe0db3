import Blueprint
import Glibc

/// Local response normalisation by the formula in section 3.3 of the paper: b_i = a_i / (k + α·Σ_j
/// a_j²)^β, where j are the existing ones of n maps around i, or of n×n cells around i in the same
/// map.
struct NaiveNormalization {
  let spec: ResponseNormalization

  func forward(_ a: Volume) -> Volume {
    var b = a
    let sums = sums(a)
    for i in a.values.indices { b.values[i] = a.values[i] * pow(sums[i], -spec.beta) }
    return b
  }

  /// Computes the gradient from the chain rule: ∂L/∂a_i = g_i·s_i^-β − 2αβ·a_i·Σ_j
  /// g_j·a_j·s_j^-(β+1).
  func backward(_ a: Volume, gradient g: Volume) -> Volume {
    var result = g
    let s = sums(a)
    visit(a) { i, neighbours in
      var across = 0.0
      for j in neighbours { across += g.values[j] * a.values[j] * pow(s[j], -spec.beta - 1) }
      result.values[i] =
        g.values[i] * pow(s[i], -spec.beta)
        - 2 * spec.alpha * spec.beta * a.values[i] * across
    }
    return result
  }

  private func sums(_ a: Volume) -> [Double] {
    var sums = Array(repeating: 0.0, count: a.values.count)
    visit(a) { i, neighbours in
      var squares = 0.0
      for j in neighbours { squares += a.values[j] * a.values[j] }
      sums[i] = spec.k + spec.alpha * squares
    }
    return sums
  }

  /// Calls a function with the index of each activation and those of its window.
  private func visit(_ a: Volume, _ body: (_ index: Int, _ neighbours: [Int]) -> Void) {
    func around(_ index: Int, _ count: Int) -> ClosedRange<Int> {
      max(0, index - spec.size / 2)...min(count - 1, index + spec.size / 2)
    }
    let maps = a.shape.channels / spec.groups
    for image in 0..<a.images {
      for c in 0..<a.shape.channels {
        for y in 0..<a.shape.height {
          for x in 0..<a.shape.width {
            let neighbours =
              switch spec.region {
              case .acrossMaps:
                around(c % maps, maps).map { a.index(image, c / maps * maps + $0, y, x) }
              case .sameMap:
                around(y, a.shape.height).flatMap { row in
                  around(x, a.shape.width).map { a.index(image, c, row, $0) }
                }
              }
            body(a.index(image, c, y, x), neighbours)
          }
        }
      }
    }
  }
}
