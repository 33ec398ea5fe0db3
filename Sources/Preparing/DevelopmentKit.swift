import Archives
import Foundation

/// ImageNet's development kit (ILSVRC2012_devkit_t12), packed or unpacked: which class each validation
/// image is of, and what the classes are called.
struct DevelopmentKit {
  struct Synset: Equatable {
    /// "n01440764".
    var id: String
    /// "tench, Tinca tinca".
    var words: String
  }

  /// The classes by the number that the ground truth calls them by.
  private(set) var synsets: [Int: Synset] = [:]
  /// The class of validation image n + 1.
  private(set) var truth: [Synset] = []

  private static let truthName = "ILSVRC2012_validation_ground_truth.txt"
  private static let synsetsName = "meta.mat"
  /// The kit's own files have some hundred kilobytes.
  private static let most = 64 << 20

  /// - Parameter path: the archive, or the folder that it unpacks to.
  init(path: String) throws {
    var files: [String: [UInt8]] = [:]
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      for name in [Self.truthName, Self.synsetsName] {
        files[name] = FileManager.default.contents(atPath: "\(path)/data/\(name)").map(Array.init)
      }
    } else {
      let archive = try Archive(path: path)
      while files.count < 2, let member = try archive.next() {
        let name = String(member.path.split(separator: "/").last ?? "")
        guard member.kind == .file, name == Self.truthName || name == Self.synsetsName else {
          continue
        }
        files[name] = try archive.contents(limit: Self.most)
      }
    }
    guard let truth = files[Self.truthName], let synsets = files[Self.synsetsName] else {
      let missing = files[Self.truthName] == nil ? Self.truthName : Self.synsetsName
      throw PreparingError.damagedKit(path: path, reason: "\(missing) is not in it")
    }
    try read(truth: truth, synsets: synsets, path: path)
  }

  private mutating func read(
    truth: [UInt8], synsets: [UInt8], path: String
  ) throws(PreparingError) {
    do throws(MATFile.Damage) {
      self.synsets = try Self.synsets(MATFile(synsets))
    } catch {
      throw .damagedKit(path: path, reason: "\(Self.synsetsName): \(error.reason)")
    }
    let lines = String(decoding: truth, as: UTF8.self).split(whereSeparator: \.isNewline)
    for (place, line) in lines.enumerated() {
      guard let number = Int(line.filter { !$0.isWhitespace }), let synset = self.synsets[number]
      else {
        throw .damagedKit(
          path: path, reason: "line \(place + 1) of \(Self.truthName) is no class: '\(line)'")
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
