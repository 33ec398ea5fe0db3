import Compute

/// The ranks that exchange signs of life with this rank: all others with rank 0, and rank 0 with the others.
final class Partners {
  /// The tag of signs of life, which no work has.
  private static let tag = 1 << 15 - 1
  /// The number of partners whose messages are tested in one call.
  private static let tested = 16

  /// One of the ranks.
  struct Partner {
    let rank: Int
    let incoming: UnsafeMutableRawBufferPointer
    let outgoing: UnsafeMutableRawBufferPointer
    var receiving: Int32?
    var sending: Int32?
    var status: RankStatus
    /// The time of the last sign of life.
    var heard: Double
    /// The failure that the partner has sent.
    var failure: RankFailure?
  }

  private let identities: [Identity]
  private(set) var all: [Partner]
  private var next = 0

  init(rank: Int, identities: [Identity]) {
    self.identities = identities
    let ranks = rank == 0 ? Array(1..<identities.count) : [0]
    let now = seconds()
    all = ranks.map { rank in
      Partner(
        rank: rank,
        incoming: .allocate(byteCount: SignOfLife.length, alignment: 16),
        outgoing: .allocate(byteCount: SignOfLife.length, alignment: 16),
        status: RankStatus(
          rank: rank, host: identities[rank].host, process: identities[rank].process, step: 0,
          stepSeconds: 0, waitingSeconds: 0, transferSeconds: 0, residentBytes: 0,
          silentSeconds: 0),
        heard: now)
    }
  }

  deinit {
    for partner in all {
      partner.incoming.deallocate()
      partner.outgoing.deallocate()
    }
  }

  /// Records a message of a rank, which is a sign of life too.
  func hear(_ rank: Int, at now: Double) {
    guard let index = index(of: rank) else { return }
    all[index].heard = now
  }

  private func index(of rank: Int) -> Int? {
    guard let first = all.first?.rank, rank >= first, rank < first + all.count else { return nil }
    return rank - first
  }

  /// Adds time to that of the last signs of life, in which this rank itself did not run.
  func excuse(_ seconds: Double) { for index in all.indices { all[index].heard += seconds } }

  /// Receives what has arrived from some of the partners, other ones in each call.
  /// - Returns: The failure that a partner has sent.
  func receive(_ requests: Requests) throws(Requests.Broken) -> RankFailure? {
    var failure: RankFailure?
    for _ in 0..<min(Self.tested, all.count) {
      next = (next + 1) % all.count
      if let found = try receive(requests, next) { failure = failure ?? found }
    }
    return failure
  }

  private func receive(
    _ requests: Requests, _ index: Int
  ) throws(Requests.Broken) -> RankFailure? {
    let partner = all[index]
    var failure: RankFailure?
    if let slot = partner.receiving {
      guard try requests.isComplete(slot, with: partner.rank) else { return nil }
      all[index].receiving = nil
      let sign = SignOfLife(partner.incoming, from: partner.rank, identities[partner.rank])
      all[index].status = sign.status
      all[index].heard = seconds()
      failure = sign.failure
      if failure != nil { all[index].failure = failure }
    }
    all[index].receiving = try requests.receive(
      partner.incoming, from: partner.rank, tag: Self.tag)
    return failure
  }

  /// Sends a sign of life to all partners to which the last has been sent completely.
  func send(_ sign: SignOfLife, _ requests: Requests) throws(Requests.Broken) {
    for index in all.indices { _ = try send(sign, requests, index) }
  }

  /// Sends a sign of life to a partner.
  /// - Returns: False if the last one has not been sent completely.
  func send(
    _ sign: SignOfLife, _ requests: Requests, _ index: Int
  ) throws(Requests.Broken) -> Bool {
    guard try hasSent(requests, index) else { return false }
    sign.write(to: all[index].outgoing)
    all[index].sending = try requests.send(
      UnsafeRawBufferPointer(all[index].outgoing), to: all[index].rank, tag: Self.tag)
    return true
  }

  /// Returns true if the last message to a partner has been sent completely.
  func hasSent(_ requests: Requests, _ index: Int) throws(Requests.Broken) -> Bool {
    guard let slot = all[index].sending else { return true }
    guard try requests.isComplete(slot, with: all[index].rank) else { return false }
    all[index].sending = nil
    return true
  }

  /// Stops to receive.
  func cancel(_ requests: Requests) {
    for index in all.indices {
      if let slot = all[index].receiving { requests.cancel(slot) }
      all[index].receiving = nil
    }
  }

  /// Sends a failure to the partners, except one that is missing, and waits until each has sent one as well.
  /// Errors of MPI are ignored: they are those of other missing ranks.
  func spread(_ failure: RankFailure, _ requests: Requests, within limit: Double) {
    var missing: Int?
    switch failure.reason {
    case .silent, .ended: missing = failure.rank
    case .failed: break
    }
    let end = seconds() + limit
    var unsent = all.indices.filter { all[$0].rank != missing }
    var open = unsent
    while !open.isEmpty, seconds() < end {
      let sign: (Int) -> SignOfLife = { SignOfLife(status: self.all[$0].status, failure: failure) }
      unsent.removeAll { index in
        do { return try send(sign(index), requests, index) } catch { return true }
      }
      open.removeAll { index in
        do {
          let hasSent = try hasSent(requests, index)
          _ = try receive(requests, index)
          return hasSent && !unsent.contains(index) && all[index].failure != nil
        } catch { return true }
      }
      if !open.isEmpty { pause(microseconds: 100) }
    }
  }
}
