import CTurboJPEG

/// Encodes JPEGs for one thread, into memory that every image uses again.
public final class JPEGEncoder {
  /// How much finer brightness is kept than colour.
  public enum Sampling: Sendable, CaseIterable {
    case full444, half422, quarter420, half440, quarter411, gray

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

  /// - Parameters:
  ///   - quality: libjpeg's, 1 to 100.
  ///   - sampling: the resolution of the colour channels.
  ///   - isProgressive: smaller, and slower to decode.
  public init(quality: Int, sampling: Sampling = .quarter420, isProgressive: Bool = false) {
    precondition((1...100).contains(quality), "quality is 1 to 100")
    guard let handle = tjInitCompress() else { fatalError("no memory for a JPEG encoder") }
    self.handle = handle
    self.quality = Int32(quality)
    self.sampling = sampling
    flags = TJFLAG_NOREALLOC | TJFLAG_ACCURATEDCT | (isProgressive ? TJFLAG_PROGRESSIVE : 0)
  }

  deinit { tjDestroy(handle) }

  /// Encodes `[height, width, 3]`.
  /// - Returns: the file's bytes, valid until this encoder's next call and no longer than it lives.
  public func encode(_ pixels: UnsafeBufferPointer<UInt8>, width: Int, height: Int)
    -> UnsafeRawBufferPointer
  {
    precondition((1...65_500).contains(width) && (1...65_500).contains(height), "a JPEG's sides")
    precondition(pixels.count == width * height * 3, "the pixels are [height, width, 3]")
    let room = tjBufSize(Int32(width), Int32(height), sampling.code)
    var output: UnsafeMutablePointer<UInt8>? = memory.bytes(Int(room))
    var size = room
    let status = tjCompress2(
      handle, pixels.baseAddress, Int32(width), 0, Int32(height), Int32(TJPF_RGB.rawValue), &output,
      &size, sampling.code, quality, flags)
    precondition(status == 0, "pixels can be encoded: \(String(cString: tjGetErrorStr2(handle)))")
    return UnsafeRawBufferPointer(start: output, count: Int(size))
  }
}
