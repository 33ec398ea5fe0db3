/// The kind of a file by the ending of its name. Decoders detect the format from the content.
enum ImageFileName {
  /// The endings of images that can be decoded, in lower case.
  static let decoded: Set<String> = ["jpg", "jpeg", "jpe", "jfif", "png", "webp"]

  /// The endings of images that cannot be decoded, in lower case.
  static let undecoded: Set<String> = [
    "arw", "avif", "bmp", "cr2", "dds", "dib", "dng", "exr", "gif", "heic", "heif", "hdr", "ico",
    "j2k", "jp2", "jpx", "jxl", "nef", "pbm", "pcx", "pgm", "pnm", "ppm", "psd", "svg", "tga",
    "tif", "tiff",
  ]

  /// Returns true if the ending is that of an image that can be decoded.
  static func isImage(_ name: [UInt8]) -> Bool { ending(of: name).map(decoded.contains) ?? false }

  /// Returns the ending of an image's name, whether the image can be decoded or not; `nil` for the name
  /// of another file.
  static func imageEnding(of name: [UInt8]) -> String? {
    guard let ending = ending(of: name) else { return nil }
    return decoded.contains(ending) || undecoded.contains(ending) ? ending : nil
  }

  /// Returns the text after the last dot, in lower case; `nil` if there is no dot.
  static func ending(of name: [UInt8]) -> String? {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    return String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
  }

  /// Folders that operating systems and network storage devices create, in lower case.
  private static let systemFolders: Set<String> = [
    "@eadir", "@recently-snapshot", "@recycle", "#recycle", "#snapshot", "$recycle.bin",
    "__macosx", "lost+found", "system volume information",
  ]

  /// Returns true if an operating system or a network storage device creates folders of this name.
  static func isSystemFolder(_ name: [UInt8]) -> Bool {
    systemFolders.contains(String(decoding: name, as: UTF8.self).lowercased())
  }
}
