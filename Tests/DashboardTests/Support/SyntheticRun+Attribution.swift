import Glibc
import Observing

@testable import Dashboard

extension SyntheticRun {
  /// Returns a map of the ball in the synthetic image of 56×56 pixels: an occlusion map that is being renewed,
  /// or a Grad-CAM of a convolution with maps of 6×6.
  func attribution(_ request: AttributionRequest) -> AttributionMap {
    var map = AttributionMap(request)
    let isFew = names.count < Self.classes.count
    map.label = request.target == .label ? (isFew ? 1 : 17) : (isFew ? 0 : 23)
    map.probability = request.target == .label ? 0.31 : 0.48
    func distance(_ x: Float, _ y: Float) -> Float {
      ((x - 30) * (x - 30) + (y - 26) * (y - 26)).squareRoot()
    }
    switch request.method {
    case .occlusion:
      // A square of 9 that moves by 4; the last one touches the border.
      map.columns = (0..<12).map { Float(4 * $0) + 4.5 } + [51.5]
      map.rows = map.columns
      map.side = 9
      map.values = map.rows.flatMap { y in
        map.columns.map { x in 0.34 - 0.29 * exp(-distance(x, y) * distance(x, y) / 200) }
      }
      (map.evaluated, map.firstStep, map.lastStep) = (43, max(0, steps - 54), steps)
    case .gradCAM:
      map.columns = (0..<6).map { (Float($0) + 0.5) * 56 / 6 }
      map.rows = map.columns
      map.layer = "conv5"
      map.values = map.rows.flatMap { y in map.columns.map { x in max(0, 3.2 - distance(x, y) / 8) }
      }
      (map.evaluated, map.firstStep, map.lastStep) = (36, steps, steps)
    }
    return map
  }
}
