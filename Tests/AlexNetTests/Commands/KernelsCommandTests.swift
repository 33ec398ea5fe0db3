import Foundation
import Images
import Runs
import Testing

extension ForReal {
  /// The kernels of a run, printed and written as pictures.
  @Suite(.serialized) struct KernelsOfARun {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
      let result = try Program.run(
        try runs.tiny("train", "--quiet", "--steps", "30", "--run", "one"))
      #expect(result.status == 0)
    }

    private func kernels(_ options: String...) throws -> Program.Result {
      try Program.run(
        ["kernels", "one", "--runs", runs.store.directory] + options,
        environment: ["LC_ALL": "C", "TERM": "xterm-256color"])
    }

    @Test func theyArePrintedInASCII() throws {
      let result = try kernels()
      #expect(result.status == 0 && result.errorText.isEmpty)
      #expect(result.output.hasPrefix("one, step 30: 16 kernels of 5x5, "))
      #expect(!result.output.contains { !$0.isASCII })
      #expect(result.output.contains("@") || result.output.contains("#"))
      let first = try kernels("--step", "0")
      #expect(first.output.hasPrefix("one, step 0: "))
      #expect(first.output.dropFirst(60) != result.output.dropFirst(60))
    }

    @Test func theyAreWrittenAsPicturesThatADecoderReads() throws {
      // The tiny network has one column.
      for name in ["sheet.png", "time.apng"] {
        let path = runs.folder.path + "/" + name
        let result = try kernels("--to", path)
        #expect(result.status == 0 && result.output.hasPrefix("\(path): "))
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let decoder = ImageDecoder()
        let picture = try bytes.withUnsafeBytes { try decoder.decode($0) }
        // Sixteen kernels in five columns, each weight 8 pixels wide.
        #expect(picture.width == 5 * 44 + 4 && picture.height == 4 * 44 + 4)
        let isAnimated = bytes.count > 45 && bytes[37..<41].elementsEqual("acTL".utf8)
        #expect(isAnimated == (name == "time.apng"))
      }
    }

    @Test func aStepBeyondTheLastIsRefused() throws {
      let result = try kernels("--step", "31")
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errorText.contains("--step cannot be 31. ") && result.errorText.contains("30"))
      #expect(try kernels("--step", "30").status == 0)
    }

    @Test func anAnimationIsWrittenAsAGIFThatEndsAtTheStep() throws {
      let path = runs.folder.path + "/time.gif"
      let all = try kernels("--to", path, "--all-frames")
      #expect(all.status == 0 && all.output.hasPrefix("\(path): "))
      // How many steps are recorded depends on the speed of the machine.
      #expect(all.output.contains(/all \d+ recorded steps from 0 to 30\n$/))
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      // Kernels of 5×5 weights, each 6 pixels wide, in five columns and four rows.
      #expect(bytes.starts(with: Array("GIF89a".utf8) + [174, 0, 140, 0]))
      #expect(bytes.last == 0x3B)
      let early = try kernels("--to", path, "--step", "10")
      #expect(
        early.output.contains(/all \d+ recorded steps from 0 to (10|[0-9])\n$/)
          || early.output.hasSuffix("the only recorded step, 0\n"))
    }

    @Test func allFramesArePartOfAnAnimationOnly() throws {
      for options in [["--all-frames"], ["--all-frames", "--to", "a.png"]] {
        let result = try Program.run(
          ["kernels", "one", "--runs", runs.store.directory] + options,
          environment: ["LC_ALL": "C"])
        #expect(result.status == 2 && result.errorText.contains("ends in .apng or .gif"))
      }
    }

    @Test func aPictureThatCannotBeWrittenIsReported() throws {
      let other = try kernels("--to", "a.jpg")
      #expect(other.status == 2)
      #expect(other.errorText.contains("the path of a file that ends in .png, .apng or .gif"))
      let nowhere = try kernels("--to", runs.folder.path + "/none/a.png")
      #expect(nowhere.status == 2)
      let missing = runs.folder.path + "/none/a.png"
      #expect(
        nowhere.errorText.contains(
          RunsError.fileFailed(action: "write", path: missing, code: ENOENT).problem))
    }

    @Test func theTwoColumnsOfANetworkAreApart() throws {
      let trained = try Program.run(
        runs.compact("train", "--quiet", "--steps", "1", "--run", "two"))
      #expect(trained.status == 0)
      let path = runs.folder.path + "/two.png"
      let arguments = ["kernels", "two", "--runs", runs.store.directory]
      let sheet = try Program.run(
        arguments, environment: ["LC_ALL": "C", "TERM": "xterm-256color"])
      let headings = sheet.lines.filter { $0.hasPrefix("column ") }
      #expect(headings.map { $0.prefix(9) } == ["column 1:", "column 2:"])
      #expect(headings.allSatisfy { $0.hasSuffix("% colour") })
      #expect(try Program.run(arguments + ["--to", path]).status == 0)
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      let picture = try bytes.withUnsafeBytes { try ImageDecoder().decode($0) }
      // 64 kernels: three rows of up to eleven for each column, and 24 pixels between the columns.
      #expect(picture.width == 11 * 48 + 4 && picture.height == 6 * 48 + 4 + 24)
    }

    @Test func withoutATimelineTheCheckpointIsShown() throws {
      let run = try runs.store.run(named: "one")
      try FileManager.default.removeItem(atPath: run.kernelsPath)
      #expect(try kernels().output.hasPrefix("one, step 30: 16 kernels of 5x5, "))
      try FileManager.default.removeItem(atPath: run.checkpoints.path)
      let result = try kernels()
      #expect(result.status == 2)
      #expect(result.errorText.contains(RunsError.noKernels(run: "one").problem))
    }
  }

  @Suite(.serialized, .enabled(if: Window.tmux != nil, "tmux is missing"))
  struct WatchingKernels {
    private let runs: SmallRuns

    init() throws { runs = try SmallRuns() }

    @Test func theTimelineIsScrubbedAndPicturesAreWritten() throws {
      let window = try Window(try runs.tiny("watch", "--run", "seen"), width: 120, height: 40)
      let step = try window.reachesStep(after: 0)
      try window.reachesStep(after: step + 20)
      try window.press("2")
      try window.shows("Timeline")
      try window.shows("now · step")
      try window.press("Home")
      try window.shows(" · record 1 of")
      try window.press(".")
      try window.waits(for: "the second record") { $0.contains("record 2 of ") }
      try window.press("End")
      try window.shows("now · step")
      try window.press("w")
      try window.shows("Export seen")
      try window.press("Enter")
      try window.waits(for: "the picture") { _ in
        let names =
          (try? FileManager.default.contentsOfDirectory(
            atPath: runs.store.directory + "/seen")) ?? []
        return names.contains { $0.hasPrefix("kernels-") && $0.hasSuffix(".png") }
      }
      try window.press("w")
      try window.shows("Export seen")
      try window.press("Right")
      try window.shows("kernels.apng")
      try window.press("Enter")
      try window.waits(for: "the animation") { _ in
        FileManager.default.fileExists(atPath: runs.store.directory + "/seen/kernels.apng")
      }
    }
  }
}
