import Blueprint
import Glibc
import Observing
import Runs
import TerminalUI

@testable import Dashboard

/// A reproducible run made of formulas: events and snapshots as a trainer sends them.
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

  /// Returns a number of 0..<1, uniformly distributed and determined by the arguments.
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

  /// Returns a snapshot of an earlier step, without kernels, with gradients and updates that fall.
  private func measures(_ n: Int) -> Snapshot {
    var early = SyntheticRun(steps: n, kernelCount: 0).snapshot
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

  /// The state after all events, at second 300.
  var state: DashboardState {
    var state = DashboardState(plan: plan, folder: "~/.local/share/alexnet/runs/amber-heron")
    _ = update(&state, .tick(seconds: 0))
    var snapshots = stride(from: 10, to: steps, by: 10).map(measures)[...]
    for event in events {
      _ = update(&state, .trainer(event))
      if case .step(let step) = event, let next = snapshots.first, step.step == next.step {
        _ = update(&state, .snapshot(next))
        snapshots.removeFirst()
      }
    }
    _ = update(&state, .snapshot(snapshot))
    _ = update(&state, .tick(seconds: 300))
    return state
  }

  /// Returns the state after keys; the snapshot for each key is sent as a trainer would.
  func state(after keys: [Key]) -> DashboardState {
    var state = state
    for key in keys {
      _ = update(&state, .terminal(.key(key)))
      _ = update(&state, .snapshot(snapshot(for: state.interest)))
    }
    return state
  }
}
