import DisplayText

/// The images of class folders: `root/<class>/<name>`, in the order of classes and names.
struct ImageList: Sendable {
  let root: String
  /// The classes' folders.
  let folders: [String]
  /// Other files and what is passed over in the class folders: links, hidden files.
  private(set) var foreignFiles = 0
  /// Number of the first image of each class, and of all images.
  private var starts = [0]
  private var names = PackedNames()

  /// The kinds that are decoded here go by these names; what such a file holds is seen when it is read.
  private static let endings: Set<String> = ["jpg", "jpeg", "jpe", "jfif", "png"]

  /// Lists the folders, which lie in `root`.
  init(root: String, folders: [String]) throws(ImagesError) {
    self.root = root
    self.folders = folders
    for folder in folders {
      let listing = try FolderListing("\(root)/\(folder)")
      foreignFiles += listing.passedOver
      for name in listing.files {
        if Self.isImage(name) { names.append(name) } else { foreignFiles += 1 }
      }
      starts.append(names.count)
    }
    names.trim()
  }

  static func isImage(_ name: [UInt8]) -> Bool {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return endings.contains(String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased())
  }

  var count: Int { names.count }

  /// The numbers of a class's images.
  func images(of label: Int) -> Range<Int> { starts[label]..<starts[label + 1] }

  func label(of image: Int) -> Int {
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
    path.append(contentsOf: root.utf8)
    path.append(UInt8(ascii: "/"))
    path.append(contentsOf: folders[label(of: image)].utf8)
    path.append(UInt8(ascii: "/"))
    path.append(contentsOf: names[image])
    path.append(0)
  }

  func path(of image: Int) -> String {
    var path: [UInt8] = []
    writePath(of: image, to: &path)
    return String(name: path.dropLast())
  }
}
