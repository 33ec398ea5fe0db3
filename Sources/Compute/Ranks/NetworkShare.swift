import Blueprint

/// The share that one rank has in the training of a network: some of the images of each step, and the whole network
/// or a part of it.
public struct NetworkShare {
  /// The ranks that have the same parameters and the other images of each step. The number of this rank in it
  /// determines its images.
  public let replicas: any RankGroup
  /// The ranks that have the columns of one network, in the order of the columns, and the same images; `nil`
  /// if this rank has all kernels.
  public let columns: (any RankGroup)?
  /// True if `replicas` divide the units of the fully-connected layers, each with those of all images.
  public let isHybrid: Bool
  /// The number of images in a step of all ranks.
  public let batch: Int

  /// Creates the share of one rank.
  public init(
    replicas: any RankGroup, columns: (any RankGroup)? = nil, isHybrid: Bool = false, batch: Int
  ) {
    precondition(batch >= replicas.count, "each rank must have at least one image")
    precondition(columns == nil || !isHybrid, "columns divide the fully-connected layers already")
    precondition(replicas.count > 1 || !isHybrid, "several ranks divide a layer")
    self.replicas = replicas
    self.columns = columns
    self.isHybrid = isHybrid
    self.batch = batch
  }

  /// The numbers of this rank's images in the batch of all ranks.
  public var images: Range<Int> { images(ofRank: replicas.rank) }

  /// Returns the numbers of the images of one of `replicas`.
  func images(ofRank rank: Int) -> Range<Int> {
    Self.images(of: batch, rank: rank, ranks: replicas.count)
  }

  /// The size of this rank's tensors in images: the largest number of images of a rank. It is the same for all
  /// ranks, so that all choose the same algorithms and layouts. A rank with fewer images has unlabelled zeros
  /// at the end of its batch.
  public var capacity: Int { (batch + replicas.count - 1) / replicas.count }

  /// Returns this rank's part of a network, with the ranks that have the parts; `nil` if each rank has the whole
  /// network.
  ///
  /// - Parameter layout: The layers of the whole network.
  /// - Throws: ``ComputeError/cannotDivide(_:)`` or ``ComputeError/cannotDivideUnits(_:)``.
  func division(
    of layout: [LayerLayout]
  ) throws(ComputeError) -> (part: NetworkDivision, ranks: any RankGroup)? {
    if let columns {
      do throws(ColumnError) {
        return (try NetworkDivision(columnsOf: layout, column: columns.rank), columns)
      } catch {
        throw .cannotDivide(error)
      }
    }
    guard isHybrid else { return nil }
    do throws(HybridError) {
      let part = try NetworkDivision(hybridOf: layout, part: replicas.rank, of: replicas.count)
      return (part, replicas)
    } catch {
      throw .cannotDivideUnits(error)
    }
  }

  /// Returns the numbers of a rank's images in a batch. The parts are consecutive, and their sizes differ by at
  /// most one.
  public static func images(of batch: Int, rank: Int, ranks: Int) -> Range<Int> {
    rank * batch / ranks..<(rank + 1) * batch / ranks
  }
}
