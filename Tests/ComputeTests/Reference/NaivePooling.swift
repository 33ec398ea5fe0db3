import Blueprint

/// Maximum or average pooling over the cells of each window inside of the map.
struct NaivePooling {
  let spec: Pooling
  let input: Shape
  let output: Shape

  func forward(_ x: Volume) -> Volume {
    var y = Volume(images: x.images, shape: output)
    visit(x, y) { cells, to in
      let values = cells.map { x.values[$0] }
      y.values[to] =
        switch spec.operation {
        case .maximum: values.max()!
        case .average: values.reduce(0, +) / Double(values.count)
        }
    }
    return y
  }

  func backward(_ x: Volume, gradient: Volume) -> Volume {
    var result = Volume(images: x.images, shape: input)
    visit(x, gradient) { cells, to in
      switch spec.operation {
      case .maximum:
        // The first of equal cells. They occur only after ReLU, whose derivative is 0 there.
        result.values[cells.max { x.values[$0] < x.values[$1] }!] += gradient.values[to]
      case .average:
        for cell in cells { result.values[cell] += gradient.values[to] / Double(cells.count) }
      }
    }
    return result
  }

  private func visit(_ x: Volume, _ y: Volume, _ body: (_ cells: [Int], _ to: Int) -> Void) {
    func cells(_ window: Int, _ side: Int) -> Range<Int> {
      let begin = window * spec.stride - spec.padding
      return max(0, begin)..<min(side, begin + spec.size)
    }
    for image in 0..<x.images {
      for c in 0..<input.channels {
        for oy in 0..<output.height {
          for ox in 0..<output.width {
            let rows = cells(oy, input.height)
            let columns = cells(ox, input.width)
            body(
              rows.flatMap { y in columns.map { x.index(image, c, y, $0) } },
              y.index(image, c, oy, ox))
          }
        }
      }
    }
  }
}
