extension PassedOver.Kind {
  /// True if the file is probably an image that the user expects to be used.
  var looksLikeAnImage: Bool {
    switch self {
    case .undecoded, .outsideClasses, .brokenLink, .repeatedFile: true
    case .repeatedFolder, .otherFile, .hidden, .systemFolder, .unusedFolder, .special: false
    }
  }

  /// The position among the kinds when they are shown.
  var rank: Int {
    switch self {
    case .undecoded: 0
    case .outsideClasses: 1
    case .brokenLink: 2
    case .repeatedFile: 3
    case .repeatedFolder: 4
    case .otherFile: 5
    case .unusedFolder: 6
    case .systemFolder: 7
    case .hidden: 8
    case .special: 9
    }
  }

  /// The name in JSON, such as "gif" or "broken-link".
  public var name: String {
    switch self {
    case .undecoded(let ending): ending
    case .outsideClasses: "outside-classes"
    case .brokenLink: "broken-link"
    case .repeatedFile: "repeated-file"
    case .repeatedFolder: "repeated-folder"
    case .otherFile: "other-file"
    case .hidden: "hidden"
    case .systemFolder: "system-folder"
    case .unusedFolder: "unused-folder"
    case .special: "special"
    }
  }

  /// Returns the number and the kind as text, such as "5 .gif files" or "1 broken symbolic link".
  public func text(count: Int) -> String {
    func counted(_ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
    return switch self {
    case .undecoded(let ending): counted(".\(ending) file", ".\(ending) files")
    case .outsideClasses:
      counted("image outside the class folders", "images outside the class folders")
    case .brokenLink: counted("broken symbolic link", "broken symbolic links")
    case .repeatedFile:
      counted("other name of a file in its class", "other names of files in their classes")
    case .repeatedFolder:
      counted("link to a folder that is already listed", "links to folders that are already listed")
    case .otherFile: counted("file of another kind", "files of other kinds")
    case .hidden: counted("hidden file or folder", "hidden files or folders")
    case .systemFolder: counted("system folder", "system folders")
    case .unusedFolder: counted("folder that is not used", "folders that are not used")
    case .special: counted("device, pipe or socket", "devices, pipes or sockets")
    }
  }

  /// The action after which the files are used; `nil` for kinds that need none.
  public var remedy: String? {
    switch self {
    case .undecoded: "convert them to JPEG, PNG or WebP"
    case .outsideClasses: "move them into class folders"
    case .brokenLink: "restore the files that the links point to, or remove the links"
    case .repeatedFile:
      "remove the other names, or copy the file, because a file counts once in each class"
    case .otherFile: "give images names that end in .jpg, .png or .webp"
    case .repeatedFolder, .hidden, .systemFolder, .unusedFolder, .special: nil
    }
  }
}

extension PassedOver {
  /// The numbers and kinds as text, such as "5 .bmp files, 5 .gif files, 1 hidden file or folder".
  public var text: String {
    sorted.map { $0.kind.text(count: $0.group.count) }.joined(separator: ", ")
  }

  /// A warning about images that are not used, with an example and the remedies; `nil` if there are none.
  public var warning: String? {
    let images = imageLike
    guard let example = images.sorted.first?.group.examples.first else { return nil }
    var remedies: [String] = []
    for remedy in images.sorted.compactMap(\.kind.remedy) where !remedies.contains(remedy) {
      remedies.append(remedy)
    }
    return "passed over \(images.text), such as '\(example)': "
      + remedies.joined(separator: "; ")
  }
}
