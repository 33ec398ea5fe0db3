/// The identity of a prepared folder: the class folders that it was made from, and the length and the
/// checksum of each JPEG. The checksum of the index identifies the order of the images.
extension PreparedFolder {
  /// Computes the fingerprint from the index, without reading the images.
  public func fingerprint() -> DataFingerprint {
    var train = [[DataFingerprint.Image]](repeating: [], count: classes.count)
    var validation = train
    for index in 0..<count(.train) {
      let record = record(index, of: .train)
      train[Int(record.label)].append(.init(record))
    }
    for index in 0..<count(.validation) {
      let record = record(index, of: .validation)
      validation[Int(record.label)].append(.init(record))
    }
    return DataFingerprint(
      kind: "prepared folder", variant: "index \(String(indexChecksum, radix: 16))",
      classes: classes.indices.map {
        .init(
          id: classFolders[$0], name: classes[$0], train: train[$0], validation: validation[$0])
      })
  }

  /// Returns the number of an image in its split, counted from 1, such as "training image 7".
  public func name(of image: DataFingerprint.Image, label: Int, in split: Split) -> String {
    let index = (0..<count(split)).first {
      let record = record($0, of: split)
      return Int(record.label) == label && DataFingerprint.Image(record) == image
    }
    return index.map { "\(split == .train ? "training" : "validation") image \($0 + 1)" }
      ?? "an image of '\(classes[label])'"
  }
}

extension DataFingerprint.Image {
  fileprivate init(_ record: PreparedRecord) {
    self.init(key: UInt64(record.length) << 32 | UInt64(record.checksum), mark: 0)
  }
}
