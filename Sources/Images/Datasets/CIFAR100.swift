/// CIFAR-100, binary version (Krizhevsky 2009): two files of records, each a label of 20 superclasses, a
/// label of 100 classes and a 32×32 image as red, green and blue planes. The 100 are the classes here.
enum CIFAR100 {
  private static let trainFile = "train.bin"
  private static let validationFile = "test.bin"
  private static let namesFile = "fine_label_names.txt"

  private static let layout = RecordLayout(
    format: .cifar100, labelClasses: [20, 100], imageBytes: 3 * 32 * 32, mostRecords: 50_000)

  /// True if a folder that holds these names can be nothing else. Each name alone is too common.
  static func isCertain(holding names: [String]) -> Bool {
    [trainFile, validationFile, namesFile].count(where: names.contains) > 1
  }

  /// True if one of the files is there, and says by its absence which other is missing.
  static func isPossible(holding names: [String]) -> Bool {
    names.contains(trainFile) || names.contains(validationFile)
  }

  /// Reads all of it.
  /// - Parameter folder: holds `train.bin` and `test.bin`, of up to 50,000 records each, and perhaps
  ///   the classes' names in `fine_label_names.txt`.
  static func open(folder: String) throws(ImagesError) -> RecordImages {
    RecordImages(
      name: RecordFormat.cifar100.rawValue,
      classes: NameList.read("\(folder)/\(namesFile)", count: 100) ?? standardClasses, side: 32,
      train: try Records(files: ["\(folder)/\(trainFile)"], layout),
      validation: try Records(files: ["\(folder)/\(validationFile)"], layout))
  }

  /// As `fine_label_names.txt` has them, in the order of the alphabet.
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
