import Blueprint
import Channels
import Compute
import Observing

/// The processes that train together, as the trainer of one of them uses them.
///
/// Rank 0 trains in ``TrainingSession``: it has the runs, applies the commands and decides everything that
/// depends on clocks and files. The other ranks follow it in ``RankFollower``. All make the same exchanges in
/// the same order. Only one thread at a time can use a job.
public final class TrainingJob: Sendable {
  /// The number of columns into which the kernels are divided: 2, or 1 if each rank has all kernels. Ranks
  /// 2p and 2p + 1 are then the columns of replica p.
  public let columns: Int
  /// True if the ranks divide the units of the fully-connected layers.
  public let isHybrid: Bool
  /// The number of ranks.
  public let count: Int
  /// The number of this rank.
  public let rank: Int
  private let handover: Handover<State>

  private struct State {
    let job: any RankJob
    /// The ranks that have the parts of this rank's network; `nil` if each rank has a whole network.
    let partners: (any RankGroup)?
    /// The first failure of the job.
    var failure: RankFailure?
    /// The error of this rank that has ended the job.
    var ownError: (any Error)?
  }

  /// Creates a job.
  /// - Parameters:
  ///   - job: The ranks.
  ///   - columns: The number of columns, 1 or 2. With 2 the number of ranks is even.
  ///   - isHybrid: True if the ranks, at least 2, divide the units of the fully-connected layers. Then there are no
  ///     columns.
  public init(_ job: any RankJob, columns: Int = 1, isHybrid: Bool = false) {
    precondition(columns == 1 || columns == 2, "there are 1 or 2 columns")
    precondition(job.ranks.count.isMultiple(of: columns), "each replica has all columns")
    precondition(!isHybrid || columns == 1 && job.ranks.count > 1, "there is one division")
    self.columns = columns
    self.isHybrid = isHybrid
    count = job.ranks.count
    rank = job.ranks.rank
    let first = job.ranks.rank / columns * columns
    let pair = columns > 1 ? job.ranks.makeSubgroup(of: Array(first..<first + columns)) : nil
    handover = Handover(State(job: job, partners: isHybrid ? job.ranks : pair))
  }

  /// True if this rank decides for all.
  var isFirst: Bool { rank == 0 }
  /// The number of parts into which the images of a step are divided: that of the ranks, or with columns that of
  /// the pairs.
  var replicas: Int { count / columns }
  /// The number of this rank's part of the images.
  var replica: Int { rank / columns }
  /// True if each rank has only a part of a network.
  var dividesNetwork: Bool { columns > 1 || isHybrid }
  /// True if this rank has another part of rank 0's network.
  var isPartner: Bool { !isFirst && (isHybrid || replica == 0) }

  /// Returns the part of a network that this rank has; `nil` if each rank has the whole network.
  /// - Parameter layout: The layers of the network.
  /// - Throws: `ColumnError` or `HybridError` for the first layer that cannot be divided.
  public func division(of layout: [LayerLayout]) throws -> NetworkDivision? {
    if isHybrid { return try NetworkDivision(hybridOf: layout, part: rank, of: count) }
    guard columns > 1 else { return nil }
    return try NetworkDivision(columnsOf: layout, column: rank % columns)
  }

  /// Creates this rank's share of a network. The share has groups of its own, so a network that one of the
  /// ranks cannot create leaves the transfers of the other networks as they are.
  /// - Parameter batch: The number of images in a step of all ranks.
  func makeShare(batch: Int) -> NetworkShare {
    let ranks = handover.value.job.ranks
    let sameColumn = stride(from: rank % columns, to: count, by: columns)
    let replicas = ranks.makeSubgroup(of: Array(sameColumn))
    guard columns > 1 else {
      return NetworkShare(replicas: replicas, isHybrid: isHybrid, batch: batch)
    }
    let pair = ranks.makeSubgroup(of: Array(replica * columns..<(replica + 1) * columns))
    return NetworkShare(replicas: replicas, columns: pair, batch: batch)
  }

  /// Returns the number of images for which a rank's tensors have memory.
  func capacity(batch: Int) -> Int { (batch + replicas - 1) / replicas }

  /// Returns this rank's images in a batch of all ranks.
  func images(of batch: Int) -> Range<Int> { images(of: batch, rank: rank) }

  private func images(of batch: Int, rank: Int) -> Range<Int> {
    NetworkShare.images(of: batch, rank: rank / columns, ranks: replicas)
  }

  // MARK: - Messages

  /// Sends a message to all ranks and waits for those of the others.
  /// - Throws: The error of this rank that has ended the job, or `RankFailure`.
  func exchange(_ message: [UInt8]) throws -> [[UInt8]] {
    try check()
    do throws(RankFailure) {
      return try handover.value.job.ranks.exchange(message)
    } catch {
      note(error)
      throw error
    }
  }

  /// Sends a message to the ranks that have the other parts of this rank's network, and waits for their messages.
  /// The network must be divided.
  func exchangeWithPartners(_ message: [UInt8]) throws -> [[UInt8]] {
    try check()
    guard let partners = handover.value.partners else {
      preconditionFailure("the network must be divided")
    }
    do throws(RankFailure) {
      return try partners.exchange(message)
    } catch {
      note(error)
      throw error
    }
  }

  /// Returns rank 0's decision about an action that all parts of its network must make at the same moment.
  /// On ranks without a part of it, and after a failure, the action is not made.
  /// - Parameter decision: The decision of this rank, which counts only on rank 0.
  func decide(_ decision: Bool) -> Bool {
    guard dividesNetwork else { return decision }
    guard isFirst || isPartner,
      let messages = try? exchangeWithPartners(isFirst && decision ? [1] : [])
    else { return false }
    return !messages[0].isEmpty
  }

  /// Throws the error that has ended the job.
  func check() throws {
    if let error = handover.value.ownError ?? handover.value.failure { throw error }
  }

  /// Keeps a failure that a network or a transfer has found.
  func note(_ failure: RankFailure) {
    handover.value.failure = handover.value.failure ?? failure
  }

  /// Ends the job because of an error of this rank. The other ranks receive its text. The failure of another rank
  /// is kept only, because all ranks have it.
  func fail(_ error: any Error) {
    if let failure = error as? RankFailure { return note(failure) }
    guard handover.value.failure == nil, handover.value.ownError == nil else { return }
    handover.value.ownError = error
    handover.value.job.fail("\(error)")
  }

  // MARK: - States

  /// Reports a completed step of this rank.
  func report(step: Int, seconds: Double) {
    handover.value.job.report(step: step, seconds: seconds)
  }

  /// The state of this rank.
  var status: RankStatus? { handover.value.job.statuses.first { $0.rank == rank } }

  /// Returns the latest known states of all ranks for a snapshot.
  /// - Parameter batch: The number of images in a step of all ranks.
  func summaries(batch: Int) -> [Snapshot.RankSummary] {
    handover.value.job.statuses.map { status in
      Snapshot.RankSummary(
        rank: status.rank, host: status.host, process: status.process,
        column: columns > 1 ? status.rank % columns : nil, dividesUnits: isHybrid ? true : nil,
        images: images(of: batch, rank: status.rank).count, step: status.step,
        stepSeconds: status.stepSeconds, waitingSeconds: status.waitingSeconds,
        transferSeconds: status.transferSeconds, residentBytes: status.residentBytes,
        silentSeconds: status.silentSeconds)
    }
  }
}
