import Blueprint

/// Images for an evaluation, numbered from 0.
public struct EvaluationImages: Sendable {
  private enum Origin: Sendable {
    case source(any DataSource, Split)
    case files([ImageFile])
  }

  private let origin: Origin
  /// The number of images.
  public let count: Int
  /// The shape of an image before the crop.
  public let imageShape: Shape

  /// The images of one split of a data source.
  /// - Parameters:
  ///   - split: The training set or the validation set.
  ///   - source: The data source.
  ///   - limit: The number of images to use, from the first on; `nil` uses all.
  public init(_ split: Split, of source: any DataSource, limit: Int? = nil) {
    origin = .source(source, split)
    count = min(limit ?? .max, source.count(split))
    imageShape = source.imageShape
  }

  /// Image files without labels, in the order of a list.
  /// - Parameters:
  ///   - files: The files.
  ///   - imageShape: The shape of the network's training images, to which the files are scaled: a square in
  ///     colour.
  public init(_ files: [ImageFile], imageShape: Shape) {
    origin = .files(files)
    count = files.count
    self.imageShape = imageShape
  }

  /// True if each image has a label.
  public var hasLabels: Bool {
    switch origin {
    case .source: true
    case .files: false
    }
  }

  /// Returns the conversion of the images to a network's input.
  func transform(to input: InputFormat) throws(ImagesError) -> InputTransform {
    switch origin {
    case .source(let source, _): try InputTransform(source: source, input: input)
    case .files: try InputTransform(image: imageShape, input: input)
    }
  }

  /// Returns a reader for one thread.
  func makeReader() throws(ImagesError) -> Reader {
    switch origin {
    case .source(let source, let split): .source(try source.makeReader(), split)
    case .files(let files): .files(ImageFileReader(imageShape), files)
    }
  }

  /// Reads the images for one thread.
  enum Reader {
    case source(any ImageReader, Split)
    case files(ImageFileReader, [ImageFile])

    /// Reads an image.
    /// - Returns: The label; 0 for an image without one.
    func read(
      _ number: Int, into pixels: UnsafeMutableBufferPointer<UInt8>
    ) throws(ImagesError) -> Int {
      switch self {
      case .source(let reader, let split):
        return try reader.read(number, of: split, into: pixels)
      case .files(let reader, let files):
        try reader.read(files[number], into: pixels)
        return 0
      }
    }
  }
}
