/// Counts the units of a layer, maps or neurons, that were 0 in each of the last inspections.
struct DeadUnitCounter {
  /// The number of inspections after which a unit that was always 0 counts as dead. With sixteen
  /// images each, a unit that responds to one image of a hundred is found alive with a probability
  /// of 80 %.
  static let inspections = 10

  private let cells: Int
  /// The number of inspections in a row in which each unit was 0.
  private var silent: [Int]
  private var count = 0

  /// - Parameters:
  ///   - units: the number of units.
  ///   - cells: the number of activations of a unit in one image.
  init(units: Int, cells: Int) {
    self.cells = cells
    silent = Array(repeating: 0, count: units)
  }

  /// Adds an inspection.
  ///
  /// - Parameter values: the activations, `[images, units, cells]`.
  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    let units = silent.count
    let images = values.count / (units * cells)
    for unit in 0..<units {
      let isSilent = (0..<images).allSatisfy { image in
        let start = (image * units + unit) * cells
        return values[start..<start + cells].allSatisfy { $0 == 0 }
      }
      silent[unit] = isSilent ? silent[unit] + 1 : 0
    }
    count += 1
  }

  /// The number of dead units; `nil` before there were enough inspections.
  var dead: Int? {
    count < Self.inspections ? nil : silent.count { $0 >= Self.inspections }
  }
}
