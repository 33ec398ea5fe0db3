/// The kind of a file as its name tells it. What the file holds is seen when it is read.
enum ImageFileName {
  /// The endings of images that are decoded, in lower case. The one list of them.
  static let decoded: Set<String> = ["jpg", "jpeg", "jpe", "jfif", "png", "webp"]

  /// The endings of images that are not decoded.
  static let undecoded: Set<String> = [
    "arw", "avif", "bmp", "cr2", "dds", "dib", "dng", "exr", "gif", "heic", "heif", "hdr", "ico",
    "j2k", "jp2", "jpx", "jxl", "nef", "pbm", "pcx", "pgm", "pnm", "ppm", "psd", "svg", "tga",
    "tif", "tiff",
  ]

  static func isImage(_ name: [UInt8]) -> Bool { ending(of: name).map(decoded.contains) ?? false }

  /// The ending of a name that is an image's, decoded or not.
  static func imageEnding(of name: [UInt8]) -> String? {
    guard let ending = ending(of: name) else { return nil }
    return decoded.contains(ending) || undecoded.contains(ending) ? ending : nil
  }

  /// What follows the last dot, in lower case; nil where there is no dot.
  static func ending(of name: [UInt8]) -> String? {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    return String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
  }

  /// Folders that operating systems and disk stations put beside people's files.
  private static let systemFolders: Set<String> = [
    "@eadir", "@recently-snapshot", "@recycle", "#recycle", "#snapshot", "$recycle.bin",
    "__macosx", "lost+found", "system volume information",
  ]

  static func isSystemFolder(_ name: [UInt8]) -> Bool {
    systemFolders.contains(String(decoding: name, as: UTF8.self).lowercased())
  }
}
