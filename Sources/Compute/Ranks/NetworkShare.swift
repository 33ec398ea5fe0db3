/// The share that one rank has in the training of a network: some of the images of each step, and all kernels
/// or those of one column.
public struct NetworkShare {
  /// The ranks that have the same parameters and the other images of each step. The number of this rank in it
  /// determines its images.
  public let replicas: any RankGroup
  /// The ranks that have the columns of one network, in the order of the columns, and the same images; `nil`
  /// if this rank has all kernels.
  public let columns: (any RankGroup)?
  /// The number of images in a step of all ranks.
  public let batch: Int

  /// Creates the share of one rank.
  public init(replicas: any RankGroup, columns: (any RankGroup)? = nil, batch: Int) {
    precondition(batch >= replicas.count, "each rank must have at least one image")
    self.replicas = replicas
    self.columns = columns
    self.batch = batch
  }

  /// The numbers of this rank's images in the batch of all ranks.
  public var images: Range<Int> {
    Self.images(of: batch, rank: replicas.rank, ranks: replicas.count)
  }

  /// The size of this rank's tensors in images: the largest number of images of a rank. It is the same for all
  /// ranks, so that all choose the same algorithms and layouts. A rank with fewer images has unlabelled zeros
  /// at the end of its batch.
  public var capacity: Int { (batch + replicas.count - 1) / replicas.count }

  /// Returns the numbers of a rank's images in a batch. The parts are consecutive, and their sizes differ by at
  /// most one.
  public static func images(of batch: Int, rank: Int, ranks: Int) -> Range<Int> {
    rank * batch / ranks..<(rank + 1) * batch / ranks
  }
}
