import Foundation
import Testing

extension ForReal {
  @Suite(.serialized) struct PrintingOneFrame {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    private func frame(_ options: String..., locale: String) throws -> [Substring] {
      let result = try Program.run(
        try runs.tiny("watch", "--steps", "5", "--once", "100x30") + options,
        environment: ["LC_ALL": locale, "TERM": "xterm-256color"])
      #expect(result.status == 0)
      #expect(result.errorText.isEmpty)
      #expect(result.output.hasSuffix("\n"))
      return result.output.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test func aFrameIsTextOfTheGivenSize() throws {
      let lines = try frame(locale: "C.UTF-8")
      #expect(lines.count == 30)
      #expect(lines.allSatisfy { $0.count <= 100 })
      #expect(lines[0].contains("step 5/5"))
      // The strongest weight of a kernel, in the characters that need no colour.
      #expect(lines.joined().contains { "@#".contains($0) })
      #expect(!lines.joined().contains("\u{1b}"))
    }

    @Test func aFrameIsASCIIWithoutUTF8() throws {
      for lines in [try frame(locale: "C"), try frame("--ascii", locale: "C.UTF-8")] {
        #expect(lines.count == 30)
        #expect(!lines.joined().contains { !$0.isASCII })
        #expect(lines[0].contains("step 5/5"))
      }
    }

    @Test func aRunThatHasEndedIsPrintedWithItsRecordedKernels() throws {
      let training = try Program.run(try runs.tiny("train", "--run", "mine", "--steps", "5"))
      #expect(training.status == 0)
      let frame = try Program.run(
        ["attach", "mine", "--runs", runs.store.directory, "--once", "100x30"],
        environment: ["LC_ALL": "C.UTF-8", "TERM": "xterm-256color"])
      #expect(frame.status == 0)
      #expect(frame.output.contains { "@#".contains($0) })
    }

    @Test func aFrameHasColoursOnlyOnRequest() throws {
      let lines = try frame("--color", "truecolor", locale: "C.UTF-8")
      #expect(lines.count == 30)
      #expect(lines.joined().contains("\u{1b}[38;2;") || lines.joined().contains(";38;2;"))
    }
  }
}
