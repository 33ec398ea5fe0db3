import CMPI
import Channels
import Compute
import Glibc

/// The work of the communication thread, the only one that calls MPI.
///
/// It starts messages that do not block, and tests them until they are complete. In the pauses between the
/// tests the processor belongs to the trainer.
final class Engine {
  /// The time between two signs of life in seconds.
  static let interval = 0.5
  /// A rank that has sent nothing for this time is missing, in seconds.
  static let silenceLimit = 6.0
  /// The time in which an ended process can still be followed by its message, in seconds.
  private static let graceTime = 0.4

  /// The duration of a test that has moved data, in seconds, and the number of them without a pause.
  private static let slowTest = 10e-6
  private static let slowTests = 8

  let link: Link
  let functions: cm_functions
  let requests: Requests
  let connection: Connection
  let partners: Partners
  var queues: [WorkQueue]
  private var transfers: [(Transfer, WorkQueue)] = []
  private var taken: [Link.Request] = []
  private var hasWaiters = false
  /// The time at which each process was first found to have ended.
  private var endings: [Int: Double] = [:]
  private var isEnding = false
  var meter: StatusMeter
  private var lastTurn = seconds()
  /// The latest time in which this process did not run, and its end, in seconds.
  private var absence: (length: Double, end: Double)?
  private var nextSign = 0.0
  /// The time in which the other ranks must have confirmed a failure, in seconds.
  private var spreadLimit = 2.0
  private var nextCheck = 0.0

  init(_ link: Link, _ functions: cm_functions, _ requests: Requests, _ connection: Connection) {
    self.link = link
    self.functions = functions
    self.requests = requests
    self.connection = connection
    partners = Partners(rank: connection.rank, identities: connection.identities)
    meter = StatusMeter(rank: connection.rank, connection.identities[connection.rank])
    queues = [
      WorkQueue(
        number: 0, members: Array(connection.identities.indices), rank: connection.rank)
    ]
    taken.reserveCapacity(1024)
  }

  /// Serves requests until the job ends.
  func run() {
    var idleTurns = 0
    var slowTurns = 0
    while true {
      do {
        let now = seconds()
        if now - lastTurn > 1 {
          partners.excuse(now - lastTurn)
          absence = (now - lastTurn, now)
        }
        lastTurn = now
        try serve()
        let moved = try advance(now)
        if let failure = try partners.receive(requests) ?? missingRank(now) { throw failure }
        try sendSigns(now)
        // A long test has moved a part of a message, and more of it is probably there.
        slowTurns = seconds() - now > Self.slowTest ? slowTurns + 1 : 0
        if moved || 1..<Self.slowTests ~= slowTurns { idleTurns = 0 } else { idleTurns += 1 }
        pause(after: idleTurns)
      } catch let failure as RankFailure {
        return end(with: failure)
      } catch let error as Requests.Broken {
        if isEnding { return finish() }
        return end(with: failure(of: error.rank, .ended))
      } catch { return finish() }
    }
  }

  /// The job has ended as planned.
  private struct Ended: Error {}

  private func serve() throws {
    link.inbox.update { inbox in
      swap(&inbox.requests, &taken)
      hasWaiters = inbox.waiters > 0
    }
    for request in taken {
      switch request {
      case .addGroup(let number, let members):
        queues.append(
          WorkQueue(
            number: number, members: members, rank: members.firstIndex(of: connection.rank)!))
      case .addTransfer(let plan):
        let queue = queue(plan.group)
        let transfer = Transfer(plan, rank: queue.rank, ranks: queue.members.count)
        queue.prepare(transfer)
        transfers.append((transfer, queue))
      case .start(let number): transfers[number].1.start(transfers[number].0)
      case .exchange(let message, let receivers, let group, let number):
        let queue = queue(group)
        queue.start(
          Exchange(
            message, to: receivers, number: number, rank: queue.rank, ranks: queue.members.count))
      case .fail(let message): throw failure(of: connection.rank, .failed(message))
      case .declare(let failure):
        // The launcher leaves little time.
        spreadLimit = 0.2
        throw failure
      case .prepareEnd: isEnding = true
      case .end: throw Ended()
      case .abort(let status): functions.abort(status)
      }
    }
    taken.removeAll(keepingCapacity: true)
  }

  private func queue(_ number: Int) -> WorkQueue { queues.first { $0.number == number }! }

  private func advance(_ now: Double) throws(Requests.Broken) -> Bool {
    var moved = false
    var isActive = false
    for queue in queues {
      if try queue.advance(requests, link, heard: { partners.hear($0, at: now) }) { moved = true }
      if queue.isActive { isActive = true }
    }
    meter.setTransferring(isActive, at: now)
    return moved
  }

  /// Waits until the next test. While the trainer waits, the processor is free, and a short time is better than
  /// a small use of it. A new request ends the pause.
  private func pause(after idleTurns: Int) {
    let microseconds: Int
    if idleTurns == 0 {
      microseconds = 0
    } else if !meter.isTransferring {
      microseconds = idleTurns < 40 ? 5000 : 20000
    } else if hasWaiters {
      microseconds = idleTurns < 50 ? 0 : 20
    } else {
      microseconds = idleTurns < 40 ? 50 : 200
    }
    guard microseconds > 0 else { return }
    let hadWaiters = hasWaiters
    _ = link.inbox.wait(timeout: .microseconds(microseconds)) { inbox -> Bool? in
      inbox.requests.isEmpty && (inbox.waiters > 0) == hadWaiters ? nil : true
    }
  }

  private func sendSigns(_ now: Double) throws(Requests.Broken) {
    guard now >= nextSign, !isEnding else { return }
    nextSign = now + Self.interval
    let progress = link.inbox.update { inbox in
      defer { inbox.progress.takeSteps() }
      return inbox.progress
    }
    meter.update(progress, at: now)
    try partners.send(SignOfLife(status: meter.status, failure: nil), requests)
    let others = connection.rank == 0 ? partners.all : []
    let statuses =
      [meter.status]
      + others.map { partner in
        var status = partner.status
        status.silentSeconds = max(0, now - partner.heard)
        return status
      }
    link.board.update { board in
      board.statuses = statuses
      board.lastSign = now
      for partner in partners.all { board.heard[partner.rank] = partner.heard }
    }
  }

  /// Finds a rank that is silent or whose process has ended.
  private func missingRank(_ now: Double) -> RankFailure? {
    guard now >= nextCheck, !isEnding else { return nil }
    nextCheck = now + Self.interval / 2
    let own = connection.identities[connection.rank]
    for (rank, identity) in connection.identities.enumerated() where rank != connection.rank {
      guard identity.hasEnded(seenFrom: own) else { continue }
      let time = endings[rank] ?? now
      endings[rank] = time
      if now - time > Self.graceTime { return failure(of: rank, .ended) }
    }
    guard let silent = partners.all.min(by: { $0.heard < $1.heard }),
      now - silent.heard > Self.silenceLimit
    else { return nil }
    return failure(of: silent.rank, .silent(seconds: now - silent.heard))
  }

  private func failure(of rank: Int, _ reason: RankFailure.Reason) -> RankFailure {
    // The other ranks have ended because this process was stopped for too long.
    if reason == .ended, rank != connection.rank, let absence,
      absence.length > Self.silenceLimit - 1, seconds() - absence.end < Self.silenceLimit
    {
      return failure(of: connection.rank, .silent(seconds: absence.length))
    }
    let identity = connection.identities[rank]
    let own = link.inbox.update { $0.progress.step }
    let step = partners.all.first { $0.rank == rank }?.status.step ?? own
    return RankFailure(
      rank: rank, host: identity.host, process: identity.process, lastStep: step, reason: reason)
  }

  /// Sends a failure to the other ranks, and publishes it when this rank does not call MPI any more: then no
  /// memory of a transfer is read or written.
  private func end(with failure: RankFailure) {
    partners.spread(failure, requests, within: spreadLimit)
    link.board.update { $0.failure = failure }
    while true {
      let status = link.inbox.wait { inbox -> Int32? in
        for case .abort(let status) in inbox.requests { return status }
        inbox.requests.removeAll(keepingCapacity: true)
        return nil
      }
      if let status { functions.abort(status) }
    }
  }

  private func finish() {
    partners.cancel(requests)
    _ = functions.stop()
    link.board.update { $0.hasEnded = true }
  }
}
