import Foundation
import Images
import Runs
import Testing
import Training

extension ForReal {
  /// The check of a run's data when the run continues.
  @Suite(.serialized) struct DataIdentity {
    private let runs: SmallRuns
    private let pictures: PictureSet

    init() throws {
      runs = try SmallRuns()
      pictures = try PictureSet()
    }

    @discardableResult
    private func begin(
      _ name: String = "mine", steps: Int = 3, data: String? = nil, _ options: String...
    ) throws -> Program.Result {
      let result = try Program.run(
        try runs.tiny(
          "train", "--data", data ?? pictures.path, "--batch", "4", "--steps", "\(steps)",
          "--threads", "1", "--run", name, "--json") + options)
      #expect(result.status == 0)
      return result
    }

    private func resume(_ name: String = "mine", steps: Int = 6, _ options: String...) throws
      -> Program.Result
    {
      try Program.run(
        ["resume", name, "--runs", runs.store.directory, "--steps", "\(steps)"] + options)
    }

    private func journal(of name: String = "mine") throws -> Data {
      try Data(contentsOf: URL(filePath: runs.store.run(named: name).journalPath))
    }

    /// Expects a refusal in one line that contains a text, and an unchanged run.
    private func expectRefusal(_ words: String, of name: String = "mine", _ options: String...)
      throws
    {
      let before = try journal(of: name)
      let result = try Program.run(
        ["resume", name, "--runs", runs.store.directory, "--steps", "99"] + options)
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      #expect(result.errorText.contains(words), "\(result.errorText)")
      #expect(result.errorText.wholeMatch(of: /alexnet: [^\n]+\. [^\n]+\.\n/) != nil)
      #expect(try journal(of: name) == before)
    }

    private func losses(_ results: Program.Result...) -> [Substring] {
      results.flatMap(\.lines).filter { $0.contains(#""event":"step""#) }.compactMap { line in
        line.firstMatch(of: /"loss":[^,]+/)?.output
      }
    }

    @Test func aRenamedClassIsRefusedByName() throws {
      try begin()
      try pictures.move("train/wolf", to: "train/ant")
      try pictures.move("val/wolf", to: "val/ant")
      let words = DataMismatch.otherClass(
        number: 1, recorded: "cat", now: "ant", data: pictures.path
      ).problem
      try expectRefusal(words)
      try expectRefusal(words, "--accept-changed-data")
      try expectRefusal(words, "--watch")
      try expectRefusal(words, "--detach")
      try expectRefusal(words, "--from", "0")
    }

    @Test func anImageInAnotherClassIsRefusedByName() throws {
      try begin()
      try pictures.move("train/cat/cat2.png", to: "train/dog/cat2.png")
      let words = DataMismatch.otherLabel(
        image: "\(pictures.path)/train/dog/cat2.png", recorded: "cat", now: "dog", count: 1
      ).problem
      try expectRefusal(words)
      try expectRefusal(words, "--accept-changed-data")
    }

    @Test func aRunContinuesOnMovedDataBitForBit() throws {
      let straight = try begin("straight", steps: 9)
      let first = try begin(steps: 3)
      let missing = ImagesError.folderMissing(path: pictures.path)
      try pictures.rename(to: "elsewhere")
      #expect(try resume().errorText.contains(missing.problem))
      let rest = try resume("mine", steps: 6, "--data", pictures.path, "--json")
      #expect(rest.status == 0)
      #expect(!rest.output.contains(#""kind":"data""#))
      // From here on the new folder is in the run's plan.
      let last = try resume("mine", steps: 9, "--json")
      #expect(last.status == 0)
      #expect(losses(first, rest, last) == losses(straight))
      #expect(losses(straight).count == 9)
      #expect(try runs.store.run(named: "mine").plan().data == .folder(path: pictures.path))
    }

    @Test func movedDataAreChecked() throws {
      try begin()
      let others = try PictureSet(classes: ["cat", "eel", "wolf"])
      func mismatch(_ number: Int, _ recorded: String, _ now: String, _ data: String) -> String {
        DataMismatch.otherClass(number: number, recorded: recorded, now: now, data: data).problem
      }
      try expectRefusal(mismatch(2, "dog", "eel", others.path), "--data", others.path)
      try expectRefusal(mismatch(1, "cat", "striped disc", "scenes"), "--data", "scenes")
    }

    @Test func otherImagesAreRefusedUntilTheyAreAccepted() throws {
      try begin()
      try pictures.picture("train/dog/new.png", shade: 7)
      try pictures.picture("val/dog/new.png", shade: 8)
      try pictures.remove("train/cat/cat3.png")
      try pictures.picture("train/wolf/wolf0.png", shade: 9, side: 30)
      try expectRefusal("2 added, 1 removed, 1 with other contents")
      let accepted = try resume("mine", steps: 6, "--accept-changed-data", "--json")
      #expect(accepted.status == 0)
      let warnings = accepted.lines.filter { $0.contains(#""kind":"data""#) }
      #expect(warnings.count == 1)
      #expect(warnings.first?.contains("2 added, 1 removed, 1 with other contents") == true)
      #expect(accepted.lines.first?.contains(#""trainImages":12,"validationImages":4"#) == true)
      // From here on these are the run's images.
      #expect(try resume("mine", steps: 9).status == 0)
      try pictures.remove("train/dog/new.png")
      try expectRefusal("1 removed")
    }

    @Test func acceptedImagesMustFillABatch() throws {
      try begin()
      for name in ["cat", "dog", "wolf"] {
        for number in 1..<4 { try pictures.remove("train/\(name)/\(name)\(number).png") }
      }
      try expectRefusal(
        "there are 3 training images, fewer than the 4 of the run's batch", "--accept-changed-data")
    }

    @Test func aRunWithoutARecordOfItsDataContinuesWithOneWarning() throws {
      try begin()
      let record = try runs.store.run(named: "mine").dataPath
      #expect(unlink(record) == 0)
      let result = try resume("mine", steps: 6, "--json")
      #expect(result.status == 0)
      #expect(
        result.lines.count {
          $0.contains(#""kind":"data""#) && $0.contains("has no record of its images")
        } == 1)
      #expect(access(record, F_OK) == 0)
      // The journal alone contains the classes of the run.
      #expect(unlink(record) == 0)
      try pictures.move("train/cat", to: "train/zebra")
      try pictures.move("val/cat", to: "val/zebra")
      try expectRefusal("class 1 is 'cat' ")
    }

    @Test func theDataOfLanesAreCheckedInTheSameWay() throws {
      try begin("mine", steps: 3, "--lane", "dropout=off", "--lane", "seed=9")
      let records = try ["mine", "mine-no-dropout", "mine-seed-9"].map {
        try runs.store.run(named: $0).dataRecord()
      }
      #expect(records.allSatisfy { $0 != nil && $0 == records[0] })
      try pictures.move("train/cat/cat2.png", to: "train/dog/cat2.png")
      try expectRefusal("cat2.png'", of: "mine-no-dropout")
      try expectRefusal("cat2.png'", of: "mine", "mine-seed-9")
    }

    @Test func recordsOfCIFARAreIdentifiedByLabelAndPixels() throws {
      let folder = try TemporaryFolder()
      func write(_ file: String, labels: [Int], shade: Int = 0) throws {
        var bytes: [UInt8] = []
        for (index, label) in labels.enumerated() {
          bytes.append(UInt8(label))
          bytes += [UInt8](repeating: UInt8(20 * index + shade), count: 3072)
        }
        try Data(bytes).write(to: URL(filePath: "\(folder.path)/\(file)"))
      }
      for number in 1...5 { try write("data_batch_\(number).bin", labels: [0, 1, 2, 3]) }
      try write("test_batch.bin", labels: [0, 1, 2, 3])
      try begin(data: folder.path)
      try write("data_batch_2.bin", labels: [0, 1, 5, 3])
      try expectRefusal(
        DataMismatch.otherLabel(
          image: "training image 7", recorded: "bird", now: "dog", count: 1
        ).problem,
        "--accept-changed-data")
      try write("data_batch_2.bin", labels: [0, 1, 2, 3], shade: 1)
      try expectRefusal("4 with other contents")
      #expect(try resume("mine", steps: 6, "--accept-changed-data").status == 0)
    }

    @Test func preparedFoldersAreIdentifiedByClassesAndImages() throws {
      let folder = try TemporaryFolder()
      func prepare(_ name: String) throws -> String {
        let path = "\(folder.path)/\(name)"
        #expect(try Program.run("data", "prepare", pictures.path, "--to", path).status == 0)
        return path
      }
      let prepared = try prepare("one")
      let straight = try begin("straight", steps: 6, data: prepared)
      let first = try begin(data: prepared)
      // A second preparation makes the same files.
      let rest = try resume("mine", steps: 6, "--data", try prepare("two"), "--json")
      #expect(losses(first, rest) == losses(straight))
      try begin("other", data: prepared)
      try pictures.move("train/cat/cat2.png", to: "train/dog/cat2.png")
      // Shards keep no file names, so the message has the number of the image and its classes.
      try expectRefusal("'cat'", of: "other", "--data", try prepare("three"))
      try pictures.move("train/dog/cat2.png", to: "train/cat/cat2.png")
      // The original folder has the same classes, but other files.
      try expectRefusal(
        "image folder instead of prepared folder", of: "other", "--data", pictures.path)
    }
  }
}
