import Channels

/// Inspects all files of an image folder on several threads.
final class FileSurveyor: Sendable {
  /// The state that the threads share.
  private struct Progress: Sendable {
    var survey = FileSurvey()
    /// The number of files inspected so far.
    var done = 0
    /// The number of threads that have not finished.
    var running = 0
  }

  /// The length of the beginning of a file that contains almost every header. If the header is longer,
  /// the whole file is read.
  private static let headerBytes = 1 << 16
  /// The number of files that a thread inspects between two updates of the shared state.
  private static let filesPerTicket = 64

  private let folder: ImageFolder
  private let isFull: Bool
  private let state = Monitor(Progress())
  private let blockNumbers = AtomicCounter()
  private let total: Int

  init(_ folder: ImageFolder, isFull: Bool) {
    self.folder = folder
    self.isFull = isFull
    total = folder.count(.train) + folder.count(.validation)
  }

  /// Inspects all files.
  /// - Parameter progress: Called on this thread four times a second.
  func survey(threads: Int, _ progress: (_ done: Int, _ total: Int) -> Void) -> FileSurvey {
    state.update { $0.running = threads }
    for number in 1...threads {
      NamedThread.start("survey \(number)", stackSize: 1 << 20) { self.work() }
    }
    while true {
      let isOver = state.wait(timeout: .milliseconds(250)) { $0.running == 0 ? true : nil } ?? false
      progress(state.update { $0.done }, total)
      if isOver { break }
    }
    var survey = state.update { $0.survey }
    survey.damaged.sort { $0.path < $1.path }
    return survey
  }

  /// Runs one thread until no file is left.
  private func work() {
    let inspector = FileInspector(folder, isFull: isFull)
    while true {
      let first = blockNumbers.next() * Self.filesPerTicket
      guard first < total else { break }
      let numbers = first..<min(first + Self.filesPerTicket, total)
      for number in numbers { inspector.inspect(number) }
      state.update { $0.done += numbers.count }
    }
    state.update {
      $0.survey += inspector.survey
      $0.running -= 1
    }
  }

  /// The inspection of one thread, with its own working memory.
  private final class FileInspector {
    var survey = FileSurvey()
    private let folder: ImageFolder
    private let isFull: Bool
    private let files = FileReader()
    private let decoder = ImageDecoder()
    private let square: Buffer<UInt8>
    private let planes: Buffer<UInt8>
    private var path: [UInt8] = []

    init(_ folder: ImageFolder, isFull: Bool) {
      self.folder = folder
      self.isFull = isFull
      square = Buffer(count: folder.imageShape.count, repeating: 0)
      planes = Buffer(count: folder.imageShape.count, repeating: 0)
    }

    /// Inspects one file.
    /// - Parameter number: Counts the training images, then the validation images.
    func inspect(_ number: Int) {
      let trainCount = folder.count(.train)
      let split: Split = number < trainCount ? .train : .validation
      let images = folder.images(split)
      let image = Int(images.order[split == .train ? number : number - trainCount])
      images.list.writePath(of: image, to: &path)
      do throws(ImageDamage) {
        if isFull { try decode(split) } else { survey.add(try header()) }
      } catch {
        survey.damaged.append(.init(path: images.list.path(of: image), damage: error))
      }
    }

    private func header() throws(ImageDamage) -> ImageHeader {
      do {
        return try ImageHeader(of: try files.read(path, limit: FileSurveyor.headerBytes))
      } catch .truncated {
        return try ImageHeader(of: try files.read(path))
      }
    }

    private func decode(_ split: Split) throws(ImageDamage) {
      let bytes = try files.read(path)
      let header = try ImageHeader(of: bytes)
      try decoder.decode(bytes, side: ImageFolder.side, into: square.elements)
      survey.add(header)
      guard split == .train else { return }
      square.elements.writePlanes(to: planes.elements)
      survey.colors.add(UnsafeBufferPointer(planes.elements))
      survey.trainImagesDecoded += 1
    }
  }
}
