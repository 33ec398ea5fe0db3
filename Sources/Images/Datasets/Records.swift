import Blueprint
import Channels
import Glibc

/// Records of equal length from several files, in one piece of memory: each a label byte and an
/// image. Whole, and with labels that exist, or there is an error that names the file.
struct Records: Sendable {
  let count: Int
  private let recordBytes: Int
  private let bytes: Buffer<UInt8>

  /// - Parameter most: a file has at most so many records.
  init(files: [String], image: Shape, classes: Int, most: Int) throws(ImagesError) {
    recordBytes = 1 + image.count
    var counts: [Int] = []
    for file in files {
      counts.append(try Self.count(in: file, recordBytes: recordBytes, most: most))
    }
    count = counts.reduce(0, +)
    bytes = Buffer(count: count * recordBytes, repeating: 0)
    var first = 0
    for (file, count) in zip(files, counts) {
      try read(file, at: first, count: count)
      for record in 0..<count where bytes.elements[(first + record) * recordBytes] >= classes {
        let label = Int(bytes.elements[(first + record) * recordBytes])
        throw .labelOutOfRange(path: file, record: record, label: label, classes: classes)
      }
      first += count
    }
  }

  /// Valid while the records live.
  subscript(index: Int) -> (label: Int, pixels: UnsafeBufferPointer<UInt8>) {
    precondition(index >= 0 && index < count, "record \(index) is not one of \(count)")
    let start = index * recordBytes
    let pixels = bytes.elements[start + 1..<start + recordBytes]
    return (Int(bytes.elements[start]), UnsafeBufferPointer(rebasing: pixels))
  }

  /// How many records a file has, from its length alone: a file that is far too long is not read.
  private static func count(in file: String, recordBytes: Int, most: Int) throws(ImagesError) -> Int
  {
    var status = stat()
    guard stat(file, &status) == 0 else {
      throw errno == ENOENT ? .fileMissing(path: file) : unreadable(file)
    }
    let bytes = Int(status.st_size)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: file, reason: "it is not a file")
    }
    guard bytes > 0, bytes.isMultiple(of: recordBytes) else {
      throw .partialRecord(path: file, bytes: bytes, recordBytes: recordBytes)
    }
    guard bytes / recordBytes <= most else {
      throw .tooManyRecords(path: file, records: bytes / recordBytes, most: most)
    }
    return bytes / recordBytes
  }

  private func read(_ file: String, at first: Int, count: Int) throws(ImagesError) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(file) }
    defer { close(descriptor) }
    let start = bytes.elements.baseAddress! + first * recordBytes
    var done = 0
    while done < count * recordBytes {
      let got = Glibc.read(descriptor, start + done, count * recordBytes - done)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw Self.unreadable(file) }
      // Somebody shortened it since its length was asked.
      guard got > 0 else { throw .partialRecord(path: file, bytes: done, recordBytes: recordBytes) }
      done += got
    }
  }

  private static func unreadable(_ file: String) -> ImagesError {
    .unreadable(path: file, reason: String(cString: strerror(errno)))
  }
}
