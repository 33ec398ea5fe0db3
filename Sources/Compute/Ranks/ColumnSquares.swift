/// The sums of squares of a parameter whose outputs are divided between columns, over all columns.
final class ColumnSquares {
  /// The sums for the weights and for the gradient.
  private let sums = UnsafeMutableBufferPointer<Float>.allocate(capacity: 2)
  private let transfer: any RankTransfer
  private let transfers: StepTransfers

  /// All columns must create it at the same place in the order of their calls.
  init(_ columns: any RankGroup, _ transfers: StepTransfers) {
    sums.initialize(repeating: 0)
    transfer = columns.makeSum(of: sums)
    self.transfers = transfers
  }

  deinit { sums.deallocate() }

  /// Returns the sums over all columns. All columns must call it for the same parameter.
  func total(weights: Double, gradient: Double) -> (weights: Double, gradient: Double) {
    sums[0] = Float(weights)
    sums[1] = Float(gradient)
    transfers.run(transfer)
    return (Double(sums[0]), Double(sums[1]))
  }
}
