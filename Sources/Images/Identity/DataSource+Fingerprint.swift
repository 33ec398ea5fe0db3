import Channels
import Checksums

extension DataSource {
  /// Computes the fingerprint by reading every image: the key is the number of the image, the mark is the
  /// CRC-32C of its pixels. Images that cannot be decoded are left out. Sources with images on disk have
  /// faster implementations.
  public func fingerprint() throws(ImagesError) -> DataFingerprint {
    let reader = try makeReader()
    let pixels = Buffer<UInt8>(count: imageShape.count, repeating: 0)
    var images: [Split: [[DataFingerprint.Image]]] = [:]
    for split in Split.allCases {
      var byClass = [[DataFingerprint.Image]](repeating: [], count: classes.count)
      for index in 0..<count(split) {
        do throws(ImagesError) {
          let label = try reader.read(index, of: split, into: pixels.elements)
          let sum = CRC32C.checksum(of: UnsafeRawBufferPointer(pixels.elements))
          byClass[label].append(.init(key: UInt64(index), mark: sum))
        } catch .damagedImage(_, _) {
          continue
        }
      }
      images[split] = byClass
    }
    return DataFingerprint(
      kind: name, variant: "\(imageShape)",
      classes: classes.enumerated().map { label, name in
        .init(
          id: name, train: images[.train]?[label] ?? [],
          validation: images[.validation]?[label] ?? [])
      })
  }

  /// Returns the number of the image, counted from 1, such as "training image 7".
  public func name(of image: DataFingerprint.Image, label: Int, in split: Split) -> String {
    "\(split == .train ? "training" : "validation") image \(image.key + 1)"
  }
}
