extension Network {
  /// Sets the labels of the first images in `input`. The other images are ignored.
  public func setLabels(_ labels: some Collection<Int32>) {
    precondition(labels.count <= batch, "there must not be more labels than images")
    precondition(
      labels.allSatisfy { (0..<spec.classes).contains(Int($0)) },
      "a label must be one of the classes")
    loss.labelled = labels.count
    for (index, label) in labels.enumerated() { loss.labels[index] = label }
  }

  /// The labels of the images that have one.
  public var labels: [Int32] { Array(loss.labels.prefix(loss.labelled)) }

  /// The most probable class of each image that has a label, in the last pass.
  public var bestClasses: [Int] {
    let logits = loss.logits.elements
    return (0..<loss.labelled).map { image in
      let row = image * spec.classes
      return (1..<max(1, spec.classes)).reduce(0) {
        logits[row + $1] > logits[row + $0] ? $1 : $0
      }
    }
  }
}
