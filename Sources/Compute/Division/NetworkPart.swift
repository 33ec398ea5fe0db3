import Blueprint

/// The part of a network that this process has, with the ranks of the other parts: a column, or some of the units
/// of the fully-connected layers.
final class NetworkPart {
  let division: NetworkDivision
  /// The ranks that have the parts of the network, in their order.
  let ranks: any RankGroup
  /// The number of images of this process.
  let images: Int
  /// The number of images of all ranks together; that of this process if all have the same images.
  let allImages: Int
  /// The transfers of the network's steps, which hold the failure of a rank.
  let transfers: StepTransfers
  /// The memory through which activations and gradients are exchanged, one layer after another.
  private let memory: Tensor

  /// Allocates the memory for exchanges.
  ///
  /// - Parameters:
  ///   - division: The division of the network.
  ///   - ranks: The ranks that have the parts, in their order.
  ///   - images: The number of images of this process in a step.
  ///   - sharesImages: True if all ranks have the same images. Then no images are gathered.
  ///   - transfers: The transfers of the network's steps.
  ///   - engine: The engine of this thread.
  /// - Throws: ``ComputeError`` if memory is missing.
  init(
    _ division: NetworkDivision, among ranks: any RankGroup, images: Int, sharesImages: Bool,
    transfers: StepTransfers, on engine: Engine
  ) throws(ComputeError) {
    precondition(ranks.count == division.count, "there is one rank for each part")
    precondition(ranks.rank == division.part, "the parts are in the order of the ranks")
    self.division = division
    self.ranks = ranks
    self.images = images
    allImages = sharesImages ? images : images * ranks.count
    self.transfers = transfers
    let largest = division.largestExchange(images: images, all: allImages)
    memory = try Tensor(.plain([largest]), on: engine)
  }

  /// The number of this part.
  var number: Int { division.part }
  /// The number of parts.
  var count: Int { division.count }
  /// True if the ranks have different images, which are gathered before the first divided layer.
  var gathersImages: Bool { allImages > images }

  /// The size of this part's largest tensor that a step uses for a short time: activations or weights.
  var largestBytes: Int {
    let (own, all) = division.layersByImages
    return max(own.largestBytes(batch: images), all.largestBytes(batch: allImages))
  }

  /// Returns the part of a layer's outputs that this process has, and the number of all outputs; `nil` if all
  /// processes have all.
  func outputs(ofLayer index: Int) -> (part: Range<Int>, count: Int)? {
    let layer = division.layers[index]
    return layer.isDivided ? (layer.outputs, layer.whole.output.channels) : nil
  }

  /// Returns the outputs of each part, in the order of the parts.
  func parts(of outputs: Int) -> [Range<Int>] {
    (0..<count).map { NetworkDivision.outputs(of: outputs, part: $0, of: count) }
  }

  /// Returns the first numbers of the memory for exchanges.
  func numbers(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(rebasing: memory.elements[..<count])
  }

  /// Returns rows in the memory for exchanges.
  ///
  /// - Parameters:
  ///   - start: The index of the first number.
  ///   - stride: The count of numbers of one image.
  func rows(from start: Int, stride: Int) -> ChannelRows {
    ChannelRows(memory, start: start, stride: stride)
  }
}

// MARK: - Messages

extension NetworkPart {
  /// Sends a message to the other ranks, and returns the messages of all in the order of the parts.
  ///
  /// - Returns: `nil` if a rank has failed, now or before. The failure is then in `transfers`.
  func exchange(_ message: [UInt8]) -> [[UInt8]]? {
    transfers.perform { () throws(RankFailure) in try ranks.exchange(message) }
  }

  /// Sends a message to the first rank, which returns the messages of all in the order of the parts.
  ///
  /// - Returns: `nil` if a rank has failed, now or before.
  func collect(_ message: [UInt8]) -> [[UInt8]]? {
    transfers.perform { () throws(RankFailure) in try ranks.collect(message) }
  }

  /// Sends numbers to the other ranks, and returns those of all in the order of the parts.
  ///
  /// - Returns: `nil` if a rank has failed.
  func exchange<Number: BitwiseCopyable>(_ numbers: [Number]) -> [[Number]]? {
    exchange(numbers.withUnsafeBytes { Array($0) })?.map { message in
      [Number](unsafeUninitializedCapacity: message.count / MemoryLayout<Number>.stride) {
        UnsafeMutableRawBufferPointer($0).copyBytes(from: message)
        $1 = message.count / MemoryLayout<Number>.stride
      }
    }
  }

  /// Returns the numbers of all parts, one part after another. Parts can have different counts of numbers.
  ///
  /// - Parameters:
  ///   - numbers: Those of this part.
  ///   - count: The count of all numbers.
  /// - Returns: Zeros if a rank has failed.
  func joined(_ numbers: [Float], count: Int) -> [Float] {
    exchange(numbers)?.flatMap { $0 } ?? Array(repeating: 0, count: count)
  }
}
