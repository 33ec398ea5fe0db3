import Blueprint
import Glibc

/// Local response normalisation as the paper's section 3.3 writes it:
/// b_i = a_i / (k + α·Σ_j a_j²)^β, j over the n maps around i that exist.
struct NaiveNormalization {
  let spec: ResponseNormalization

  func forward(_ a: Volume) -> Volume {
    var b = a
    let sums = sums(a)
    for i in a.values.indices { b.values[i] = a.values[i] * pow(sums[i], -spec.beta) }
    return b
  }

  /// ∂L/∂a_i = g_i·s_i^-β − 2αβ·a_i·Σ_j g_j·a_j·s_j^-(β+1), from the chain rule.
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

  /// Each place, and the same pixel in the maps around its own.
  private func visit(_ a: Volume, _ body: (_ place: Int, _ neighbours: [Int]) -> Void) {
    let half = spec.size / 2
    for image in 0..<a.images {
      for c in 0..<a.shape.channels {
        let maps = max(0, c - half)...min(a.shape.channels - 1, c + half)
        for y in 0..<a.shape.height {
          for x in 0..<a.shape.width {
            body(a.index(image, c, y, x), maps.map { a.index(image, $0, y, x) })
          }
        }
      }
    }
  }
}
