import Blueprint
import Glibc
import Runs
import TerminalUI

@testable import Dashboard

/// A run made of formulas, the same every time: events and glimpses as a trainer would tell them.
struct SyntheticRun {
  var steps: Int
  var kernelCount = 64
  var kernelSize = 11
  /// The classes' names.
  var names = Self.classes

  static let classes = (0..<40).map { "class \($0)" }

  static let network: NetworkSpec = {
    let he = Initialization(.he)
    func conv(_ name: String, _ outputs: Int, _ kernel: Int, groups: Int = 1) -> LayerSpec {
      LayerSpec(
        name,
        .convolution(.init(outputs: outputs, kernel: kernel, groups: groups, initial: he)))
    }
    func full(_ name: String, _ outputs: Int) -> LayerSpec {
      LayerSpec(name, .fullyConnected(.init(outputs: outputs, initial: he)))
    }
    return NetworkSpec(
      name: "compact", source: "a formula", input: Shape(channels: 3, height: 64, width: 64),
      layers: [
        conv("conv1", 64, 11), LayerSpec("norm1", .normalization(.init())),
        conv("conv2", 128, 5, groups: 2), conv("conv3", 192, 3), conv("conv4", 192, 3, groups: 2),
        conv("conv5", 128, 3, groups: 2), full("fc6", 512), LayerSpec("drop6", .dropout),
        full("fc7", 512), LayerSpec("drop7", .dropout), full("fc8", 40),
      ])
  }()

  var plan: RunPlan {
    RunPlan(
      network: Self.network.withClasses(names.count), data: .scenes, seed: 7, batch: 128,
      length: .steps(2000),
      knobs: Knobs(rate: 0.02), schedule: .constant, threads: 2, validateEvery: 100)
  }

  var started: TrainingEvent {
    .started(
      .init(
        run: "amber-heron", network: "compact", parameters: 3_871_976, data: "scenes",
        classes: names, trainImages: 24_000, validationImages: 2_000, seed: 7, plan: plan,
        time: 1_770_000_000))
  }

  /// Evenly spread in 0..<1 and the same for the same numbers.
  static func noise(_ a: Int, _ b: Int = 0) -> Double {
    var x = UInt64(truncatingIfNeeded: a &* 1_000_003 &+ b) &+ 0x9e37_79b9_7f4a_7c15
    x = (x ^ (x >> 30)) &* 0xbf58_476d_1ce4_e5b9
    x = (x ^ (x >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((x ^ (x >> 31)) >> 11) / 9_007_199_254_740_992
  }

  func loss(_ step: Double) -> Double { 0.55 + 3.14 * exp(-step / 380) }

  func step(_ n: Int) -> TrainingEvent.Step {
    let s = Double(n)
    let wobble = (Self.noise(n) - 0.5) * 0.5
    let top1 = 0.25 + 0.72 * exp(-s / 520) + (Self.noise(n, 1) - 0.5) * 0.12
    let top5 = 0.06 + 0.82 * exp(-s / 300) + (Self.noise(n, 2) - 0.5) * 0.08
    return .init(
      step: n, epoch: s * 128 / 24_000, loss: max(0.05, loss(s) + wobble), top1: min(1, top1),
      top5: min(1, max(0, top5)), rate: n > 900 ? 0.016 : 0.02,
      imagesPerSecond: 840 + 40 * Self.noise(n, 3), seconds: s * 0.15, waited: s * 0.15 * 0.004)
  }

  func validation(_ n: Int) -> TrainingEvent.Validation {
    let s = Double(n)
    return .init(
      step: n, epoch: s * 128 / 24_000, loss: 0.78 + 2.95 * exp(-s / 400),
      top1: 0.33 + 0.64 * exp(-s / 560), top5: 0.09 + 0.79 * exp(-s / 330))
  }

  var events: [TrainingEvent] {
    var events = [started]
    for n in stride(from: 1, through: steps, by: 1) {
      events.append(.step(step(n)))
      if n % 100 == 0 { events.append(.validation(validation(n))) }
      if n == 400 { events.append(.toggled(step: n, knob: .dropout, on: false)) }
      if n == 640 { events.append(.toggled(step: n, knob: .dropout, on: true)) }
      if n == 900 { events.append(.rate(step: n, rate: 0.016, cause: .hand)) }
    }
    return events
  }

  /// Edges, stripes, blobs and colour pairs that come out of noise as the steps go.
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

  var glimpse: Glimpse {
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
      return Glimpse.Layer(
        name: names[i], output: shapes[i], mean: isLast ? -0.042 : 0.61 - 0.05 * Double(i),
        deviation: 1.1 - 0.09 * Double(i), minimum: isLast ? -6.2 : 0, maximum: 9.4,
        zeros: zeros[i], gradientNorm: 0.8 / Double(i + 1), updateRatio: ratios[i],
        histogram: bins)
    }
    return Glimpse(run: "amber-heron", step: steps, layers: layers, kernels: kernels)
  }

  /// What the trainer would answer to all that a screen asks for.
  func glimpse(for interest: Interest) -> Glimpse {
    var glimpse = glimpse
    for index in glimpse.layers.indices {
      let layer = glimpse.layers[index]
      glimpse.layers[index].units = layer.output.channels
      glimpse.layers[index].parameters = [23_296, 102_528, 221_376, 166_080][index % 4]
      glimpse.layers[index].deadUnits = index == 7 ? 0 : index == 6 ? 130 : index
    }
    if interest.times {
      glimpse.times = [
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
    glimpse.weights = interest.weights.map { layer in
      .init(
        layer: layer, minimum: -0.31, maximum: 0.28, mean: 0.0007, deviation: 0.06,
        histogram: (0..<64).map { Int(4000 * exp(-pow((Double($0) - 33) / 9, 2))) })
    }
    glimpse.image = interest.image.map { look(at: $0, maps: interest.featureMaps) }
    if interest.confusion { glimpse.confusion = confusion }
    return glimpse
  }

  /// A ball in front of a sky, and maps that answer to its edges.
  private func look(at choice: ImageChoice, maps layer: String?) -> ImageLook {
    var look = ImageLook(choice)
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

  /// A glimpse at an earlier step, without its kernels: sizes that fall and tremble.
  private func measures(_ n: Int) -> Glimpse {
    var early = SyntheticRun(steps: n, kernelCount: 0).glimpse
    early.kernels = nil
    for i in early.layers.indices {
      let factor = (1 + 4 * exp(-Double(n) / 300)) * (0.7 + 0.6 * Self.noise(n, 40 + i))
      early.layers[i].gradientNorm *= factor
      early.layers[i].updateRatio *= factor
      early.layers[i].maximum *=
        0.3 + 0.7 * (1 - exp(-Double(n) / 300)) + 0.1 * Self.noise(n, 50 + i)
    }
    return early
  }

  /// The state after all of it, at second 300.
  var state: DashboardState {
    var state = DashboardState(plan: plan, folder: "~/.local/share/alexnet/runs/amber-heron")
    _ = update(&state, .tick(seconds: 0))
    var glimpses = stride(from: 10, to: steps, by: 10).map(measures)[...]
    for event in events {
      _ = update(&state, .trainer(event))
      if case .step(let step) = event, let next = glimpses.first, step.step == next.step {
        _ = update(&state, .glimpse(next))
        glimpses.removeFirst()
      }
    }
    _ = update(&state, .glimpse(glimpse))
    _ = update(&state, .tick(seconds: 300))
    return state
  }

  /// The state after keys, each of which is answered as the trainer would.
  func state(after keys: [Key]) -> DashboardState {
    var state = state
    for key in keys {
      _ = update(&state, .terminal(.key(key)))
      _ = update(&state, .glimpse(glimpse(for: state.interest)))
    }
    return state
  }

  // MARK: - The kernels' screen

  /// Steps of a time-line, closer at both ends.
  static let recorded =
    Array(0..<12) + stride(from: 12, to: 600, by: 24) + stride(from: 600, to: 1200, by: 30)
    + Array(1200...1230)

  /// What a run's time-line would answer.
  static func recording(at step: Int?) -> RecordedKernels {
    let index = recorded.lastIndex { $0 <= step ?? .max } ?? 0
    return RecordedKernels(
      steps: recorded, step: recorded[index],
      kernels: SyntheticRun(steps: recorded[index]).kernels, wasAsked: step != nil)
  }

  /// The chosen kernel's patches: waves of its number.
  static func patches(of kernel: Int) -> KernelPatches {
    KernelPatches(
      kernel: kernel, size: 11,
      patches: (0..<9).map { rank in
        let pixels = (0..<363).map { place in
          let (x, y) = (Double(place / 3 % 11), Double(place / 33))
          let wave = sin((x * cos(Double(kernel)) + y * sin(Double(kernel))) + Double(rank))
          return UInt8(128 + 90 * wave * (place % 3 == rank % 3 ? 1 : 0.6))
        }
        return .init(response: Float(9 - rank), pixels: pixels)
      })
  }

  /// The screen of kernels after some keys, each effect answered as the program would.
  static func atKernels(
    _ keys: Key..., run: SyntheticRun = SyntheticRun(steps: 1234), width: Int = 120,
    height: Int = 40
  ) -> DashboardState {
    var state = run.state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    for key in [.character("2")] + keys { state.press(answering: key) }
    var glimpse = run.glimpse
    var update = run.kernels
    update.weights = update.weights.map { $0 * 0.003 }
    glimpse.kernelChange = KernelChange(.update, update)
    glimpse.patches = patches(of: state.kernels.chosen)
    _ = Dashboard.update(&state, .glimpse(glimpse))
    return state
  }
}

extension DashboardState {
  /// Presses a key and lets the run's time-line answer.
  mutating func press(answering key: Key) {
    for effect in update(&self, .terminal(.key(key))) { answer(effect) }
  }

  mutating func answer(_ effect: DashboardEffect) {
    guard case .loadKernels(let step, _) = effect else { return }
    _ = update(&self, .kernels(SyntheticRun.recording(at: step)))
  }
}
