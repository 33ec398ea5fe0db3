import Blueprint
import Dashboard
import Exchange
import Images
import Observing

/// The pictures of all kernels for TensorBoard.
public enum KernelSheetDrawing {
  /// The largest width of a kernel in pixels, unless it has more weights.
  private static let kernelWidth = 33

  /// Returns a function that draws the kernels of a network, each weight as a square of equal pixels.
  /// - Parameter network: The network; `nil` draws the kernels as those of one column.
  public static func drawing(of network: NetworkSpec?) -> KernelDrawing {
    let separatesColumns = network?.hasTwoColumns ?? false
    return { kernels in
      let export = KernelExport(step: 0, kernels: kernels, separatesColumns: separatesColumns)
      let picture = export.blockPicture(of: kernels, width: kernelWidth)
      return EncodedPicture(width: picture.width, height: picture.height, png: picture.png)
    }
  }
}
