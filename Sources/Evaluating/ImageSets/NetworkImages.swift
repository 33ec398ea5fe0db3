import Images

/// The images of a split as one network reads them, and their labels.
struct NetworkImages {
  let images: EvaluationImages
  /// The folder whose files are scaled for the network; `nil` if the images have the right size already.
  private let scaled: (folder: ImageFolder, split: Split)?

  fileprivate init(_ images: EvaluationImages, scaled: (folder: ImageFolder, split: Split)? = nil) {
    self.images = images
    self.scaled = scaled
  }

  /// Returns the labels of the images of a batch.
  func labels(of batch: borrowing EvaluationBatch) -> [Int] {
    if let scaled {
      return batch.numbers.map { scaled.folder.label(of: $0, in: scaled.split) }
    }
    return batch.labels ?? []
  }
}

extension TrainedNetwork {
  /// Returns true if the network can read the images of a source: they have the size of its training images,
  /// or are files, which are scaled to that size.
  func canRead(_ source: any DataSource) -> Bool {
    source.imageShape == imageShape || source is ImageFolder
  }

  /// Returns the images of a split for this network.
  func images(of source: any DataSource, _ split: Split) -> NetworkImages {
    guard source.imageShape != imageShape, let folder = source as? ImageFolder else {
      return NetworkImages(EvaluationImages(split, of: source))
    }
    let files = (0..<folder.count(split)).map { ImageFile(path: folder.path(of: $0, in: split)) }
    return NetworkImages(
      EvaluationImages(files, imageShape: imageShape), scaled: (folder, split))
  }
}
