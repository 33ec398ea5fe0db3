import DisplayText

/// The image files of all classes, in the order of classes and names: `root/<class>/<name>`, or
/// `root/<name>` if another file has the labels.
struct ImageList: Sendable {
  let root: String
  /// The names of the class folders, in the order of the labels.
  let folders: [String]
  private(set) var passedOver = PassedOver()
  /// The part of `passedOver` that is in classes without an image.
  private(set) var passedOverInEmpty = PassedOver()
  /// The path of each class's folder, with a slash at the end.
  private var folderPaths: [[UInt8]] = []
  /// The number of the first image of each class, then the number of all images.
  private var starts = [0]
  private var names = PackedNames()

  /// Lists class folders.
  /// - Parameters:
  ///   - root: The folder that contains them.
  ///   - folders: The name of the folder of each class.
  ///   - present: The folders that exist in `root`; the other classes have no images.
  init(
    root: String, folders: [[UInt8]], present: Set<[UInt8]>
  ) throws(ImagesError) {
    self.root = root
    self.folders = folders.map { String(decoding: $0, as: UTF8.self) }
    for folder in folders {
      let path = Array("\(root)/".utf8) + folder
      folderPaths.append(path + [UInt8(ascii: "/")])
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

  /// Lists a folder whose images have their labels in another file.
  /// - Throws: `.imageFolder` if an image has no label, or a label has no class.
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
      folderPaths.append(path + [UInt8(ascii: "/")])
      for image in images { names.append(walk.names[image]) }
      starts.append(names.count)
    }
    names.trim()
  }

  var count: Int { names.count }

  /// Returns the numbers of the images of a class.
  func images(of label: Int) -> Range<Int> { starts[label]..<starts[label + 1] }

  /// The folders of the classes that have no image.
  var emptyFolders: [String] {
    folders.indices.filter { images(of: $0).isEmpty }.map { folders[$0] }
  }

  /// Returns the label of an image, by a binary search.
  func label(of image: Int) -> Int {
    // The last class that starts here or before; an empty class starts where the next one does.
    var (low, high) = (0, folders.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= image { low = middle } else { high = middle }
    }
    return low
  }

  /// Replaces the contents of `path` by the path of an image, with a zero at the end.
  func writePath(of image: Int, to path: inout [UInt8]) {
    path.removeAll(keepingCapacity: true)
    path.append(contentsOf: folderPaths[label(of: image)])
    path.append(contentsOf: names[image])
    path.append(0)
  }

  /// Returns the path of an image inside its class folder, such as "photo.jpg" or "2012/photo.jpg".
  func name(of image: Int) -> ArraySlice<UInt8> { names[image] }

  func path(of image: Int) -> String {
    var path: [UInt8] = []
    writePath(of: image, to: &path)
    return String(name: path.dropLast())
  }
}
