import Blueprint

/// The column of a network that this process has, with the ranks of the other columns.
final class NetworkColumn {
  let division: ColumnDivision
  /// The ranks that have the columns of the network, in their order.
  let ranks: any RankGroup
  /// The transfers of the network's steps, which hold the failure of a rank.
  let transfers: StepTransfers
  /// The memory through which activations and gradients are exchanged, one layer after another.
  private let memory: Tensor

  /// Divides a network and allocates the memory for exchanges.
  ///
  /// - Parameters:
  ///   - layout: The layers of the whole network.
  ///   - ranks: The ranks that have the columns, in their order.
  ///   - batch: The number of images in a step.
  ///   - transfers: The transfers of the network's steps.
  ///   - engine: The engine of this thread.
  /// - Throws: ``ComputeError`` if the network cannot be divided, or if memory is missing.
  init(
    of layout: [LayerLayout], among ranks: any RankGroup, batch: Int, transfers: StepTransfers,
    on engine: Engine
  ) throws(ComputeError) {
    precondition(ranks.count == ColumnDivision.count, "there is one rank for each column")
    do throws(ColumnError) {
      division = try ColumnDivision(of: layout, column: ranks.rank)
    } catch {
      throw .cannotDivide(error)
    }
    self.ranks = ranks
    self.transfers = transfers
    let largest = division.gathers.map(\.whole.input.count).max() ?? 0
    memory = try Tensor(.plain([batch * largest]), on: engine)
  }

  /// The number of this column.
  var number: Int { division.column }

  /// Returns the part of a layer's outputs that this process has, and the number of all outputs; `nil` if both
  /// columns have all.
  func outputs(ofLayer index: Int) -> (part: Range<Int>, count: Int)? {
    let layer = division.layers[index]
    return layer.isDivided ? (division.outputs(of: layer), layer.whole.output.channels) : nil
  }

  /// Returns the first numbers of the memory for exchanges.
  func numbers(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(rebasing: memory.elements[..<count])
  }

  /// Returns the rows of one column in the memory for exchanges, which has the columns one after another.
  ///
  /// - Parameters:
  ///   - column: The number of the column.
  ///   - row: The count of numbers of one image in a column.
  ///   - batch: The number of images.
  func rows(of column: Int, row: Int, batch: Int) -> ChannelRows {
    ChannelRows(memory, start: column * batch * row, stride: row)
  }

  /// Sends a message to the other columns, and returns the messages of all in the order of the columns.
  ///
  /// - Returns: `nil` if a rank has failed, now or before. The failure is then in `transfers`.
  func exchange(_ message: [UInt8]) -> [[UInt8]]? {
    transfers.perform { () throws(RankFailure) in try ranks.exchange(message) }
  }

  /// Sends numbers to the other columns, and returns those of all in the order of the columns.
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

  /// Returns the numbers of all columns, one column after another.
  ///
  /// - Parameter numbers: Those of this column, as many as in each other column.
  /// - Returns: Zeros for the other columns if a rank has failed.
  func joined(_ numbers: [Float]) -> [Float] {
    let zeros = Array(repeating: Float(0), count: numbers.count)
    let messages =
      exchange(numbers) ?? (0..<ranks.count).map { $0 == number ? numbers : zeros }
    return messages.flatMap { $0 }
  }
}
