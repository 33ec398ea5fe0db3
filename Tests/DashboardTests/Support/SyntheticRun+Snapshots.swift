import Blueprint
import Glibc
import Observing
import Runs

@testable import Dashboard

// The snapshots of a synthetic run.

extension SyntheticRun {
  /// Edges, stripes, blobs and colour pairs that form from noise with the steps.
  var kernels: Kernels {
    let clarity = 1 - exp(-Double(steps) / 250)
    var weights: [Float] = []
    for kernel in 0..<kernelCount {
      func random(_ k: Int) -> Double { Self.noise(kernel + 1, 100 + k) }
      let angle = random(0) * .pi
      let frequency = 0.5 + 1.9 * random(1)
      let phase = random(2) * 2 * .pi
      let spread = 0.3 + 0.25 * random(3)
      let isColored = kernel % 5 >= 2
      let tint = (0..<3).map { isColored ? 2 * random(4 + $0) - 1 : 1 }
      let (left, up) = ((random(8) - 0.5) * 0.5, (random(9) - 0.5) * 0.5)
      let noisy = kernel % 13 == 7 ? 0.9 : 0.12
      for channel in 0..<3 {
        for row in 0..<kernelSize {
          for column in 0..<kernelSize {
            let x = (Double(column) + 0.5) / Double(kernelSize) * 2 - 1 - left
            let y = (Double(row) + 0.5) / Double(kernelSize) * 2 - 1 - up
            let along = x * cos(angle) + y * sin(angle)
            let window = exp(-(x * x + y * y) / (2 * spread * spread))
            let wave = cos(frequency * along * .pi + phase)
            let grain =
              Self.noise(
                kernel * 4096 + channel * 1024 + row * 32 + column, 7) * 2 - 1
            let value =
              clarity * tint[channel] * wave * window + (1 - clarity + noisy) * grain * 0.4
            weights.append(Float(0.08 * value))
          }
        }
      }
    }
    return Kernels(count: kernelCount, channels: 3, size: kernelSize, weights: weights)
  }

  var snapshot: Snapshot {
    let shapes = [
      Shape(channels: 64, height: 27, width: 27), Shape(channels: 128, height: 13, width: 13),
      Shape(channels: 192, height: 6, width: 6), Shape(channels: 192, height: 6, width: 6),
      Shape(channels: 128, height: 6, width: 6), Shape(channels: 512), Shape(channels: 512),
      Shape(channels: 40),
    ]
    let names = ["conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"]
    let ratios = [0.0021, 0.0012, 0.0009, 0.0008, 0.0011, 0.0004, 0.00025, 0.013]
    let zeros = [0.41, 0.62, 0.66, 0.71, 0.84, 0.93, 0.985, 0]
    let layers = names.indices.map { i in
      let isLast = i == names.count - 1
      let bins = (0..<64).map { bin -> Int in
        let x = Double(bin) / 63
        let bell = exp(-pow((x - (isLast ? 0.45 : 0.12)) / (0.12 + 0.02 * Double(i)), 2))
        return Int(9000 * bell) + (bin == 0 && !isLast ? Int(zeros[i] * 90_000) : 0)
      }
      return Snapshot.LayerSummary(
        name: names[i], output: shapes[i], mean: isLast ? -0.042 : 0.61 - 0.05 * Double(i),
        deviation: 1.1 - 0.09 * Double(i), minimum: isLast ? -6.2 : 0, maximum: 9.4,
        zeros: zeros[i], gradientNorm: 0.8 / Double(i + 1), updateRatio: ratios[i],
        histogram: bins)
    }
    return Snapshot(run: "amber-heron", step: steps, layers: layers, kernels: kernels)
  }

  /// Returns the snapshot that a trainer sends for an interest.
  func snapshot(for interest: Interest) -> Snapshot {
    var snapshot = snapshot
    for index in snapshot.layers.indices {
      let layer = snapshot.layers[index]
      snapshot.layers[index].units = layer.output.channels
      snapshot.layers[index].parameters = [23_296, 102_528, 221_376, 166_080][index % 4]
      let dead = index == 7 ? 0 : index == 6 ? 130 : index
      snapshot.layers[index].deadUnits = dead
      // 37 has no factor in common with the numbers of units.
      snapshot.layers[index].deadIndices =
        (0..<dead).map { ($0 * 37 + 11) % layer.output.channels }.sorted()
    }
    if interest.times {
      snapshot.times = [
        "conv1", "norm1", "conv2", "conv3", "conv4", "conv5", "fc6", "drop6", "fc7",
        "drop7", "fc8", "softmax",
      ].enumerated().map { index, name in
        let hasUpdate = name.hasPrefix("conv") || name.hasPrefix("fc")
        let seconds = 0.002 + 0.012 * Self.noise(index, 60)
        return .init(
          name: name, forwardSeconds: seconds, backwardSeconds: 1.9 * seconds,
          updateSeconds: hasUpdate ? 0.0004 : 0)
      }
    }
    snapshot.weights = interest.weights.map { layer in
      .init(
        layer: layer, minimum: -0.31, maximum: 0.28, mean: 0.0007, deviation: 0.06,
        histogram: (0..<64).map { Int(4000 * exp(-pow((Double($0) - 33) / 9, 2))) })
    }
    snapshot.image = interest.image.map { look(at: $0, maps: interest.featureMaps) }
    if let cell = interest.cell { snapshot.image?.formula = Self.formula(of: cell) }
    snapshot.image?.attribution = interest.attribution.map { attribution($0) }
    if interest.confusion { snapshot.confusion = confusion }
    return snapshot
  }

  /// The record of the statistics of the layers after the last step, which differ in each step.
  var layerRecord: LayerTimeline.Record {
    var interest = Interest(layers: true)
    interest.times = true
    let snapshot = snapshot(for: interest)
    let layers = snapshot.layers.map { layer in
      var layer = layer
      layer.mean += Double(steps) / 1000
      layer.gradientNorm *= 1 + 500 / Double(steps + 1)
      layer.updateRatio *= 1 + 100 / Double(steps + 1)
      return layer
    }
    let histogram = (0..<64).map { Int(4000 * exp(-pow((Double($0) - 33) / 9, 2))) }
    let weights = layers.map { layer in
      Snapshot.WeightDistribution(
        layer: layer.name, minimum: -Double(steps) / 1000, maximum: 0.28, mean: 0.0007,
        deviation: 0.06, histogram: histogram)
    }
    return .init(
      step: steps,
      measurements: LayerMeasurements(layers: layers, weights: weights, times: snapshot.times))
  }

  /// Returns the analysis of an image of a ball in front of a sky, with maps of its edges.
  private func look(at choice: ImageChoice, maps layer: String?) -> ImageAnalysis {
    var look = ImageAnalysis(choice)
    let side = 56
    if case .validation(let search) = choice { look.number = search.from }
    (look.width, look.height) = (side, side)
    look.pixels = (0..<side * side).flatMap { place -> [UInt8] in
      let (x, y) = (Double(place % side) - 30, Double(place / side) - 26)
      let distance = (x * x + y * y).squareRoot()
      let light = max(0, 1 - (pow(x + 6, 2) + pow(y + 6, 2)).squareRoot() / 26)
      return distance < 17
        ? [UInt8(120 + 130 * light), UInt8(60 + 120 * light), UInt8(30 + 60 * light)]
        : [UInt8(70 + y + 28), UInt8(110 + y + 28), UInt8(160 + y + 28)]
    }
    let isFew = names.count < Self.classes.count
    look.label = isFew ? 1 : 17
    let labels = isFew ? Array(0..<min(5, names.count)) : [23, 17, 4, 31, 8]
    look.guesses = zip(labels, [0.48, 0.31, 0.11, 0.04, 0.02]).map {
      .init(label: $0, probability: $1)
    }
    look.maps = layer.map { name in
      let isFlat = name.hasPrefix("fc") || name.hasPrefix("drop")
      let shape = isFlat ? Shape(channels: 512) : Shape(channels: 64, height: 13, width: 13)
      let values = (0..<shape.count).map { place -> Float in
        if isFlat { return Float(max(0, 2 * Self.noise(place, 71) - 1)) }
        let (map, cell) = (place / 169, place % 169)
        let (x, y) = (Double(cell % 13) - 6, Double(cell / 13) - 6)
        let angle = Double(map) / 64 * 2 * .pi
        let edge = cos(1.4 * (x * cos(angle) + y * sin(angle)))
        return Float(
          map % 9 == 4 ? 0 : max(map % 2 == 0 ? 0 : -2, edge) * exp(-(x * x + y * y) / 30))
      }
      return FeatureMaps(layer: name, shape: shape, values: values)
    }
    return look
  }

  private var confusion: Confusion {
    let count = 2000
    let classes = names.count
    let labels = (0..<count).map { Int32($0 % classes) }
    let guesses = (0..<count).map { image -> Int32 in
      let chance = Self.noise(image, 80)
      let label = image % classes
      if chance < 0.64 - 0.012 * Double(label % 20) { return Int32(label) }
      return Int32(
        chance < 0.85 ? (label + 5) % classes : Int(Self.noise(image, 81) * Double(classes)))
    }
    return Confusion(step: steps / 100 * 100, classes: classes, labels: labels, guesses: guesses)
  }
}
