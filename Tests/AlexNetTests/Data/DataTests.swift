import Foundation
import Images
import Testing

@testable import AlexNet

/// `alexnet data` on a small folder of class folders.
@Suite struct DataCommands {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["train/ant", "train/bee", "val/ant", "val/bee"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    for number in 0..<4 {
      try picture("train/ant/\(number).jpg", gray: 51)
      try picture("train/bee/\(number).jpg", gray: 153)
    }
    try picture("val/ant/0.jpg", gray: 0)
    try picture("val/bee/0.jpg", gray: 0)
  }

  private func picture(_ name: String, gray: UInt8, dropping count: Int = 0) throws {
    let encoder = JPEGEncoder(quality: 95, sampling: .full444)
    try withExtendedLifetime(encoder) {
      let bytes = [UInt8](repeating: gray, count: 30 * 20 * 3).withUnsafeBufferPointer {
        Data(encoder.encode($0, width: 30, height: 20))
      }
      try bytes.dropLast(count).write(to: URL(filePath: "\(folder.path)/\(name)"))
    }
  }

  private func inspected(_ options: String...) throws -> [String: Any] {
    let result = try Program.run(["data", "inspect", folder.path, "--json"] + options)
    #expect(result.status == 0)
    #expect(result.errorText.isEmpty)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test func jsonHasTheFieldsOfTheContract() throws {
    let object = try inspected()
    #expect(object["kind"] as? String == "image folder")
    #expect(object["train"] as? Int == 8)
    #expect(object["validation"] as? Int == 2)
    let classes = try #require(object["classes"] as? [[String: Any]])
    #expect(classes.map { $0["name"] as? String } == ["ant", "bee"])
    #expect(classes.map { $0["train"] as? Int } == [4, 4])
    #expect(classes.map { $0["validation"] as? Int } == [1, 1])
    #expect((object["damaged"] as? [Any])?.isEmpty == true)
    let mean = try #require(object["mean"] as? [Double])
    let deviation = try #require(object["deviation"] as? [Double])
    #expect(mean.allSatisfy { abs($0 - 0.4) < 0.01 } && mean.count == 3)
    #expect(deviation.allSatisfy { abs($0 - 0.2) < 0.01 } && deviation.count == 3)
  }

  @Test func onlyDecodingFindsAllDamage() throws {
    try picture("train/bee/1.jpg", gray: 9, dropping: 30)
    try Data("no image".utf8).write(to: URL(filePath: "\(folder.path)/val/ant/0.jpg"))
    func damaged(_ options: String...) throws -> [String: String] {
      let object = try options.isEmpty ? inspected() : inspected("--full")
      let list = try #require(object["damaged"] as? [[String: String]])
      return Dictionary(uniqueKeysWithValues: list.map { ($0["path"]!, $0["reason"]!) })
    }
    let path = folder.path
    #expect(try damaged() == ["\(path)/val/ant/0.jpg": ImageDamage.unknownKind(nil).reason])
    #expect(
      try damaged("--full") == [
        "\(path)/val/ant/0.jpg": ImageDamage.unknownKind(nil).reason,
        "\(path)/train/bee/1.jpg": ImageDamage.truncated.reason,
      ])
  }

  @Test func filesThatAreNotUsedAreCounted() throws {
    for number in 0..<3 { try picture("train/ant/\(number).gif", gray: 0) }
    try Data().write(to: URL(filePath: "\(folder.path)/train/bee/notes.txt"))
    let list = try #require(try inspected()["passedOver"] as? [[String: Any]])
    #expect(list.map { $0["kind"] as? String } == ["gif", "other-file"])
    #expect(list.map { $0["count"] as? Int } == [3, 1])
    #expect(
      list[0]["examples"] as? [String] == (0..<3).map { "\(folder.path)/train/ant/\($0).gif" })
    #expect((list[0]["remedy"] as? String)?.isEmpty == false)
    let text = try Program.run("data", "inspect", folder.path)
    #expect(text.lines.contains { $0.hasPrefix("  3 .gif files ") })
  }

  @Test func textIsATable() throws {
    let result = try Program.run("data", "inspect", folder.path)
    #expect(result.status == 0)
    #expect(
      result.lines[0].hasSuffix(": image folder, 2 classes, 8 training and 2 validation images"))
    #expect(result.lines.contains("ant        4           1"))
    #expect(result.lines.contains("files      10 JPEG in colour"))
    #expect(result.lines.contains("sizes      all 30×20"))
    #expect(!result.output.contains("\u{1b}"))
    #expect(!result.output.contains("division"))
    try FileManager.default.removeItem(atPath: "\(folder.path)/val")
    let divided = try Program.run("data", "inspect", folder.path, "--validation-share", "0.5")
    #expect(divided.lines.contains("ant        2           2"))
    #expect(divided.lines.contains { $0.hasPrefix("division   ") })
  }

  /// Names that contain control characters, and characters of two columns.
  @Test func namesCannotWriteToTheTerminal() throws {
    for split in ["train", "val"] {
      try FileManager.default.moveItem(
        atPath: "\(folder.path)/\(split)/ant", toPath: "\(folder.path)/\(split)/猫")
      try FileManager.default.moveItem(
        atPath: "\(folder.path)/\(split)/bee",
        toPath: "\(folder.path)/\(split)/bee\u{1b}[31m\u{9b}1m")
    }
    let name = "a\u{1b}]0;b\u{7}\nc\u{202e}.jpg"
    try Data("no image".utf8).write(to: URL(filePath: "\(folder.path)/train/猫/\(name)"))
    let result = try Program.run("data", "inspect", folder.path)
    #expect(result.status == 0)
    #expect(
      result.output.unicodeScalars.allSatisfy {
        $0 == "\n" || $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) && $0 != "\u{202e}"
      })
    let escaped = "bee\\x1b[31m\\u{9b}1m"
    #expect(result.lines.contains { $0.hasPrefix(escaped + "  ") })
    // A character of two columns has one space less beside it.
    let padding = String(repeating: " ", count: escaped.count - 2)
    #expect(result.lines.contains { $0.hasPrefix("猫\(padding)  ") })
    #expect(result.lines.contains { $0.contains(#"/train/猫/a\x1b]0;b\x07\nc\u{202e}.jpg: "#) })

    let json = try Program.run("data", "inspect", folder.path, "--json")
    #expect(
      !json.output.unicodeScalars.contains {
        $0.value > 0x7e && $0.properties.generalCategory == .control
      })
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let damaged = try #require(object?["damaged"] as? [[String: String]])
    #expect(damaged.first?["path"]?.hasSuffix("/" + name) == true)
  }

  @Test(arguments: [
    (
      ["data", "inspect", "/nowhere"],
      "alexnet: \(ImagesError.folderMissing(path: "/nowhere").problem). Check the path.\n"
    ),
    (["data", "inspect"], "alexnet: <path> is missing. Give the path of a folder.\n"),
    (["data", "inspct", "x"], "alexnet: "),
    (
      ["data", "inspect", "/", "--validation-share", "1"],
      OptionError(
        option: "--validation-share", value: "1",
        allowed: "a share above 0 and below 1, such as 0.1"
      ).errorLine
    ),
  ])
  func errorsAreOneLineAndStatusTwo(arguments: [String], beginning: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.errorText.hasPrefix(beginning))
    #expect(result.errorText.count { $0 == "\n" } == 1)
  }

  private static let cifar = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/data/cifar-10-batches-bin").standardizedFileURL.path()

  @Test(.enabled(if: FileManager.default.fileExists(atPath: cifar), "skipped: no ../shared/data"))
  func theColoursOfCIFAR10AreThoseOfTheLiterature() throws {
    let lines = try Program.run("data", "inspect", Self.cifar).lines
    #expect(lines.contains { $0.hasPrefix("mean       0.4914 0.4822 0.4465 ") })
    #expect(lines.contains("deviation  0.2470 0.2435 0.2616"))
  }
}

extension ForReal {
  @Suite(.serialized) struct TrainingOnFolders {
    private let images: DataCommands
    private let runs: SmallRuns

    init() throws {
      images = try DataCommands()
      runs = try SmallRuns()
    }

    @Test func damagedImagesAreWarningsAndTooManyEndTheRun() throws {
      let data = try images.damagedFolder()
      let options = try runs.tiny("train", "--steps", "3", "--json", "--data", data, "--batch", "4")
      let patient = try Program.run(options + ["--run", "patient", "--damage-limit", "0.5"])
      #expect(patient.status == 0)
      let warnings = patient.lines.filter { $0.contains(#""kind":"damaged-image""#) }
      #expect(warnings.count == 1)
      let damage = ImagesError.damagedImage(path: "train/bee/1.jpg", .truncated).problem
      // The path of the folder stands between the quote and "train".
      #expect(warnings.first?.contains(damage.dropFirst()) == true)
      #expect(patient.lines.contains { $0.contains(#""waited":"#) })
      let strict = try Program.run(options + ["--run", "strict"])
      #expect(strict.status == 1)
      #expect(strict.errorText.contains("train/bee/1.jpg (\(ImageDamage.truncated.reason))"))
    }

    @Test func imagesThatAreNotUsedAreOneWarning() throws {
      let data = try images.folderWithGIFs()
      let result = try Program.run(
        runs.tiny("train", "--steps", "2", "--json", "--data", data, "--batch", "4"))
      #expect(result.status == 0)
      let warnings = result.lines.filter { $0.contains(#""kind":"passed-over""#) }
      #expect(warnings.count == 1)
      #expect(warnings.first?.contains("20 .gif files") == true)
    }

    @Test func emptyClassesAreKeptThroughResume() throws {
      let data = try images.folderWithAnEmptyClass()
      let options = try runs.tiny(
        "train", "--steps", "2", "--json", "--data", data, "--batch", "4", "--run", "r")
      let refused = try Program.run(options)
      #expect(refused.status == 2)
      #expect(refused.errorText.contains("--allow-empty-classes"))
      let allowed = try Program.run(options + ["--allow-empty-classes"])
      #expect(allowed.status == 0)
      #expect(allowed.lines.first?.contains(#""classes":["ant","bee","cow"]"#) == true)
      let resumed = try Program.run([
        "resume", "r", "--steps", "4", "--json", "--runs", runs.store.directory,
      ])
      #expect(resumed.status == 0)
      #expect(resumed.lines.last?.contains(#""step":4"#) == true)
    }

    @Test func tooFewImagesAreReportedBeforeARunExists() throws {
      let data = try images.damagedFolder()
      let few = try Program.run(
        ["train", "--data", data, "--batch", "64", "--runs", runs.store.directory])
      #expect(few.status == 2)
      #expect(
        few.errorText == ImagesError.fewerImagesThanABatch(images: 8, batch: 64).errorLine)
    }
  }
}

extension DataCommands {
  /// The folder with one damaged training image.
  fileprivate func damagedFolder() throws -> String {
    try picture("train/bee/1.jpg", gray: 9, dropping: 30)
    return folder.path
  }

  /// The folder with twenty images of a format that is not read.
  fileprivate func folderWithGIFs() throws -> String {
    for number in 0..<20 { try picture("train/bee/\(number).gif", gray: 9) }
    return folder.path
  }

  fileprivate func folderWithAnEmptyClass() throws -> String {
    for split in ["train", "val"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(split)/cow", withIntermediateDirectories: true)
    }
    return folder.path
  }
}
