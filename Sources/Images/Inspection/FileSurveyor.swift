import Channels
import Foundation

/// Looks at all files of an image folder, by several threads.
final class FileSurveyor: Sendable {
  private struct State: Sendable {
    var survey = FileSurvey()
    var done = 0
    var running = 0
  }

  /// Almost every header is in the first so many bytes; where it is not, the whole file is read.
  private static let headerBytes = 1 << 16
  /// Files that a thread takes at a time.
  private static let share = 64

  private let folder: ImageFolder
  private let isFull: Bool
  private let state = Monitor(State())
  private let tickets = Tickets()
  private let total: Int

  init(_ folder: ImageFolder, isFull: Bool) {
    self.folder = folder
    self.isFull = isFull
    total = folder.count(.train) + folder.count(.validation)
  }

  func survey(threads: Int, _ progress: (_ done: Int, _ total: Int) -> Void) -> FileSurvey {
    state.update { $0.running = threads }
    for number in 1...threads {
      let thread = Thread { self.work() }
      thread.name = "survey \(number)"
      thread.stackSize = 1 << 20
      thread.start()
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

  /// One thread's life.
  private func work() {
    let worker = Worker(folder, isFull: isFull)
    while true {
      let first = tickets.take() * Self.share
      guard first < total else { break }
      let numbers = first..<min(first + Self.share, total)
      for number in numbers { worker.look(at: number) }
      state.update { $0.done += numbers.count }
    }
    state.update {
      $0.survey += worker.survey
      $0.running -= 1
    }
  }

  /// One thread's own things.
  private final class Worker {
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

    func look(at number: Int) {
      let trainCount = folder.count(.train)
      let split: Split = number < trainCount ? .train : .validation
      let part = folder.part(split)
      let image = Int(part.order[split == .train ? number : number - trainCount])
      part.list.writePath(of: image, to: &path)
      do throws(ImageDamage) {
        if isFull { try decode(split) } else { survey.add(try header()) }
      } catch {
        survey.damaged.append(.init(path: part.list.path(of: image), damage: error))
      }
    }

    private func header() throws(ImageDamage) -> ImageHeader {
      do {
        return try ImageHeader(of: try files.read(path, most: FileSurveyor.headerBytes))
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
