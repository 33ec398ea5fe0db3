/// CIFAR-10, binary version (Krizhevsky 2009): files of records, each a label byte and a 32×32 image
/// as red, green and blue planes.
enum CIFAR10 {
  static let trainFiles = (1...5).map { "data_batch_\($0).bin" }
  static let validationFiles = ["test_batch.bin"]
  static var files: [String] { trainFiles + validationFiles }

  private static let standardClasses = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
  private static let layout = RecordLayout(
    format: .cifar10, labelClasses: [10], imageBytes: 3 * 32 * 32, mostRecords: 10_000)

  /// Reads all of it.
  /// - Parameter folder: holds `data_batch_1.bin` … `data_batch_5.bin` and `test_batch.bin`, of up
  ///   to 10,000 records each, and perhaps the classes' names in `batches.meta.txt`.
  static func open(folder: String) throws(ImagesError) -> RecordImages {
    RecordImages(
      name: RecordFormat.cifar10.rawValue,
      classes: NameList.read("\(folder)/batches.meta.txt", count: 10) ?? standardClasses, side: 32,
      train: try Records(files: trainFiles.map { "\(folder)/\($0)" }, layout),
      validation: try Records(files: validationFiles.map { "\(folder)/\($0)" }, layout))
  }
}
