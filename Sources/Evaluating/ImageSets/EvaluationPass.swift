import Images

/// The state of an evaluation in progress: the outcomes of one network, or the sums of the probabilities of
/// several.
///
/// Several networks need memory for the probabilities of all images, 4 bytes each: 200 MB for the 50,000
/// images and 1,000 classes of ImageNet's validation set.
struct EvaluationPass {
  private(set) var outcomes: ImageOutcomes
  /// The damaged images with their numbers.
  private(set) var damaged: [DamagedImage] = []
  /// The number of images of the present network so far.
  private(set) var seen = 0
  private let classes: Int
  private let networks: Int
  private var network = 0
  private var map: [Int] = []
  /// The sums of the probabilities of all networks so far, `[images, classes]`; empty for one network.
  private var sums: [Float] = []

  init(images: Int, classes: Int, networks: Int) {
    outcomes = ImageOutcomes(images: images)
    self.classes = classes
    self.networks = networks
    if networks > 1 { sums = Array(repeating: 0, count: images * classes) }
  }

  /// Begins the pass of a network.
  /// - Parameters:
  ///   - network: The number of the network.
  ///   - map: Its labels for the labels of the images.
  mutating func begin(_ network: Int, _ map: LabelMap) {
    self.network = network
    self.map = map.labels
    seen = 0
  }

  /// Adds the predictions of a batch.
  /// - Parameters:
  ///   - numbers: The numbers of the images.
  ///   - labels: The labels of the images.
  ///   - probabilities: The probabilities, `[images, classes]`, in the order of the network's classes.
  mutating func add(_ numbers: [Int], _ labels: [Int], _ probabilities: [Double]) {
    var row = [Double](repeating: 0, count: classes)
    for (position, number) in numbers.enumerated() {
      for label in 0..<classes { row[label] = probabilities[position * classes + map[label]] }
      if networks > 1 {
        let isLast = network == networks - 1
        for label in 0..<classes {
          sums[number * classes + label] += Float(row[label])
          if isLast { row[label] = Double(sums[number * classes + label]) / Double(networks) }
        }
      }
      if network == networks - 1 { outcomes.add(number, label: labels[position], row[...]) }
    }
    seen += numbers.count
  }

  /// Adds the damaged images of a batch. Each is reported once.
  mutating func addDamaged(_ images: [DamagedImage]) {
    seen += images.count
    if network == 0 { damaged += images }
  }
}
