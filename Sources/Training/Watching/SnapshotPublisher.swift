import Compute
import Observing
import Runs

/// Sends snapshots of lanes to watchers: at intervals that keep the cost a small share of the time, and at
/// once when the interest of a watcher changes.
struct SnapshotPublisher {
  /// The largest share of the time that snapshots use.
  private static let share = 0.005
  /// The largest share while a map is filled, which would otherwise take twice as long.
  private static let shareWithMaps = 0.01
  /// The shortest time between two snapshots. Kernels and statistics change slowly, and a screen redraws
  /// thousands of cells for each snapshot.
  private static let shortestInterval = Duration.seconds(1)
  /// The longest time by which expensive snapshots delay the next ones.
  private static let longestDelay = Duration.seconds(20)

  private let watchers: Watchers
  /// The job whose ranks inspect a network together; `nil` if rank 0 has a whole network, and on ranks that have no
  /// part of its network.
  private let job: TrainingJob?
  /// The run of the first lane. An interest without runs is an interest in this run.
  private var firstRun: String
  private let clock = ContinuousClock()
  /// The earliest time of the next snapshots.
  private var next: ContinuousClock.Instant
  /// True if the interest of a watcher has changed since the last snapshots.
  private var isRequested = false
  /// The latest snapshots. A watcher that is added within a second, and has the same interest, receives
  /// these, so they are not computed again.
  private var latest: [Publication] = []
  private var latestTime: ContinuousClock.Instant
  /// True if the latest snapshots have a map with positions that are not evaluated yet.
  private(set) var hasUnfinishedMaps = false

  private struct Publication {
    var interest: Interest
    var snapshots: [Snapshot]
    var receivers: [Watcher]
  }

  /// The message to the other ranks that an inspection of a network begins; an empty message ends the
  /// inspections between two steps.
  private struct Inspection: Codable {
    var run: String
    var interest: Interest
  }

  init(firstRun: String, to watchers: Watchers, in job: TrainingJob? = nil) {
    self.firstRun = firstRun
    self.job = job.flatMap { $0.dividesNetwork && ($0.isFirst || $0.isPartner) ? $0 : nil }
    self.watchers = watchers
    next = clock.now
    latestTime = next
  }

  /// The stopwatch for a lane's next step; `nil` when no watcher is interested in the times.
  func stopwatch(for lane: Lane) -> StepTimes? {
    let isOfInterest = watchers.all.contains {
      $0.interest.times && runs(of: $0.interest).contains(lane.run)
    }
    return isOfInterest ? lane.instruments.stopwatch(for: lane) : nil
  }

  /// Makes `publishIfRequested(_:)` send snapshots.
  mutating func request() { isRequested = true }

  mutating func publishIfDue(_ lanes: @autoclosure () -> [Lane]) {
    if clock.now >= next { publish(lanes()) } else { publishIfRequested(lanes()) }
  }

  mutating func publishIfRequested(_ lanes: @autoclosure () -> [Lane]) {
    if isRequested, clock.now >= latestTime + Self.shortestInterval { latest = [] }
    publish(lanes, if: isRequested)
  }

  /// Sends new snapshots of these lanes to all watchers that are interested in them.
  mutating func publish(_ lanes: [Lane]) {
    latest = []
    publish({ lanes }, if: true)
  }

  /// Sends snapshots on rank 0, and inspects the networks with it on the ranks that have their other parts.
  private mutating func publish(_ lanes: () -> [Lane], if isDue: Bool) {
    if let job, !job.isFirst { return inspect(lanes(), with: job) }
    if isDue { publishToOthers(lanes()) }
    _ = try? job?.exchangeWithPartners([])
  }

  /// Makes the inspections that rank 0 requests, of a part that it does not have.
  private func inspect(_ lanes: [Lane], with job: TrainingJob) {
    while let message = try? job.exchangeWithPartners([])[0], !message.isEmpty,
      let inspection = try? RankCoding.decode(Inspection.self, message),
      let lane = lanes.first(where: { $0.run == inspection.run })
    {
      _ = lane.instruments.snapshot(of: lane, for: inspection.interest)
    }
  }

  /// Returns a snapshot, which the ranks with the other parts help to make.
  private func snapshot(of lane: Lane, for interest: Interest) -> Snapshot? {
    if let job {
      let inspection = Inspection(run: lane.run, interest: interest)
      let message = RankCoding.encode(inspection)
      guard (try? job.exchangeWithPartners(message)) != nil else { return nil }
    }
    return lane.instruments.snapshot(of: lane, for: interest)
  }

  /// Sends snapshots to the watchers that have not received the latest ones.
  private mutating func publishToOthers(_ lanes: [Lane]) {
    isRequested = false
    let start = ThreadTime.now
    var hasNewSnapshots = false
    for watcher in watchers.all {
      let interest = watcher.interest
      guard interest != .nothing else { continue }
      // Watchers with the same interest share their snapshots.
      if let index = latest.firstIndex(where: { $0.interest == interest }) {
        guard !latest[index].receivers.contains(where: { $0 === watcher }) else { continue }
        latest[index].receivers.append(watcher)
        watcher.snapshots.set(latest[index].snapshots)
        continue
      }
      let runs = runs(of: interest)
      var snapshots: [Snapshot] = []
      for lane in lanes where runs.contains(lane.run) {
        if let snapshot = snapshot(of: lane, for: interest) { snapshots.append(snapshot) }
      }
      guard !snapshots.isEmpty else { continue }
      hasNewSnapshots = true
      latest.append(Publication(interest: interest, snapshots: snapshots, receivers: [watcher]))
      watcher.snapshots.set(snapshots)
    }
    hasUnfinishedMaps = latest.contains { publication in
      publication.snapshots.contains { $0.image?.attribution?.isComplete == false }
    }
    let now = clock.now
    // Snapshots that were only sent again do not delay the next ones. If none was needed although they were
    // due, the next ones are delayed, so that the watchers are not examined after every step.
    guard hasNewSnapshots || now >= next else { return }
    if hasNewSnapshots { latestTime = now }
    let share = hasUnfinishedMaps ? Self.shareWithMaps : Self.share
    let interval = max((ThreadTime.now - start) / share, Self.shortestInterval)
    next = min(max(next, now) + interval, now + max(interval, Self.longestDelay))
  }

  private func runs(of interest: Interest) -> [String] {
    interest.runs.isEmpty ? [firstRun] : interest.runs
  }

  /// Uses the new name of a lane's run.
  mutating func rename(_ run: String, to name: String) {
    if firstRun == run { firstRun = name }
  }
}
