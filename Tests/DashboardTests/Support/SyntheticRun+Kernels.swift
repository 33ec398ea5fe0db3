import Glibc
import Observing
import TerminalUI

@testable import Dashboard

// The timeline of a synthetic run, and its dashboard at the kernels' screen.

extension SyntheticRun {
  /// The steps of a timeline, closer at both ends.
  static let recorded =
    Array(0..<12) + stride(from: 12, to: 600, by: 24) + stride(from: 600, to: 1200, by: 30)
    + Array(1200...1230)

  /// Returns the reply of a timeline to `loadKernels`.
  static func recording(at step: Int?) -> RecordedKernels {
    let index = recorded.lastIndex { $0 <= step ?? .max } ?? 0
    return RecordedKernels(
      steps: recorded, step: recorded[index],
      kernels: SyntheticRun(steps: recorded[index]).kernels, wasRequested: step != nil)
  }

  /// The records of each tenth step, which all tests share.
  private static let layerRecords = stride(from: 10, through: 1230, by: 10).map {
    SyntheticRun(steps: $0).layerRecord
  }

  /// Returns the reply of a timeline to `loadLayers`.
  static func layerRecording(after step: Int?) -> RecordedLayers {
    RecordedLayers(
      steps: layerRecords.map(\.step), records: layerRecords.filter { $0.step > step ?? 0 })
  }

  /// Returns patches of a kernel: waves that depend on its number.
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

  /// Returns the kernels' screen after keys; each effect is answered as the program does.
  static func atKernels(
    _ keys: Key..., run: SyntheticRun = SyntheticRun(steps: 1234), width: Int = 120,
    height: Int = 40
  ) -> DashboardState {
    var state = run.state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    for key in [.character("2")] + keys { state.press(answering: key) }
    var snapshot = run.snapshot
    var update = run.kernels
    update.weights = update.weights.map { $0 * 0.003 }
    snapshot.kernelChange = KernelChange(.update, update)
    snapshot.patches = patches(of: state.kernels.selected)
    _ = Dashboard.update(&state, .snapshot(snapshot))
    return state
  }
}

extension DashboardState {
  /// Presses a key and applies the replies of the timeline.
  mutating func press(answering key: Key) {
    for effect in update(&self, .terminal(.key(key))) { answer(effect) }
  }

  mutating func answer(_ effect: DashboardEffect) {
    var further: [DashboardEffect] = []
    switch effect {
    case .loadKernels(let step, _):
      further = update(&self, .kernels(SyntheticRun.recording(at: step)))
    case .loadLayers(let step, _):
      further = update(&self, .layers(SyntheticRun.layerRecording(after: step)))
    default: break
    }
    for effect in further { answer(effect) }
  }
}
