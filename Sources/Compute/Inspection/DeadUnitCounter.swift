/// Finds the dead units of a layer: the feature maps or neurons that were 0 in each of the last
/// ten inspections. `NetworkInspector` decides when an inspection counts.
struct DeadUnitCounter {
  /// The number of inspections after which a unit that was always 0 counts as dead. With a batch of
  /// at least 16, ten inspections read 160 images. A unit that responds to one image in a hundred
  /// is then above 0 for at least one of these images with a probability of 80%.
  static let inspections = 10

  /// The number of activations of a unit in one image.
  private let cells: Int
  /// The number of inspections in a row in which each unit was 0.
  private var zeroInspections: [Int]
  private var count = 0

  /// Creates a counter without inspections.
  ///
  /// - Parameters:
  ///   - units: The number of units.
  ///   - cells: The number of activations of a unit in one image.
  init(units: Int, cells: Int) {
    self.cells = cells
    zeroInspections = Array(repeating: 0, count: units)
  }

  /// Adds an inspection.
  ///
  /// - Parameter values: The activations, `[images, units, cells]`.
  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    let units = zeroInspections.count
    let images = values.count / (units * cells)
    for unit in 0..<units {
      let isZero = (0..<images).allSatisfy { image in
        let start = (image * units + unit) * cells
        return values[start..<start + cells].allSatisfy { $0 == 0 }
      }
      zeroInspections[unit] = isZero ? zeroInspections[unit] + 1 : 0
    }
    count += 1
  }

  /// The indices of the dead units, in order; `nil` before there were enough inspections.
  var dead: [Int]? {
    guard count >= Self.inspections else { return nil }
    return zeroInspections.indices.filter { zeroInspections[$0] >= Self.inspections }
  }
}
