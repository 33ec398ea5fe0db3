/// The transfers between ranks in the steps of a network, and the failure that ended them.
///
/// Tasks of a step cannot throw. After a failure all transfers are skipped, and the network updates no
/// parameter.
final class StepTransfers {
  /// The failure of another rank; `nil` if there was none.
  private(set) var failure: RankFailure?

  /// Starts a transfer.
  func start(_ transfer: any RankTransfer) {
    guard failure == nil else { return }
    transfer.start()
  }

  /// Waits until a transfer is complete.
  func wait(for transfer: any RankTransfer) {
    guard failure == nil else { return }
    do throws(RankFailure) { try transfer.wait() } catch { failure = error }
  }

  /// Exchanges messages between steps.
  ///
  /// - Returns: `nil` if a rank has failed, now or before.
  func perform<Result>(_ exchange: () throws(RankFailure) -> Result) -> Result? {
    guard failure == nil else { return nil }
    do throws(RankFailure) {
      return try exchange()
    } catch {
      failure = error
      return nil
    }
  }

  /// Runs a transfer.
  func run(_ transfer: any RankTransfer) {
    start(transfer)
    wait(for: transfer)
  }
}
