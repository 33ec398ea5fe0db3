import CTurboJPEG

/// Encodes JPEGs for one thread, into memory that each image reuses.
public final class JPEGEncoder {
  /// The resolution of the colour channels relative to that of the brightness.
  public enum Sampling: Sendable, CaseIterable {
    /// The same resolution.
    case full444
    /// Half the resolution horizontally.
    case half422
    /// Half the resolution in both directions.
    case quarter420
    /// Half the resolution vertically.
    case half440
    /// A quarter of the resolution horizontally.
    case quarter411
    /// No colour.
    case gray

    var code: Int32 {
      let code =
        switch self {
        case .full444: TJSAMP_444
        case .half422: TJSAMP_422
        case .quarter420: TJSAMP_420
        case .half440: TJSAMP_440
        case .quarter411: TJSAMP_411
        case .gray: TJSAMP_GRAY
        }
      return Int32(code.rawValue)
    }
  }

  private let handle: tjhandle
  private let memory = ScratchMemory()
  private let quality: Int32
  private let sampling: Sampling
  private let flags: Int32

  /// Creates an encoder for one thread.
  /// - Parameters:
  ///   - quality: The quality, 1…100, as in libjpeg.
  ///   - sampling: The resolution of the colour channels.
  ///   - isProgressive: Writes progressive files, which are smaller and slower to decode.
  public init(quality: Int, sampling: Sampling = .quarter420, isProgressive: Bool = false) {
    precondition((1...100).contains(quality), "the quality is 1…100")
    guard let handle = tjInitCompress() else {
      fatalError("there is too little memory for a JPEG encoder")
    }
    self.handle = handle
    self.quality = Int32(quality)
    self.sampling = sampling
    flags = TJFLAG_NOREALLOC | TJFLAG_ACCURATEDCT | (isProgressive ? TJFLAG_PROGRESSIVE : 0)
  }

  deinit { tjDestroy(handle) }

  /// Encodes an image.
  /// - Parameters:
  ///   - pixels: The image, `[height, width, 3]`.
  ///   - width: The width in pixels.
  ///   - height: The height in pixels.
  /// - Returns: The bytes of the file, which are valid until the next call and only as long as this
  ///   encoder.
  public func encode(_ pixels: UnsafeBufferPointer<UInt8>, width: Int, height: Int)
    -> UnsafeRawBufferPointer
  {
    precondition(
      (1...65_500).contains(width) && (1...65_500).contains(height),
      "width and height are 1…65,500")
    precondition(pixels.count == width * height * 3, "the pixels are [height, width, 3]")
    let capacity = tjBufSize(Int32(width), Int32(height), sampling.code)
    var output: UnsafeMutablePointer<UInt8>? = memory.bytes(Int(capacity))
    var size = capacity
    let status = tjCompress2(
      handle, pixels.baseAddress, Int32(width), 0, Int32(height), Int32(TJPF_RGB.rawValue), &output,
      &size, sampling.code, quality, flags)
    precondition(
      status == 0, "all pixels can be encoded: \(String(cString: tjGetErrorStr2(handle)))")
    return UnsafeRawBufferPointer(start: output, count: Int(size))
  }
}
