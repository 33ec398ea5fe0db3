import Channels
import Foundation
import Images

/// An image as it leaves the workers.
struct Prepared: Sendable {
  var name: String
  var label: Int
  var container: String
  /// The JPEG, or why there is none.
  var jpeg: Result<[UInt8], Reason>
  /// Of training images.
  var colors = ColorMoments()
  /// `[3, side, side]`, of training images; to be given back to the line.
  var planes: Buffer<UInt8>?
  /// How far the stream had been read.
  var position: Int

  struct Reason: Error, Sendable {
    var words: String
  }
}

/// The threads that prepare the images of a split: one reads, as many as there are cores make squares
/// and JPEGs of what it reads, and the results come out in the order in which they went in.
final class PreparingLine: Sendable {
  private enum Work: Sendable {
    case picture(Picture, position: Int)
    case end((any Error)?)
  }
  private enum Output: Sendable {
    case prepared(Prepared)
    case end((any Error)?)
  }

  private let side: Int
  private let quality: Int
  private let wantsColors: Bool
  private let threads: Int
  private let input: OrderedQueue<(number: Int, work: Work)>
  private let output: OrderedQueue<Output>
  private let planes: Pool<Buffer<UInt8>>
  private let running = Monitor(0)

  /// - Parameter wantsColors: whether statistics are made of the images.
  init(side: Int, quality: Int, wantsColors: Bool, threads: Int) {
    self.side = side
    self.quality = quality
    self.wantsColors = wantsColors
    self.threads = threads
    let depth = threads * 4
    input = OrderedQueue(capacity: depth)
    output = OrderedQueue(capacity: depth)
    // A worker holds one, and all that fits in the queue has one; the consumer has one in hand.
    let count = wantsColors ? threads + depth + 1 : 0
    planes = Pool((0..<count).map { _ in Buffer(count: 3 * side * side, repeating: 0) })
  }

  /// Starts the threads.
  /// - Parameter open: makes the stream, on the thread that reads it.
  func start(_ open: @escaping @Sendable () throws -> any PictureStream) {
    startThread(named: "reader") { self.read(open) }
    for number in 1...threads { startThread(named: "worker \(number)") { self.work() } }
  }

  /// The next image, in order; nil after the last.
  /// - Throws: what went wrong with reading.
  func next() throws -> Prepared? {
    switch output.dequeue() {
    case .prepared(let prepared): return prepared
    case .end(nil), nil: return nil
    case .end(let error?): throw error
    }
  }

  func giveBack(_ buffer: Buffer<UInt8>) { planes.release(buffer) }

  /// Ends the threads and waits until they have ended.
  func stop() {
    input.close()
    output.close()
    planes.close()
    _ = running.wait { $0 == 0 ? true : nil }
  }

  private func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    running.update { $0 += 1 }
    NamedThread.start(name, stackSize: 2 << 20) {
      body()
      self.running.update { $0 -= 1 }
    }
  }

  private func read(_ open: () throws -> any PictureStream) {
    var number = 0
    var failure: (any Error)?
    do {
      var stream = try open()
      while let picture = try stream.next() {
        let work = Work.picture(picture, position: stream.position)
        guard input.enqueue((number, work), at: number) else { return }
        number += 1
      }
    } catch {
      failure = error
    }
    // Every worker finds one.
    for end in number..<number + threads { input.enqueue((number, .end(failure)), at: end) }
  }

  private func work() {
    let worker = Worker(side: side, quality: quality)
    while let (number, work) = input.dequeue() {
      switch work {
      case .end(let error):
        // The first who sees the end tells it; the place is the same for all.
        if ends.next() == 0 { output.enqueue(.end(error), at: number) }
        return
      case .picture(let picture, let position):
        guard let prepared = prepare(picture, position, worker) else { return }
        output.enqueue(.prepared(prepared), at: number)
      }
    }
  }

  private let ends = AtomicCounter()

  /// Nil when the line is stopped.
  private func prepare(_ picture: Picture, _ position: Int, _ worker: Worker) -> Prepared? {
    var prepared = Prepared(
      name: picture.name, label: picture.label, container: picture.container,
      jpeg: .failure(.init(words: "")), position: position)
    switch picture.contents {
    case .damaged(let reason): prepared.jpeg = .failure(.init(words: reason))
    case .bytes(let bytes):
      do throws(ImageDamage) {
        prepared.jpeg = .success(try worker.encode(bytes))
        guard wantsColors else { break }
        guard let buffer = planes.acquire() else { return nil }
        prepared.colors = worker.measure(into: buffer)
        prepared.planes = buffer
      } catch {
        prepared.jpeg = .failure(.init(words: error.reason))
      }
    }
    return prepared
  }
}

/// One thread's decoder, encoder and memory.
private final class Worker {
  private let side: Int
  private let decoder = ImageDecoder()
  private let encoder: JPEGEncoder
  private let square: Buffer<UInt8>

  init(side: Int, quality: Int) {
    self.side = side
    encoder = JPEGEncoder(quality: quality)
    square = Buffer(count: 3 * side * side, repeating: 0)
  }

  func encode(_ bytes: [UInt8]) throws(ImageDamage) -> [UInt8] {
    var damage: ImageDamage?
    bytes.withUnsafeBytes { bytes in
      do throws(ImageDamage) {
        try decoder.decode(bytes, side: side, into: square.elements)
      } catch {
        damage = error
      }
    }
    if let damage { throw damage }
    return [UInt8](
      encoder.encode(UnsafeBufferPointer(square.elements), width: side, height: side))
  }

  /// The colours of what was encoded last.
  func measure(into planes: Buffer<UInt8>) -> ColorMoments {
    square.elements.writePlanes(to: planes.elements)
    var colors = ColorMoments()
    colors.add(UnsafeBufferPointer(planes.elements))
    return colors
  }
}
