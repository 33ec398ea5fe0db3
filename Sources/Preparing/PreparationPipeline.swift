import Channels
import Images

/// An image of the input after encoding, or with the damage that prevents it.
struct EncodedImage: Sendable {
  /// The name, label and container of the `SourceImage`.
  var name: String
  var label: Int
  var container: String
  /// The JPEG, or the reason why there is none.
  var jpeg: Result<[UInt8], Damage>
  /// The statistics of the colours; only of training images.
  var colors = ColorMoments()
  /// The pixels, [3, side, side], which the consumer must release to the pipeline; `nil` except for
  /// training images.
  var planes: Buffer<UInt8>?
  /// The position of the stream after the image.
  var position: Int

  /// The reason why an image cannot be encoded.
  struct Damage: Error, Sendable {
    var reason: String
  }
}

/// The threads that prepare the images of a split. One thread reads images; several others make them square
/// and encode them. The results have the order in which the images were read.
final class PreparationPipeline: Sendable {
  private enum WorkItem: Sendable {
    case image(SourceImage, position: Int)
    case end((any Error)?)
  }
  private enum OutputItem: Sendable {
    case image(EncodedImage)
    case end((any Error)?)
  }

  private let side: Int
  private let quality: Int
  private let measuresColors: Bool
  private let threads: Int
  private let input: OrderedQueue<(number: Int, work: WorkItem)>
  private let output: OrderedQueue<OutputItem>
  private let planes: Pool<Buffer<UInt8>>
  private let runningThreads = Monitor(0)
  private let endedThreads = AtomicCounter()

  /// Creates a pipeline, whose threads do not run yet.
  /// - Parameters:
  ///   - side: The width and height of the squares.
  ///   - quality: The quality of the JPEGs.
  ///   - measuresColors: True to measure the colours of the images.
  ///   - threads: The number of threads that encode.
  init(side: Int, quality: Int, measuresColors: Bool, threads: Int) {
    self.side = side
    self.quality = quality
    self.measuresColors = measuresColors
    self.threads = threads
    let depth = threads * 4
    input = OrderedQueue(capacity: depth)
    output = OrderedQueue(capacity: depth)
    // Each thread, each place in the queue and the consumer hold one buffer at most.
    let count = measuresColors ? threads + depth + 1 : 0
    planes = Pool((0..<count).map { _ in Buffer(count: 3 * side * side, repeating: 0) })
  }

  /// Starts the threads.
  /// - Parameter open: Opens the stream. It is called on the thread that reads.
  func start(_ open: @escaping @Sendable () throws -> any ImageStream) {
    startThread(named: "reader") { self.read(open) }
    for number in 1...threads { startThread(named: "worker \(number)") { self.encode() } }
  }

  /// Waits for the next image and returns it; `nil` after the last.
  /// - Throws: The error that ended the stream.
  func next() throws -> EncodedImage? {
    switch output.dequeue() {
    case .image(let image): return image
    case .end(nil), nil: return nil
    case .end(let error?): throw error
    }
  }

  /// Returns the pixels of an image to the pool.
  func release(_ planes: Buffer<UInt8>) { self.planes.release(planes) }

  /// Stops the threads and waits until they have ended.
  func stop() {
    input.close()
    output.close()
    planes.close()
    _ = runningThreads.wait { $0 == 0 ? true : nil }
  }

  private func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    runningThreads.update { $0 += 1 }
    NamedThread.start(name, stackSize: 2 << 20) {
      body()
      self.runningThreads.update { $0 -= 1 }
    }
  }

  private func read(_ open: () throws -> any ImageStream) {
    var number = 0
    var failure: (any Error)?
    do {
      var stream = try open()
      while let image = try stream.next() {
        let work = WorkItem.image(image, position: stream.position)
        guard input.enqueue((number, work), at: number) else { return }
        number += 1
      }
    } catch {
      failure = error
    }
    // Each of the encoding threads stops at one `.end`.
    for end in number..<number + threads { input.enqueue((number, .end(failure)), at: end) }
  }

  private func encode() {
    let encoder = SquareEncoder(side: side, quality: quality)
    while let (number, work) = input.dequeue() {
      switch work {
      case .end(let error):
        // Every end has the same number, so only the first thread enqueues it.
        if endedThreads.next() == 0 { output.enqueue(.end(error), at: number) }
        return
      case .image(let image, let position):
        guard let encoded = encode(image, position, encoder) else { return }
        output.enqueue(.image(encoded), at: number)
      }
    }
  }

  /// Encodes an image; `nil` if the pipeline was stopped.
  private func encode(
    _ image: SourceImage, _ position: Int, _ encoder: SquareEncoder
  ) -> EncodedImage? {
    var encoded = EncodedImage(
      name: image.name, label: image.label, container: image.container,
      jpeg: .failure(.init(reason: "")), position: position)
    switch image.contents {
    case .damaged(let reason): encoded.jpeg = .failure(.init(reason: reason))
    case .bytes(let bytes):
      do throws(ImageDamage) {
        encoded.jpeg = .success(try encoder.encode(bytes))
        guard measuresColors else { break }
        guard let buffer = planes.acquire() else { return nil }
        encoded.colors = encoder.measureColors(into: buffer)
        encoded.planes = buffer
      } catch {
        encoded.jpeg = .failure(.init(reason: error.reason))
      }
    }
    return encoded
  }
}

/// The decoder, the encoder and the memory of one thread.
private final class SquareEncoder {
  private let side: Int
  private let decoder = ImageDecoder()
  private let encoder: JPEGEncoder
  private let square: Buffer<UInt8>

  init(side: Int, quality: Int) {
    self.side = side
    encoder = JPEGEncoder(quality: quality)
    square = Buffer(count: 3 * side * side, repeating: 0)
  }

  /// Decodes an image, makes it square and encodes it as a JPEG.
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

  /// Writes the last square to `planes`, [3, side, side], and returns the statistics of its colours.
  func measureColors(into planes: Buffer<UInt8>) -> ColorMoments {
    square.elements.writePlanes(to: planes.elements)
    var colors = ColorMoments()
    colors.add(UnsafeBufferPointer(planes.elements))
    return colors
  }
}
