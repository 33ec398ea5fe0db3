/// How many looks in a row each unit of a layer, a map or a neuron, has given nothing but zeros.
struct SilentUnits {
  /// A unit that has been silent for so many is called dead. Sixteen images a look: one that answers to
  /// one image of a hundred is found alive with a probability of 80 %.
  static let looks = 10

  private let cells: Int
  private var silent: [Int]
  private var seen = 0

  /// - Parameter cells: of one unit, in one image.
  init(units: Int, cells: Int) {
    self.cells = cells
    silent = Array(repeating: 0, count: units)
  }

  /// - Parameter values: `[images, units, cells]`
  mutating func look(at values: UnsafeBufferPointer<Float>) {
    let units = silent.count
    let images = values.count / (units * cells)
    for unit in 0..<units {
      let isSilent = (0..<images).allSatisfy { image in
        let start = (image * units + unit) * cells
        return values[start..<start + cells].allSatisfy { $0 == 0 }
      }
      silent[unit] = isSilent ? silent[unit] + 1 : 0
    }
    seen += 1
  }

  /// Nil before there were enough looks.
  var dead: Int? { seen < Self.looks ? nil : silent.count { $0 >= Self.looks } }
}
