import Archives
import FoundationEssentials

/// ImageNet's development kit (ILSVRC2012_devkit_t12), packed or unpacked: the class of each validation
/// image and the names of the classes.
package struct DevelopmentKit {
  /// A class of ImageNet: one of WordNet's synsets, which are sets of words with the same meaning.
  package struct Synset: Equatable {
    /// The WordNet id, such as "n01440764".
    package var id: String
    /// The names, such as "tench, Tinca tinca".
    package var words: String
  }

  /// The classes by their number in the ground truth.
  private(set) var synsets: [Int: Synset] = [:]
  /// The classes of the validation images; image n + 1 is at index n.
  package private(set) var groundTruth: [Synset] = []

  /// The names of the kit: as it is distributed, with the short ending, as some browsers decompress
  /// it, and unpacked.
  package static let names = [
    "ILSVRC2012_devkit_t12.tar.gz", "ILSVRC2012_devkit_t12.tgz", "ILSVRC2012_devkit_t12.tar",
    "ILSVRC2012_devkit_t12",
  ]
  private static let truthName = "ILSVRC2012_validation_ground_truth.txt"
  private static let synsetsName = "meta.mat"
  /// The folders of an unpacked kit that can contain its files.
  private static let folders = ["data", "ILSVRC2012_devkit_t12/data", ""]
  /// The largest length of a file in bytes; the kit's files have a few hundred kilobytes.
  private static let maximumBytes = 64 << 20

  /// Returns the path of the kit in a folder, or the folder itself if it contains the unpacked
  /// files; `nil` if there is no kit.
  package static func find(in folder: String) -> String? {
    let path = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let files = FileManager.default
    if let name = names.first(where: { files.fileExists(atPath: "\(path)/\($0)") }) {
      return "\(path)/\(name)"
    }
    return files.fileExists(atPath: "\(path)/\(truthName)") ? path : nil
  }

  /// Reads a kit.
  /// - Parameter path: The archive, or the folder of the unpacked files.
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
      throw Self.damage(path, "\(missing) is missing")
    }
    try read(truth: truth, synsets: synsets, path: path)
  }

  /// The names of the classes by their ids.
  package var words: [String: String] {
    Dictionary(synsets.values.map { ($0.id, $0.words) }) { first, _ in first }
  }

  private static func files(_ path: String) throws(ArchiveError) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
      for name in [truthName, synsetsName] {
        let candidates = folders.lazy.map { "\(path)/\($0)/\(name)" }
        files[name] = candidates.compactMap { FileManager.default.contents(atPath: $0) }.first
          .map(Array.init)
      }
      return files
    }
    let archive = try Archive(path: path)
    while files.count < 2, let member = try archive.next() {
      let name = String(member.path.split(separator: "/").last ?? "")
      guard member.kind == .file, name == truthName || name == synsetsName else { continue }
      files[name] = try archive.contents(limit: maximumBytes)
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
    for (index, line) in lines.enumerated() {
      guard let number = Int(line.filter { !$0.isWhitespace }), let synset = self.synsets[number]
      else {
        throw Self.damage(
          path, "line \(index + 1) of \(Self.truthName) is not a class: '\(line)'")
      }
      groundTruth.append(synset)
    }
  }

  /// Decodes the variable `synsets`, an array of structures with ILSVRC2012_ID, WNID and words.
  private static func synsets(_ file: MATFile) throws(MATFile.Damage) -> [Int: Synset] {
    guard case .structures(let fields) = file.variables["synsets"],
      let numbers = fields["ILSVRC2012_ID"], let ids = fields["WNID"], let words = fields["words"]
    else { throw MATFile.Damage(reason: "it does not describe ILSVRC-2012's classes") }
    var synsets: [Int: Synset] = [:]
    for (index, value) in numbers.enumerated() {
      guard case .numbers(let number) = value,
        let number = number.first.flatMap(Int.init(exactly:)),
        case .text(let id) = ids[index], case .text(let words) = words[index], !id.isEmpty
      else { throw MATFile.Damage(reason: "class \(index + 1) cannot be decoded") }
      synsets[number] = Synset(id: id, words: words)
    }
    return synsets
  }
}
