import Compute
import Observing

/// An occlusion map that is computed a few positions at a time, row by row, and is then renewed from its
/// beginning.
///
/// It has the probabilities of all classes, so that another class needs no further pass.
struct OcclusionSweep {
  /// The image.
  struct Subject: Equatable {
    var choice: ImageChoice
    /// The number of the image in the validation set; `nil` for a file.
    var number: Int?
  }

  let subject: Subject
  let grid: OcclusionGrid
  private let classes: Int
  /// `[positions, classes]` of the positions that have values.
  private var probabilities: [Float] = []
  /// The step of each position that has values.
  private var steps: [Int] = []
  /// The number of positions that the present pass over the image has evaluated.
  private var evaluated = 0

  init(of subject: Subject, _ grid: OcclusionGrid, classes: Int) {
    self.subject = subject
    self.grid = grid
    self.classes = classes
  }

  /// True if the present pass over the image is complete.
  var isAtEnd: Bool { evaluated == grid.count }

  /// Returns the next positions to evaluate, at most `count`. After the last position, a new pass over the image
  /// begins.
  /// - Returns: `nil` if all positions have values of this step.
  mutating func next(_ count: Int, step: Int) -> Range<Int>? {
    if isAtEnd {
      guard steps.contains(where: { $0 != step }) else { return nil }
      evaluated = 0
    }
    return evaluated..<min(grid.count, evaluated + count)
  }

  /// Adds the values of positions.
  /// - Parameter values: The probability of each class, `[positions, classes]`.
  mutating func add(_ values: [Double], at positions: Range<Int>, step: Int) {
    precondition(values.count == positions.count * classes, "every position has all classes")
    let old = min(steps.count, positions.lowerBound)..<min(steps.count, positions.upperBound)
    probabilities.replaceSubrange(
      old.lowerBound * classes..<old.upperBound * classes, with: values.map { Float($0) })
    steps.replaceSubrange(old, with: Array(repeating: step, count: positions.count))
    evaluated = positions.upperBound
  }

  /// Writes the map of a class.
  func write(to map: inout AttributionMap) {
    let half = Float(grid.side) / 2
    map.side = grid.side
    map.columns = grid.columns.map { Float($0) + half }
    map.rows = grid.rows.map { Float($0) + half }
    map.values = steps.indices.map { probabilities[$0 * classes + map.label] }
    map.evaluated = evaluated
    map.firstStep = steps.min() ?? 0
    map.lastStep = steps.max() ?? 0
  }
}
