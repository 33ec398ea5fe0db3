import COneDNN

/// Where a column's input comes from. A product as wide as activations are keeps its input for the way
/// back; any other has it made again there, for it passes.
enum Source {
  case whole(Tensor)
  /// The channels of one column.
  case part(Tensor, column: Int, of: Int)
  /// The maps of one column beside their moved copies.
  case moved(Tensor, column: Int, od_shifts)
}

extension Builder {
  /// Of the layout that Winograd's algorithm works in: channels side by side.
  static let lanes = Int(OD_LANES)

  /// A product's input as it wants it, with the tasks that bring it there in every step.
  func tensor(
    _ source: Source, as layout: Layout, for layer: String, _ direction: Task.Direction,
    passes: Bool
  ) throws(ComputeError) -> Tensor {
    if case .whole(let whole) = source {
      return try tensor(whole, as: layout, for: layer, direction, passes: passes)
    }
    let blocked = Layout.blocked(layout.dimensions, lanes: Self.lanes)
    let made = passes ? try passingTensor(blocked) : try tensor(blocked)
    switch source {
    case .whole: break
    case .part(let whole, let column, let count):
      let (from, to) = (Rows(whole, column: column, of: count), Rows(made))
      add(layer, direction) { [batch] in from.copy(to.stride, images: batch, to: to) }
    case .moved(let whole, let column, let shifts):
      let from = Rows(whole, start: column * shifts.columnLength, stride: 0)
      add(layer, direction) {
        var shifts = shifts
        let maps = from.now
        od_shift(&shifts, made.floats, maps.start, maps.type)
      }
    }
    return try tensor(made, as: layout, for: layer, direction, passes: passes)
  }

  /// What all columns gave, as activations are kept.
  func joined(
    _ columns: [Column], dimensions: [Int], for layer: String
  ) throws(ComputeError) -> Tensor {
    let whole = try tensor(.blocked(dimensions, lanes: Self.lanes, element))
    for (index, column) in columns.enumerated() {
      let (from, to) = (Rows(column.output), Rows(whole, column: index, of: columns.count))
      add(layer, .forward) { [batch] in from.copy(from.stride, images: batch, to: to) }
    }
    return whole
  }

  /// What a column gave, as activations are kept, or scores: in full.
  func kept(
    _ column: Column, for layer: String, inFull: Bool
  ) throws(ComputeError) -> Tensor {
    let output = column.output
    guard column.passes else { return output }
    let kept = try tensor(
      .blocked(output.layout.dimensions, lanes: output.layout.lanes ?? 1, inFull ? .fp32 : element))
    forward.append(Task(layer, .forward, try Operation.reorder(output, to: kept, on: engine)))
    return kept
  }

  func add(_ layer: String, _ direction: Task.Direction, body: @escaping () -> Void) {
    let task = Task(layer, direction, body: body)
    if direction == .forward { forward.append(task) } else { backward.append(task) }
  }
}

/// Some of the channels of each image of a batch: those of one column.
struct Rows {
  let tensor: Tensor
  /// Where they begin in an image.
  let start: Int
  /// How many numbers an image has.
  let stride: Int

  init(_ tensor: Tensor, start: Int, stride: Int) {
    (self.tensor, self.start, self.stride) = (tensor, start, stride)
  }

  init(_ tensor: Tensor, column: Int = 0, of columns: Int = 1) {
    let stride = tensor.layout.dimensions[1...].reduce(1, *)
    self.init(tensor, start: column * (stride / columns), stride: stride)
  }

  /// At this moment: tensors may be pointed elsewhere.
  var now: od_rows {
    let element = tensor.layout.element
    return od_rows(
      start: tensor.address + start * element.bytes, stride: stride, type: element.code)
  }

  /// - Parameter active: where this is not above 0, 0 is written instead.
  func copy(_ length: Int, images: Int, to: Rows, where active: Rows? = nil) {
    guard var mask = active?.now else { return od_copy_rows(to.now, now, nil, images, length) }
    od_copy_rows(to.now, now, &mask, images, length)
  }
}
