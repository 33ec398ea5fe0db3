import Blueprint
import Channels
import Glibc

/// Records of equal length, each with a label and an image, in one block of memory. All records are
/// complete and all labels have a class: otherwise the initialisers throw an error that names the file.
struct RecordStorage: Sendable {
  let count: Int
  private let recordBytes: Int
  private let imageBytes: Int
  private let bytes: Buffer<UInt8>

  /// Reads files of records.
  init(files: [String], _ layout: RecordLayout) throws(ImagesError) {
    recordBytes = layout.recordBytes
    imageBytes = layout.imageBytes
    var counts: [Int] = []
    for file in files { counts.append(try Self.count(in: file, layout)) }
    count = counts.reduce(0, +)
    bytes = Buffer(count: count * recordBytes, repeating: 0)
    var first = 0
    for (file, count) in zip(files, counts) {
      try read(file, at: first, count: count, layout.format)
      try check(file, first..<first + count, layout)
      first += count
    }
  }

  /// Joins images and labels that are in separate files.
  /// - Parameter classes: The number of classes; labels must be below it.
  init(images: IDXFile, labels: IDXFile, classes: Int) throws(ImagesError) {
    guard images.count == labels.count else {
      throw .countsDiffer(
        images: images.path, imageCount: images.count, labels: labels.path,
        labelCount: labels.count)
    }
    count = images.count
    imageBytes = images.itemBytes
    recordBytes = 1 + imageBytes
    bytes = Buffer(count: count * recordBytes, repeating: 0)
    for record in 0..<count {
      let label = labels[record][0]
      guard label < classes else {
        throw .labelOutOfRange(
          path: labels.path, record: record, label: Int(label), classes: classes)
      }
      let start = bytes.elements.baseAddress! + record * recordBytes
      start[0] = label
      (start + 1).update(from: images[record].baseAddress!, count: imageBytes)
    }
  }

  private func check(_ file: String, _ records: Range<Int>, _ layout: RecordLayout)
    throws(ImagesError)
  {
    for record in records {
      for (byte, classes) in layout.labelClasses.enumerated() {
        let label = bytes.elements[record * recordBytes + byte]
        guard label >= classes else { continue }
        throw .labelOutOfRange(
          path: file, record: record - records.lowerBound, label: Int(label), classes: classes)
      }
    }
  }

  /// The label and the pixels of a record. The pixels are valid as long as this storage.
  subscript(index: Int) -> (label: Int, pixels: UnsafeBufferPointer<UInt8>) {
    precondition(index >= 0 && index < count, "record \(index) is not one of \(count)")
    let end = (index + 1) * recordBytes
    let pixels = bytes.elements[end - imageBytes..<end]
    return (Int(bytes.elements[end - imageBytes - 1]), UnsafeBufferPointer(rebasing: pixels))
  }

  /// Returns the number of records of a file. It follows from the length, so that a file that is too long
  /// is refused before it is read.
  private static func count(in file: String, _ layout: RecordLayout) throws(ImagesError) -> Int {
    let (recordBytes, maximum) = (layout.recordBytes, layout.maximumRecords)
    var status = stat()
    guard stat(file, &status) == 0 else {
      throw errno == ENOENT ? .fileMissing(path: file) : unreadable(file)
    }
    let bytes = Int(status.st_size)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: file, reason: "it is not a file")
    }
    guard bytes > 0, bytes.isMultiple(of: recordBytes) else {
      throw .partialRecord(layout.format, path: file, bytes: bytes, recordBytes: recordBytes)
    }
    guard bytes / recordBytes <= maximum else {
      throw .tooManyRecords(
        layout.format, path: file, records: bytes / recordBytes, maximum: maximum)
    }
    return bytes / recordBytes
  }

  private func read(
    _ file: String, at first: Int, count: Int, _ format: RecordFormat
  ) throws(ImagesError) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(file) }
    defer { close(descriptor) }
    let start = bytes.elements.baseAddress! + first * recordBytes
    var done = 0
    while done < count * recordBytes {
      let got = Glibc.read(descriptor, start + done, count * recordBytes - done)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw Self.unreadable(file) }
      // Another process has shortened the file since `stat`.
      guard got > 0 else {
        throw .partialRecord(format, path: file, bytes: done, recordBytes: recordBytes)
      }
      done += got
    }
  }

  private static func unreadable(_ file: String) -> ImagesError {
    .unreadable(path: file, reason: String(cString: strerror(errno)))
  }
}
