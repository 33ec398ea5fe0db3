/// CIFAR-100, binary version (Krizhevsky 2009). A record is a byte for the coarse label (20 superclasses),
/// a byte for the fine label (100 classes), then the red, green and blue planes of a 32×32 image. The
/// classes of the data source are the fine ones.
enum CIFAR100 {
  private static let trainFile = "train.bin"
  private static let validationFile = "test.bin"
  private static let namesFile = "fine_label_names.txt"

  private static let layout = RecordLayout(
    format: .cifar100, labelClasses: [20, 100], imageBytes: 3 * 32 * 32, maximumRecords: 50_000)

  /// Returns true if these names identify a folder of CIFAR-100. A single name is too common.
  static func isCertain(holding names: [String]) -> Bool {
    [trainFile, validationFile, namesFile].count(where: names.contains) > 1
  }

  /// Returns true if one of the two record files is present. Opening the folder then reports the
  /// other one as missing.
  static func isPossible(holding names: [String]) -> Bool {
    names.contains(trainFile) || names.contains(validationFile)
  }

  /// Reads all images into memory.
  /// - Parameter folder: The folder of `train.bin` and `test.bin`, each with up to 50,000 records.
  ///   `fine_label_names.txt` can name the classes.
  static func open(folder: String) throws(ImagesError) -> RecordImages {
    RecordImages(
      name: RecordFormat.cifar100.rawValue,
      classes: NameList.read("\(folder)/\(namesFile)", count: 100) ?? standardClasses, side: 32,
      train: try RecordStorage(files: ["\(folder)/\(trainFile)"], layout),
      validation: try RecordStorage(files: ["\(folder)/\(validationFile)"], layout))
  }

  /// The names in the published `fine_label_names.txt`, in alphabetical order.
  private static let standardClasses = [
    "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle",
    "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle",
    "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup",
    "dinosaur", "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house",
    "kangaroo", "keyboard", "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man",
    "maple_tree", "motorcycle", "mountain", "mouse", "mushroom", "oak_tree", "orange", "orchid",
    "otter", "palm_tree", "pear", "pickup_truck", "pine_tree", "plain", "plate", "poppy",
    "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket", "rose", "sea", "seal",
    "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider", "squirrel", "streetcar",
    "sunflower", "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor",
    "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman",
    "worm",
  ]
}
