import DisplayText

/// The images of classes, in the order of classes and names: `root/<class>/<name>`, or `root/<name>`
/// where another file tells the classes.
struct ImageList: Sendable {
  let root: String
  /// The classes' folders by name.
  let folders: [String]
  private(set) var passedOver = PassedOver()
  /// Of that, what is in classes without an image.
  private(set) var passedOverInEmpty = PassedOver()
  /// The folder of each class, with a slash behind it.
  private var places: [[UInt8]] = []
  /// Number of the first image of each class, and of all images.
  private var starts = [0]
  private var names = PackedNames()

  /// Lists the classes' folders.
  /// - Parameters:
  ///   - folders: a class each.
  ///   - present: the names of those that are in `root`; the others have no images.
  init(
    root: String, folders: [[UInt8]], present: Set<[UInt8]>
  ) throws(ImagesError) {
    self.root = root
    self.folders = folders.map { String(decoding: $0, as: UTF8.self) }
    for folder in folders {
      let path = Array("\(root)/".utf8) + folder
      places.append(path + [UInt8(ascii: "/")])
      if present.contains(folder) {
        let walk = try ImageWalk(path)
        for name in walk.names { names.append(name) }
        passedOver += walk.passedOver
        if walk.names.isEmpty { passedOverInEmpty += walk.passedOver }
      }
      starts.append(names.count)
    }
    names.trim()
  }

  /// Lists a folder whose images are told apart by labels.
  init(
    root: String, folders: [[UInt8]], labels: ValidationLabels
  ) throws(ImagesError) {
    self.root = root
    self.folders = folders.map { String(decoding: $0, as: UTF8.self) }
    let path = Array(root.utf8)
    let walk = try ImageWalk(path)
    passedOver = walk.passedOver
    let numbers = Dictionary(zip(self.folders, 0...)) { first, _ in first }
    var members = [[Int]](repeating: [], count: folders.count)
    for (index, name) in walk.names.enumerated() {
      let image = "\(root)/\(String(decoding: name, as: UTF8.self))"
      guard let id = labels.id(of: name) else {
        throw .imageFolder(.noLabel(image: image, labels: labels.path))
      }
      guard let number = numbers[id] else {
        throw .imageFolder(.unknownLabel(id: id, image: image, labels: labels.path))
      }
      members[number].append(index)
    }
    for images in members {
      places.append(path + [UInt8(ascii: "/")])
      for image in images { names.append(walk.names[image]) }
      starts.append(names.count)
    }
    names.trim()
  }

  var count: Int { names.count }

  /// The numbers of a class's images.
  func images(of label: Int) -> Range<Int> { starts[label]..<starts[label + 1] }

  /// The classes that have no image.
  var emptyFolders: [String] {
    folders.indices.filter { images(of: $0).isEmpty }.map { folders[$0] }
  }

  func label(of image: Int) -> Int {
    // The last class that starts here or before; an empty class starts where the next one does.
    var (low, high) = (0, folders.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= image { low = middle } else { high = middle }
    }
    return low
  }

  /// Writes an image's path, with the zero that ends it, in place of what `path` holds.
  func writePath(of image: Int, to path: inout [UInt8]) {
    path.removeAll(keepingCapacity: true)
    path.append(contentsOf: places[label(of: image)])
    path.append(contentsOf: names[image])
    path.append(0)
  }

  /// The image's path inside its class folder: "photo.jpg", "2012/photo.jpg".
  func name(of image: Int) -> ArraySlice<UInt8> { names[image] }

  func path(of image: Int) -> String {
    var path: [UInt8] = []
    writePath(of: image, to: &path)
    return String(name: path.dropLast())
  }
}
