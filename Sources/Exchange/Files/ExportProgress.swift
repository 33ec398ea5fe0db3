/// The progress of an export.
public struct ExportProgress: Hashable, Sendable {
  /// The bytes that have been written.
  public var written: Int
  /// The bytes of the complete file.
  public var total: Int

  /// The reader of the progress, which is called about every 4 MB. An error that it throws ends the export;
  /// ``ExchangeError/stopped`` is meant for that.
  public typealias Reader = (ExportProgress) throws -> Void
}

extension OutputFile {
  /// The numbers between two reports of the progress.
  private static let blockSize = 1 << 20

  /// Appends a tensor's elements in blocks, and reports the progress after each.
  /// - Parameters:
  ///   - numbers: The elements in row-major order.
  ///   - total: The bytes of the complete file.
  ///   - onBlock: Called for each block before it is written.
  /// - Throws: `ExchangeError.fileFailed`, and the errors of the reader.
  func write(
    tensor numbers: [Float], total: Int, onBlock: (UnsafeRawBufferPointer) -> Void = { _ in },
    _ progress: ExportProgress.Reader
  ) throws {
    for start in stride(from: 0, to: numbers.count, by: Self.blockSize) {
      let block = numbers[start..<min(start + Self.blockSize, numbers.count)]
      block.withUnsafeBytes { onBlock($0) }
      try write(block)
      try progress(ExportProgress(written: count, total: total))
    }
  }
}
