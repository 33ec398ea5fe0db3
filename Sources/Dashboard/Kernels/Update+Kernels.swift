import Blueprint
import Runs
import TerminalUI

/// The keys of the kernels, and what a look at them brings.
extension DashboardState {
  mutating func performOnKernels(_ command: DashboardCommand) -> [DashboardEffect] {
    switch command {
    case .kernelLeft: moveChoice(-1, 0)
    case .kernelRight: moveChoice(1, 0)
    case .kernelUp: moveChoice(0, -1)
    case .kernelDown: moveChoice(0, 1)
    case .chooseKernel(let kernel): kernels.chosen = kernel
    case .kernelPart:
      kernels.part = kernels.part.next
      say("kernels: \(kernels.part.name)")
      if kernels.past != nil, kernels.part != .weights {
        say("kernels: \(kernels.part.name), but the time-line holds weights alone · End is now")
      }
    case .kernelOrder:
      kernels.order = kernels.order.next
      kernels.sort()
      say("kernels by \(kernels.order.name)")
    case .kernelGroups:
      guard hasTwoColumns else {
        say("this network's first layer feeds one column: nothing to tell apart")
        return []
      }
      kernels.isGrouped.toggle()
      say(kernels.isGrouped ? "the two columns apart" : "all kernels together")
    case .scrubBack: return scrub(by: -1)
    case .scrubOn: return scrub(by: 1)
    case .scrubToStart:
      kernels.playedAt = nil
      return seek(0)
    case .scrubToNow: goLive()
    case .play: return play()
    case .export:
      guard let export = kernelExport else {
        say("there are no kernels to write yet")
        return []
      }
      say("writing pictures of the kernels …")
      return [.exportKernels(export, run: focusedRun)]
    default: break
    }
    return []
  }

  /// What `w` writes: the sheet as it is, and the time-line in the same order.
  private var kernelExport: KernelExport? {
    guard let study = kernels.study, let shown = kernels.shown else { return nil }
    return KernelExport(
      step: study.step, kernels: shown, order: study.ranked, contrast: kernelContrast)
  }

  // MARK: - Time

  /// The moment on the screen in the time-line, or the one on its way there; nil when it is now.
  var moment: Int? {
    (kernels.sought ?? kernels.past?.step).flatMap { step in
      kernels.steps.lastIndex { $0 <= step }
    }
  }

  private mutating func seek(_ step: Int) -> [DashboardEffect] {
    kernels.sought = step
    return [.loadKernels(step: step, run: focusedRun)]
  }

  private mutating func scrub(by count: Int) -> [DashboardEffect] {
    kernels.playedAt = nil
    guard !kernels.steps.isEmpty else {
      say("nothing has been recorded yet")
      return [.loadKernels(step: nil, run: focusedRun)]
    }
    guard let moment else {
      guard count < 0 else {
        say("this is now")
        return []
      }
      // The latest record may be of this very step.
      let now = lane.glimpse?.kernels == nil ? nil : lane.glimpse?.step
      let before = kernels.steps.last { $0 < now ?? .max }
      return before.map { seek($0) } ?? []
    }
    let next = moment + count
    guard next < kernels.steps.count else {
      goLive()
      return []
    }
    if next < 0 { say("this is the first that was recorded") }
    return seek(kernels.steps[max(0, next)])
  }

  private mutating func goLive() {
    kernels.playedAt = nil
    kernels.sought = nil
    guard lane.glimpse?.kernels != nil else {
      // Of a run that is replayed, the last record is as close to now as it gets.
      if let last = kernels.past, last.step == kernels.steps.last { say("this is the last") }
      return
    }
    kernels.past = nil
    studyKernels()
  }

  /// Esc in the past is back to now; false when this is now.
  mutating func leavePast() -> Bool {
    guard kernels.past != nil, lane.glimpse?.kernels != nil else { return false }
    goLive()
    return true
  }

  private mutating func play() -> [DashboardEffect] {
    guard kernels.playedAt == nil else {
      kernels.playedAt = nil
      say("stopped")
      return []
    }
    guard kernels.steps.count > 1 else {
      say("nothing has been recorded to play yet")
      return [.loadKernels(step: nil, run: focusedRun)]
    }
    kernels.playedAt = now
    // From now, and from the end, it begins at the beginning.
    guard let moment, moment < kernels.steps.count - 1 else { return seek(0) }
    return []
  }

  /// The next moment, when its time has come.
  mutating func playOn() -> [DashboardEffect] {
    guard screen == .kernels, let since = kernels.playedAt else {
      kernels.playedAt = nil
      return []
    }
    guard now - since >= KernelsView.playInterval * 0.9, kernels.sought == nil, let moment else {
      return []
    }
    kernels.playedAt = now
    let last = kernels.steps.count - 1
    guard moment < last else {
      goLive()
      return []
    }
    let stride = max(1, kernels.steps.count / KernelsView.playMoments)
    return seek(kernels.steps[min(last, moment + stride)])
  }

  // MARK: - What comes

  /// Whoever comes to the screen, by whatever way, finds its time-line; as long as it grows it is read
  /// again now and then, though not while somebody goes back and forth in it.
  mutating func followTimeline() -> [DashboardEffect] {
    guard screen == .kernels || screen == .overview && onlyRecordsAreLeft else {
      kernels.askedAt = nil
      return []
    }
    if let askedAt = kernels.askedAt {
      guard !lane.hasEnded, moment == nil, now - askedAt >= KernelsView.readInterval else {
        return []
      }
    } else {
      studyKernels()
    }
    kernels.askedAt = now
    return [.loadKernels(step: nil, run: focusedRun)]
  }

  /// What the time-line has, and a moment of it.
  mutating func learn(_ kernels: RecordedKernels) {
    guard index(ofRun: kernels.run) == focus else { return }
    self.kernels.steps = kernels.steps
    if let problem = kernels.problem { say(problem) }
    guard let moment = kernels.kernels, let step = kernels.step else {
      if kernels.wasAsked { self.kernels.sought = nil }
      return
    }
    // Who only asked what there is stays where he is, if there is anything to see; who has gone back to
    // now meanwhile stays there.
    guard
      kernels.wasAsked
        ? self.kernels.sought != nil
        : lane.glimpse?.kernels == nil && self.kernels.past == nil && self.kernels.sought == nil
    else { return }
    if self.moment.map({ kernels.steps[$0] == step }) ?? true { self.kernels.sought = nil }
    self.kernels.past = .init(step: step, kernels: moment, isStandIn: !kernels.wasAsked)
    studyKernels()
  }

  /// Works out what the screen says of the kernels; only for who looks.
  mutating func studyKernels() {
    guard screen == .kernels || onlyRecordsAreLeft else { return }
    if let past = kernels.past {
      kernels.study = .init(
        step: past.step, weights: past.kernels, change: nil, order: kernels.order)
    } else if let glimpse = lane.glimpse, let weights = glimpse.kernels {
      kernels.study = .init(
        step: lane.kernelsStep ?? glimpse.step, weights: weights, change: glimpse.kernelChange,
        order: kernels.order)
    } else {
      kernels.study = nil
    }
    if let count = kernels.study?.weights.count, kernels.chosen >= count { kernels.chosen = 0 }
  }

  /// Whether the run is over and nobody here has seen its kernels.
  var onlyRecordsAreLeft: Bool { lane.hasEnded && lane.glimpse?.kernels == nil }

  /// Whether a later convolution keeps the halves of the first one's maps apart.
  var hasTwoColumns: Bool {
    for layer in (lane.plan?.network.layers ?? []).drop(while: { $0.name != firstConvolution?.0 })
      .dropFirst()
    {
      if case .convolution(let next) = layer.kind { return next.groups == 2 }
    }
    return false
  }

  // MARK: - The choice

  /// The nearest tile in a direction; at the end of a row, the next in order.
  private mutating func moveChoice(_ right: Int, _ down: Int) {
    let tiles = kernelTiles
    guard let here = tiles.first(where: { $0.kernel == kernels.chosen }) else {
      if let first = tiles.first { kernels.chosen = first.kernel }
      return
    }
    var best: (distance: Int, kernel: Int)?
    for tile in tiles where tile.kernel != here.kernel {
      // Twice the middle, in columns: a row is as high as two columns are wide.
      let x = 2 * tile.cells.x + tile.cells.width - 2 * here.cells.x - here.cells.width
      let y = 2 * (2 * tile.cells.y + tile.cells.height - 2 * here.cells.y - here.cells.height)
      let along = x * right + y * down
      let aside = abs(x * down) + abs(y * right)
      guard along > 0, aside <= along else { continue }
      let distance = along + 3 * aside
      if distance < best?.distance ?? .max { best = (distance, tile.kernel) }
    }
    if let best {
      kernels.chosen = best.kernel
    } else if right != 0, let index = tiles.firstIndex(where: { $0.kernel == here.kernel }) {
      kernels.chosen = tiles[min(tiles.count - 1, max(0, index + right))].kernel
    }
  }
}
