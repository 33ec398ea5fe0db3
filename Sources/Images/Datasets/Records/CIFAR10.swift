/// CIFAR-10, binary version (Krizhevsky 2009). A record is one byte for the label, then the red, green
/// and blue planes of a 32×32 image.
enum CIFAR10 {
  static let trainFiles = (1...5).map { "data_batch_\($0).bin" }
  static let validationFiles = ["test_batch.bin"]
  static var files: [String] { trainFiles + validationFiles }

  private static let standardClasses = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
  private static let layout = RecordLayout(
    format: .cifar10, labelClasses: [10], imageBytes: 3 * 32 * 32, maximumRecords: 10_000)

  /// Reads all images into memory.
  /// - Parameter folder: The folder of `data_batch_1.bin` … `data_batch_5.bin` and `test_batch.bin`,
  ///   each with up to 10,000 records. `batches.meta.txt` can name the classes.
  static func open(folder: String) throws(ImagesError) -> RecordImages {
    RecordImages(
      name: RecordFormat.cifar10.rawValue,
      classes: NameList.read("\(folder)/batches.meta.txt", count: 10) ?? standardClasses, side: 32,
      train: try RecordStorage(files: trainFiles.map { "\(folder)/\($0)" }, layout),
      validation: try RecordStorage(files: validationFiles.map { "\(folder)/\($0)" }, layout))
  }
}
