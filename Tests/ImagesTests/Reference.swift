import Blueprint

@testable import Images

/// Computes the result of `InputTransform.write` in a slow, plain way: for each output pixel it looks up the
/// input pixel.
func prepared(
  _ view: InputTransform.View, of image: [UInt8], _ shape: Shape, crop: Shape, mean: SIMD3<Double>,
  meanImage: [Float]? = nil, scale: Double
) -> [Float] {
  var output: [Float] = []
  for channel in 0..<crop.channels {
    for row in 0..<crop.height {
      for column in 0..<crop.width {
        let x = view.column + (view.isMirrored ? crop.width - 1 - column : column)
        let y = view.row + row
        guard (0..<shape.width).contains(x), (0..<shape.height).contains(y) else {
          output.append(0)
          continue
        }
        let pixel = (channel * shape.height + y) * shape.width + x
        let value = Float(image[pixel]) + view.shift[channel]
        output.append((value - (meanImage?[pixel] ?? Float(mean[channel]))) * Float(scale))
      }
    }
  }
  return output
}

extension NumberedImages {
  func image(_ index: Int, _ split: Split) -> [UInt8] {
    (0..<imageShape.count).map { byte(index, split, $0) }
  }
}

/// A copy of a batch that can be compared.
struct BatchCopy: Equatable {
  var index: Int
  var epoch: Int
  var count: Int
  var images: [Float]
  var labels: [Int32]

  init(_ batch: borrowing Batch) {
    index = batch.index
    epoch = batch.epoch
    count = batch.count
    images = batch.withImages { Array($0) }
    labels = batch.withLabels { Array($0) }
  }
}
