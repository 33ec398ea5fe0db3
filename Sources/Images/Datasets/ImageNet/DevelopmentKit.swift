import Archives
import Foundation

/// ImageNet's development kit (ILSVRC2012_devkit_t12), packed or unpacked: which class each validation
/// image is of, and what the classes are called.
package struct DevelopmentKit {
  package struct Synset: Equatable {
    /// "n01440764".
    package var id: String
    /// "tench, Tinca tinca".
    package var words: String
  }

  /// The classes by the number that the ground truth calls them by.
  private(set) var synsets: [Int: Synset] = [:]
  /// The class of validation image n + 1.
  package private(set) var truth: [Synset] = []

  /// The names of the kit: as it is distributed, as a browser leaves it that unpacks the outer layer,
  /// and unpacked.
  package static let names = [
    "ILSVRC2012_devkit_t12.tar.gz", "ILSVRC2012_devkit_t12.tgz", "ILSVRC2012_devkit_t12.tar",
    "ILSVRC2012_devkit_t12",
  ]
  private static let truthName = "ILSVRC2012_validation_ground_truth.txt"
  private static let synsetsName = "meta.mat"
  /// Where an unpacked kit has its files.
  private static let folders = ["data", "ILSVRC2012_devkit_t12/data", ""]
  /// The kit's own files have some hundred kilobytes.
  private static let most = 64 << 20

  /// The kit in a folder: under one of its names, or its files themselves.
  package static func find(in folder: String) -> String? {
    let path = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let files = FileManager.default
    if let name = names.first(where: { files.fileExists(atPath: "\(path)/\($0)") }) {
      return "\(path)/\(name)"
    }
    return files.fileExists(atPath: "\(path)/\(truthName)") ? path : nil
  }

  /// - Parameter path: the archive, or the folder that it unpacks to.
  /// - Throws: `.imageFolder(.damagedLabels)`.
  package init(path: String) throws(ImagesError) {
    let files: [String: [UInt8]]
    do {
      files = try Self.files(path)
    } catch {
      throw Self.damage(path, error.problem)
    }
    guard let truth = files[Self.truthName], let synsets = files[Self.synsetsName] else {
      let missing = files[Self.truthName] == nil ? Self.truthName : Self.synsetsName
      throw Self.damage(path, "\(missing) is not in it")
    }
    try read(truth: truth, synsets: synsets, path: path)
  }

  /// The classes' names by their ids.
  package var words: [String: String] {
    Dictionary(synsets.values.map { ($0.id, $0.words) }) { first, _ in first }
  }

  private static func files(_ path: String) throws(ArchiveError) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      for name in [truthName, synsetsName] {
        let places = folders.lazy.map { "\(path)/\($0)/\(name)" }
        files[name] = places.compactMap { FileManager.default.contents(atPath: $0) }.first
          .map(Array.init)
      }
      return files
    }
    let archive = try Archive(path: path)
    while files.count < 2, let member = try archive.next() {
      let name = String(member.path.split(separator: "/").last ?? "")
      guard member.kind == .file, name == truthName || name == synsetsName else { continue }
      files[name] = try archive.contents(limit: most)
    }
    return files
  }

  private static func damage(_ path: String, _ reason: String) -> ImagesError {
    .imageFolder(.damagedLabels(path: path, reason: reason))
  }

  private mutating func read(
    truth: [UInt8], synsets: [UInt8], path: String
  ) throws(ImagesError) {
    do throws(MATFile.Damage) {
      self.synsets = try Self.synsets(MATFile(synsets))
    } catch {
      throw Self.damage(path, "\(Self.synsetsName): \(error.reason)")
    }
    let lines = String(decoding: truth, as: UTF8.self).split(whereSeparator: \.isNewline)
    for (place, line) in lines.enumerated() {
      guard let number = Int(line.filter { !$0.isWhitespace }), let synset = self.synsets[number]
      else {
        throw Self.damage(
          path, "line \(place + 1) of \(Self.truthName) is no class: '\(line)'")
      }
      self.truth.append(synset)
    }
  }

  /// The classes in `synsets`, an array of structures with ILSVRC2012_ID, WNID and words.
  private static func synsets(_ file: MATFile) throws(MATFile.Damage) -> [Int: Synset] {
    guard case .structures(let fields) = file.variables["synsets"],
      let numbers = fields["ILSVRC2012_ID"], let ids = fields["WNID"], let words = fields["words"]
    else { throw MATFile.Damage(reason: "it does not describe ILSVRC-2012's classes") }
    var synsets: [Int: Synset] = [:]
    for (place, value) in numbers.enumerated() {
      guard case .numbers(let number) = value,
        let number = number.first.flatMap(Int.init(exactly:)),
        case .text(let id) = ids[place], case .text(let words) = words[place], !id.isEmpty
      else { throw MATFile.Damage(reason: "class \(place + 1) is not understood") }
      synsets[number] = Synset(id: id, words: words)
    }
    return synsets
  }
}
