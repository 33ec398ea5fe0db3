/// The numbers in the names of ImageNet's validation images.
package enum ImageNumber {
  /// Returns the number at the end of a name, such as 42 for "val/ILSVRC2012_val_00000042.JPEG"; `nil` if
  /// there is none.
  package static func of(_ path: String) -> Int? {
    let digits = stem(of: path).reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
    return Int(String(digits))
  }

  /// Returns the last component of a path without its ending.
  static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return String(name) }
    return String(name[..<dot])
  }
}
