import Blueprint
import Channels
import Compute
import Images
import Runs

/// Trains one or more lanes by turns, each by its plan, on the thread that made it. Lanes that are at
/// the same step of the same plan get the same batch, which is made once. It shows what is to
/// `watchers`, and obeys `commands` between steps.
public final class Trainer {
  /// Where a trainer's orders come from, and how new lanes get their runs.
  public struct Lines {
    public var commands: Mailbox<Order>
    /// Whom glimpses go to.
    public var watchers: Watchers
    /// Warnings about all runs, from outside of the training.
    public var notes: Mailbox<Note>
    /// Checks data that were opened for a lane with a seed of its own against those of its parent.
    var checkData: ((_ data: any DataSource, _ parent: Lane) throws -> Void)?
    /// Makes a lane's run; nil when none can be added. Of a name, of the parent's and the changes.
    var makeRun:
      ((_ name: String?, _ plan: RunPlan, _ parent: Lane, [Change]) throws -> Lane.Lines)?

    public init(
      commands: Mailbox<Order>, watchers: Watchers = Watchers(),
      notes: Mailbox<Note> = Mailbox()
    ) {
      self.commands = commands
      self.watchers = watchers
      self.notes = notes
    }
  }

  /// A warning for the journals of all runs that are going.
  public struct Note: Sendable {
    public var kind: String
    public var message: String
  }

  /// A machine with few cores is slow with more, and a screen full.
  public static let mostLanes = 4
  /// Three batches may be ready, one is being trained on and one is for validation.
  static let batchesAhead = 5

  /// Those that have not ended, in the order in which they came.
  private(set) var lanes: [Lane] = []
  let lines: Lines
  let engine: Engine
  private var streams: [BatchStream] = []
  private var validationSets: [UInt64: ValidationSet] = [:]
  private var glimpser: Glimpser

  /// - Parameter starts: at least one; they agree in all that changes cannot change.
  public init(_ starts: [Lane.Start], lines: Lines) throws {
    precondition(!starts.isEmpty, "there is a lane to train")
    self.lines = lines
    try Self.check(starts.map(\.plan))
    engine = try Engine(threads: starts[0].plan.threads)
    glimpser = Glimpser(of: starts[0].lines.run, showingTo: lines.watchers)
    for start in starts { lanes.append(try makeLane(start)) }
  }

  /// Checks that this machine can train plans side by side, the copies for their checkpoints included,
  /// before anything is taken.
  public static func check(_ plans: [RunPlan]) throws {
    for plan in plans {
      try Network.check(
        plan.network.layout(), batch: plan.batch, precision: plan.precision,
        batchesAhead: batchesAhead, others: plans.count - 1)
    }
  }

  public static func check(_ plan: RunPlan) throws { try check([plan]) }

  /// What a lane of a plan takes, and how many more there is memory for now, beside what is taken.
  public static func room(for plan: RunPlan) -> (bytes: Int, count: Int) {
    guard let layout = try? plan.network.layout() else { return (0, 0) }
    return Network.room(
      for: layout, batch: plan.batch, precision: plan.precision, batchesAhead: batchesAhead)
  }

  func makeLane(_ start: Lane.Start) throws -> Lane {
    let plan = start.plan
    let set =
      try validationSets[plan.seed]
      ?? ValidationSet(
        source: start.data, crop: plan.network.input, inputScale: plan.network.inputScale,
        batch: plan.batch, damageLimit: plan.damage)
    validationSets[plan.seed] = set
    return try Lane(start, validationSet: set, on: engine, beside: lanes.first)
  }

  func add(_ lane: Lane) { lanes.append(lane) }

  // MARK: - Turns

  /// Trains until every lane has ended: its plan is done, somebody stopped it or it failed.
  public func run() {
    do {
      glimpser.show(lanes)
      // Lanes of one session have the same folder.
      lanes.first?.reportPassedOver()
      warnOfThreads()
      for lane in lanes { lane.begin() }
      while !lanes.isEmpty {
        takeCommands()
        glimpser.showIfAsked(lanes)
        waitWhileNothingMoves()
        finishEnded()
        if !examine() { try makeSteps() }
        finishEnded()
      }
    } catch {
      for lane in lanes { lane.fail(error) }
      lanes = []
    }
  }

  /// Steps every lane that may move, those at the same place together.
  private func makeSteps() throws {
    var rest = lanes.filter(\.mayMove)
    guard !rest.isEmpty else { return }
    let isSingle = rest.contains(where: \.isPaused)
    while let first = rest.first {
      let members: [Lane]
      do throws(ImagesError) {
        let stream = try stream(for: first)
        members = rest.filter(stream.serves)
        step(members, on: stream)
      } catch {
        members = [first]
        first.fail(error)
      }
      rest.removeAll { lane in members.contains { $0 === lane } }
    }
    streams.removeAll { stream in !lanes.contains { !$0.hasEnded && stream.serves($0) } }
    let shown = lanes.filter { !$0.hasEnded }
    if isSingle { glimpser.show(shown) } else { glimpser.showIfDue(shown) }
  }

  private func stream(for lane: Lane) throws(ImagesError) -> BatchStream {
    if let stream = streams.first(where: { $0.serves(lane) }) { return stream }
    let stream = try BatchStream(for: lane)
    streams.append(stream)
    return stream
  }

  private func step(_ members: [Lane], on stream: BatchStream) {
    let start = ContinuousClock.now
    let before = stream.loader.waited
    do throws(ImagesError) {
      // Also when it gives no more: then these are why.
      defer {
        let damaged = stream.loader.takeDamaged()
        for lane in members { lane.report(damaged) }
      }
      members.take(try stream.next())
    } catch {
      for lane in members { lane.fail(error) }
      return
    }
    let waiting = (stream.loader.waited - before) / .seconds(1)
    let preparation = start.duration(to: .now) / .seconds(1)
    for lane in members {
      do throws(Lane.Diverged) {
        try lane.makeStep(
          preparation: preparation, waiting: waiting, times: glimpser.times(of: lane))
      } catch {
        // Which layers have broken is to be seen.
        glimpser.show([lane])
        lane.fail(error)
      }
    }
  }

  /// Scores a batch of every validation in hand. Nobody steps meanwhile, so that lanes stay together.
  /// - Returns: false when there is none.
  private func examine() -> Bool {
    var rest = lanes.filter { $0.examination != nil && $0.mayMove }
    guard !rest.isEmpty else { return false }
    while let first = rest.first {
      let number = first.nextExamined()
      let members = rest.filter {
        $0.validationSet === first.validationSet && $0.nextExamined() == number
      }
      rest.removeAll { lane in members.contains { $0 === lane } }
      examine(members, batch: number)
    }
    return true
  }

  private func examine(_ members: [Lane], batch number: Int) {
    let set = members[0].validationSet
    do throws(ImagesError) {
      defer {
        let damaged = set.takeDamaged()
        for lane in members { lane.report(damaged) }
      }
      let batch = try set.batch(number)
      let isEmpty = batch.count == 0
      if !isEmpty { members.take(batch) }
      for lane in members { lane.score(isEmpty: isEmpty) }
    } catch .tooManyDamagedImages(let images, let seen, let limit) {
      let error = ImagesError.tooManyDamagedImages(images: images, seen: seen, limit: limit)
      for lane in members { lane.fail(error) }
    } catch {
      for lane in members { lane.giveUpExamination(because: error) }
    }
  }

  /// A lane that has ended leaves, and its memory with it.
  private func finishEnded() {
    for lane in lanes where !lane.hasEnded && lane.examination == nil {
      guard let ending = lane.ending else { continue }
      // What is shown last is how it ended. That it cannot be shown is no reason to lose it.
      glimpser.show([lane] + lanes.filter { $0 !== lane && !$0.hasEnded })
      lane.finish(ending)
    }
    guard lanes.contains(where: \.hasEnded) else { return }
    lanes.removeAll(where: \.hasEnded)
    glimpser.forget(allBut: lanes)
    streams.removeAll { stream in !lanes.contains(where: stream.serves) }
  }

  /// Warns once where OpenMP gives fewer threads than the plan has.
  private func warnOfThreads() {
    let planned = lanes.first?.plan.threads ?? engine.threads
    guard engine.threads < planned else { return }
    let message = """
      OpenMP gives \(engine.threads) of \(planned) threads: see OMP_THREAD_LIMIT and \
      OMP_MAX_ACTIVE_LEVELS. Training uses these.
      """
    warn(lanes, Note(kind: "threads", message: message))
  }

  private func warn(_ lanes: [Lane], _ note: Note) {
    for lane in lanes where !lane.hasEnded {
      lane.lines.report(.warning(step: lane.step, kind: note.kind, message: note.message))
    }
  }

  // MARK: - Commands

  private func takeCommands() {
    for order in lines.commands.takeAll() { obey(order) }
    for note in lines.notes.takeAll() { warn(lanes, note) }
  }

  private func waitWhileNothingMoves() {
    while !lanes.contains(where: { $0.mayMove || $0.isReadyToEnd }) {
      // There is nothing else to do, and nobody would hear of it later. What it tells may be answered.
      for lane in lanes where lane.checkpointer?.isWanted == true { lane.checkpointNow() }
      lines.commands.waitForMail()
      takeCommands()
      glimpser.showIfAsked(lanes)
    }
  }

  private func obey(_ order: Order) {
    let going = lanes.filter { !$0.hasEnded && !$0.isReadyToEnd }
    var addressed = order.run.map { run in going.filter { $0.lines.run == run } } ?? going
    switch order.command {
    case .look: return glimpser.ask()
    case .pause, .resume, .step, .checkpoint, .stop: break
    case .scaleRate, .dropout, .lrn, .fork, .rename:
      if order.run == nil { addressed = Array(going.prefix(1)) }
    }
    for lane in addressed {
      switch order.command {
      case .fork(let name, let changes): fork(lane, name: name, changes)
      case .rename(let name): rename(lane, to: name)
      default: lane.obey(order.command)
      }
    }
  }

  /// What cannot be is said on the lane, which keeps its name.
  private func rename(_ lane: Lane, to name: String) {
    let old = lane.lines.run
    do {
      try lane.rename(to: name)
      glimpser.rename(old, to: lane.lines.run)
    } catch {
      lane.lines.report(
        .warning(step: lane.step, kind: "rename", message: "It is still called \(old): \(error)"))
    }
  }
}

extension Lane {
  /// Nothing is left for it to do.
  var isReadyToEnd: Bool { ending != nil && examination == nil }
}

extension [Lane] {
  /// Takes a batch's images and labels. Lanes have the memory of images in common.
  fileprivate func take(_ batch: borrowing Batch) {
    var filled: Tensor?
    for lane in self {
      let input = lane.network.input
      if input !== filled {
        batch.withImages { _ = input.elements.update(fromContentsOf: $0) }
        filled = input
      }
      let count = batch.count
      batch.withLabels { lane.network.setLabels($0.prefix(count)) }
    }
  }
}
