import Blueprint
import FoundationEssentials
import Observing

extension KernelRecord {
  /// Creates the record of the kernels of a network's first layer.
  /// - Parameters:
  ///   - kernels: The kernels, with red, green and blue in this order.
  ///   - network: The network, whose second convolution decides the number of columns.
  public init(_ kernels: Kernels, of network: NetworkSpec) {
    count = kernels.count
    side = kernels.size
    columns = network.hasTwoColumns ? 2 : 1
    pixels = Data(Self.pixels(of: kernels)).base64EncodedString()
    colour = (0..<kernels.count).map { kernels.colorShare(of: $0...$0) }
  }

  /// Returns red, green and blue of each cell. A weight of 0 is grey, and the largest absolute weight of a
  /// kernel is 0 or 255. Kernels of one channel are grey.
  private static func pixels(of kernels: Kernels) -> [UInt8] {
    let area = kernels.size * kernels.size
    var bytes: [UInt8] = []
    bytes.reserveCapacity(kernels.count * area * 3)
    for kernel in 0..<kernels.count {
      let weights = kernels[kernel]
      let largest = weights.reduce(Float(0)) { max($0, abs($1)) }
      for cell in 0..<area {
        for color in 0..<3 {
          let channel = kernels.channels == 3 ? color : 0
          let weight = weights[weights.startIndex + channel * area + cell]
          let share = largest > 0 ? weight / largest : 0
          bytes.append(UInt8((127.5 + 127.5 * Double(share)).rounded()))
        }
      }
    }
    return bytes
  }
}
