import Blueprint

// The checks of formulas from another process, whose numbers are used as indices and sizes.

extension CellFormula {
  /// True if all numbers fill their shapes, and no place and no size is out of range.
  var isComplete: Bool { cell.place.isPossible && operations.allSatisfy(\.isComplete) }
}

/// The largest size or place of anything in a network.
private let largestSize = 1 << 40
/// The largest side of a map, and the largest distance of a window from its corner.
private let largestSide = 1 << 24

extension CellPlace {
  fileprivate var isPossible: Bool {
    [channel, row, column].allSatisfy { (0...largestSize).contains($0) }
  }
}

extension CellOperation {
  fileprivate var isComplete: Bool {
    guard place.isPossible else { return false }
    return switch work {
    case .patch(let sum): sum.isComplete
    case .terms(let sum): sum.isComplete
    case .normalization(let cell):
      cell.first.isPossible && cell.columns > 0 && cell.neighbors.count.isMultiple(of: cell.columns)
        && (0...largestSide).contains(cell.size)
    case .pooling(let cell): cell.isComplete
    case .softmax(let cell): (0...largestSize).contains(cell.classes)
    case .activation, .dropout: true
    }
  }
}

extension PatchSum {
  fileprivate var isComplete: Bool {
    let sizes = [channels, side, groups, input.channels, input.height, input.width]
    guard sizes.allSatisfy({ (1...largestSide).contains($0) }), side <= 1 << 10,
      (0...largestSize).contains(firstChannel), top.magnitude <= largestSide,
      left.magnitude <= largestSide
    else { return false }
    return patch.count == channels * side * side && kernel.count == patch.count
  }
}

extension TermSum {
  fileprivate var isComplete: Bool {
    (largest.count...max(largest.count, largestSize)).contains(count)
      && (0...count).contains(active)
      && largest.allSatisfy { (0...largestSize).contains($0.index) }
  }
}

extension PooledCell {
  fileprivate var isComplete: Bool {
    let sizes = [size, stride, count]
    return sizes.allSatisfy { (0...largestSide).contains($0) }
      && (source?.isPossible ?? true) && windows.allSatisfy(\.isComplete)
      && (windows.isEmpty ? followed == 0 : windows.indices.contains(followed))
  }
}

extension PooledCell.Window {
  fileprivate var isComplete: Bool {
    guard place.isPossible, (0...largestSize).contains(top), (0...largestSize).contains(left)
    else { return false }
    return values.isEmpty
      || (1...values.count).contains(columns)
        && values.count.isMultiple(of: columns)
  }
}
