/// The numbers by which ImageNet calls its validation images.
package enum ImageNumber {
  /// 42 of "val/ILSVRC2012_val_00000042.JPEG", and of the name without its ending.
  package static func of(_ path: String) -> Int? {
    let digits = stem(of: path).reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
    return Int(String(digits))
  }

  /// A path's last part without its ending.
  static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return String(name) }
    return String(name[..<dot])
  }
}
