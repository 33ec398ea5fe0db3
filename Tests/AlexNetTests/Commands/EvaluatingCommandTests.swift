import Evaluating
import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// The commands that use a trained network, on pictures in three classes.
  @Suite struct EvaluatingCommands {
    private let runs: SmallRuns
    private let pictures: PictureSet

    init() throws {
      runs = try SmallRuns()
      pictures = try PictureSet()
      let result = try Program.run(
        runs.tiny(
          "train", "--data", pictures.path, "--batch", "4", "--steps", "6", "--validate-every", "3",
          "--checkpoint-every", "3", "--run", "first", "--quiet"))
      try #require(result.status == 0, "\(result.errorText)")
    }

    private func run(_ arguments: String...) throws -> Program.Result {
      try Program.run(arguments + ["--runs", runs.store.directory])
    }

    private func object(_ text: some StringProtocol) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    // MARK: - evaluate

    /// Training measures the same images with the same network at the last step.
    @Test func evaluatingAgreesWithTheLastValidation() throws {
      let report = try object(run("evaluate", "first", "--step", "last", "--json").output)
      let validation = try #require(
        ValidationHistory(try runs.recording(of: "first").events).last)
      #expect(validation.step == 6)
      #expect(report["top1"] as? Double == validation.top1)
      #expect(abs(try #require(report["loss"] as? Double) - validation.loss) < 1e-5)
      #expect(report["images"] as? Int == 3 && report["split"] as? String == "validation")
      let network = try #require((report["runs"] as? [[String: Any]])?.first)
      #expect(network["run"] as? String == "first" && network["step"] as? Int == 6)
      #expect((report["classes"] as? [[String: Any]])?.count == 3)
    }

    @Test func evaluatingIsAlsoATable() throws {
      let result = try run("evaluate", "first", "--views", "10")
      #expect(result.status == 0 && result.errorText.isEmpty)
      #expect(
        result.lines.first?.contains("on 3 validation images of pictures, 10 views each") == true)
      #expect(result.output.contains("top-1 error") && result.output.contains("wolf"))
      #expect(try runs.store.run(named: "first").evaluations.first?.views == 10)
    }

    @Test func runsThatWereEvaluatedAreComparedImageByImage() throws {
      let other = try Program.run(
        runs.tiny(
          "train", "--data", pictures.path, "--batch", "4", "--steps", "3", "--seed", "2", "--run",
          "second", "--quiet"))
      #expect(other.status == 0)
      let before = try object(run("runs", "compare", "first", "second", "--json").output)
      #expect((before["imageTests"] as? [Any])?.isEmpty == true)
      let hint = try run("runs", "compare", "first", "second").output
      #expect(hint.contains("`alexnet evaluate first`"))
      for name in ["first", "second"] { #expect(try run("evaluate", name).status == 0) }
      let after = try object(run("runs", "compare", "first", "second", "--json").output)
      let test = try #require((after["imageTests"] as? [[String: Any]])?.first)
      #expect(test["run"] as? String == "second" && test["images"] as? Int == 3)
      #expect(try run("runs", "compare", "first", "first").status == 2)
      let text = try run("runs", "compare", "first", "second").output
      #expect(text.contains("on the same 3 validation images of pictures (one view, "))
    }

    @Test func severalRunsAreAveraged() throws {
      let other = try Program.run(
        runs.tiny(
          "train", "--data", pictures.path, "--batch", "4", "--steps", "3", "--seed", "2", "--run",
          "second", "--quiet"))
      #expect(other.status == 0)
      let report = try object(run("evaluate", "first", "--average", "second", "--json").output)
      let names = (report["runs"] as? [[String: Any]])?.map { $0["run"] as? String }
      #expect(names == ["first", "second"])
      #expect(try run("evaluate", "first", "--average", "first").status == 2)
    }

    @Test func otherClassesAreRefusedWithTheDifference() throws {
      let others = try PictureSet(classes: ["cat", "fox", "wolf"])
      let result = try run("evaluate", "first", "--data", others.path)
      #expect(result.status == 2 && result.output.isEmpty)
      let error = EvaluatingError.otherClasses(
        run: "first", data: others.path, missing: ["dog"], extra: ["fox"])
      #expect(result.errorText == error.errorLine)
      #expect(result.errorText.contains("missing 'dog'; not in the run 'fox'"))
    }

    /// The images of two classes have the same answers as among those of all three.
    @Test func aFolderWithSomeOfTheClassesIsEvaluated() throws {
      let some = try PictureSet(classes: ["cat", "dog"])
      let result = try run("evaluate", "first", "--data", some.path)
      #expect(result.status == 0, "\(result.errorText)")
      #expect(
        result.lines.dropFirst().first
          == "1 of the 3 classes of the network has no images here: 'wolf'")
      let report = try object(run("evaluate", "first", "--data", some.path, "--json").output)
      #expect(report["missingClasses"] as? [String] == ["wolf"])
      let whole = try object(run("evaluate", "first", "--json").output)
      func errors(_ report: [String: Any]) throws -> [String: Int] {
        let classes = try #require(report["classes"] as? [[String: Any]])
        return Dictionary(
          uniqueKeysWithValues: classes.compactMap { row in
            (row["name"] as? String).flatMap { name in
              (row["errors"] as? Int).map { (name, $0) }
            }
          })
      }
      let (few, all) = (try errors(report), try errors(whole))
      #expect(Set(few.keys) == ["cat", "dog"])
      #expect(few.allSatisfy { all[$0.key] == $0.value })
    }

    /// All commands for images respond in the same way.
    @Test func damagedImagesAreReportedAndTheStatusIsOne() throws {
      let damaged = "\(pictures.path)/val/cat/damaged.png"
      try Data("no picture".utf8).write(to: URL(filePath: damaged))
      for words in [
        ["evaluate", "first", "--json"],
        [
          "similar", "first", "\(pictures.path)/val/dog/dogv.png", "--among",
          "\(pictures.path)/val", "--json",
        ],
      ] {
        let result = try Program.run(words + ["--runs", runs.store.directory])
        #expect(result.status == 1)
        #expect(result.errorText.contains(damaged))
        #expect(try !object(result.output).isEmpty)
      }
      // A later search does not decode the image again.
      let again = try run(
        "similar", "first", "\(pictures.path)/val/dog/dogv.png", "--among",
        "\(pictures.path)/val")
      #expect(again.status == 1)
      #expect(again.errorText == "1 damaged image is left out of the search.\n")
    }

    @Test(arguments: ["7", "best", "last"]) func aCheckpointIsChosen(step: String) throws {
      let result = try run("evaluate", "first", "--step", step)
      guard step == "7" else {
        #expect(result.status == 0)
        return
      }
      #expect(result.status == 2)
      #expect(
        result.errorText
          == EvaluatingError.noSuchStep(run: "first", step: 7, steps: [3, 6]).errorLine)
    }

    @Test func aRunWithoutACheckpointCannotBeEvaluated() throws {
      let run = try runs.store.run(named: "first")
      try FileManager.default.removeItem(atPath: run.checkpoints.path)
      let result = try self.run("evaluate", "first")
      #expect(result.status == 2)
      #expect(
        result.errorText
          == EvaluatingError.noCheckpoints(run: "first", isTraining: false).errorLine)
    }

    /// A file in the place of the folder, since permissions do not stop root.
    @Test func aResultThatCannotBeKeptIsPrinted() throws {
      let folder = try runs.store.run(named: "first").evaluationsPath
      try Data().write(to: URL(filePath: folder))
      let result = try run("evaluate", "first", "--json")
      #expect(result.status == 1 && result.errorText.contains(folder))
      let report = try object(result.output)
      #expect(report["images"] as? Int == 3 && report["file"] == nil)
    }

    /// oneDNN obeys the variable, so that the processor has no instructions for bfloat16. The weights are in
    /// single precision in every checkpoint, so only the plan differs.
    @Test func aNetworkOfAnotherPrecisionIsEvaluatedInSinglePrecision() throws {
      let image = "\(pictures.path)/val/cat/catv.png"
      let commands = [
        ["evaluate", "first"], ["predict", "first", image],
        ["similar", "first", image, "--among", "\(pictures.path)/train"],
      ]
      func results() throws -> [Program.Result] {
        try commands.map {
          try Program.run(
            $0 + ["--runs", runs.store.directory, "--json"],
            environment: ["ONEDNN_MAX_CPU_ISA": "AVX2"])
        }
      }
      let single = try results()
      let path = try runs.store.run(named: "first").folder + "/plan.json"
      let plan = try String(contentsOfFile: path, encoding: .utf8)
      let changed = plan.replacing(/"precision" *: *"fp32"/, with: #""precision" : "bf16""#)
      try #require(changed != plan)
      try changed.write(toFile: path, atomically: true, encoding: .utf8)
      for (result, expected) in zip(try results(), single) {
        #expect(result.status == 0)
        #expect(!expected.errorText.contains("bf16"))
        #expect(
          result.errorText.hasPrefix(
            "alexnet: 'first' was trained in bf16, which this processor cannot compute. "))
      }
      let (before, after) = (try object(single[0].output), try object(results()[0].output))
      #expect(before["loss"] as? Double == after["loss"] as? Double)
    }

    // MARK: - predict

    @Test func aDamagedImageInTheMiddleIsReportedAndTheRestIsDone() throws {
      let damaged = "\(pictures.path)/damaged.png"
      try Data("no picture".utf8).write(to: URL(filePath: damaged))
      let files = ["val/cat/catv.png", "damaged.png", "val/dog/dogv.png"]
        .map { "\(pictures.path)/\($0)" }
      let result = try Program.run(
        ["predict", "first"] + files + ["--runs", runs.store.directory, "--json"])
      #expect(result.status == 1)
      let objects = try result.lines.map { try object($0) }
      #expect(objects.map { $0["image"] as? String } == [files[0], files[2]])
      for prediction in objects {
        let guesses = try #require(prediction["guesses"] as? [[String: Any]])
        let probabilities = guesses.compactMap { $0["probability"] as? Double }
        #expect(Set(guesses.compactMap { $0["name"] as? String }) == ["cat", "dog", "wolf"])
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9)
        #expect(probabilities == probabilities.sorted(by: >))
      }
      #expect(result.errorText.split(separator: "\n").count == 1)
      #expect(result.errorText.contains(damaged))
    }

    @Test func aFolderHasAllItsImages() throws {
      let result = try run("predict", "first", pictures.path, "--top", "1")
      #expect(result.status == 0)
      // A line for the path and one for the class of each picture, without a colour.
      #expect(result.lines.count == 2 * 15)
      #expect(!result.output.contains("\u{1b}"))
      try pictures.remove("train")
      try pictures.remove("val")
      #expect(try run("predict", "first", pictures.path).status == 1)
    }

    @Test func standardInputIsAnImage() throws {
      let file = "\(pictures.path)/val/cat/catv.png"
      let piped = try Program(
        ["predict", "first", "-", "--runs", runs.store.directory, "--json"],
        after: "exec <'\(file)'"
      ).result()
      let direct = try run("predict", "first", file, "--json")
      #expect(piped.status == 0)
      let (one, other) = (try object(piped.output), try object(direct.output))
      #expect(one["image"] as? String == "standard input")
      // The keys of a line are sorted, so the guesses stand before the name of the image.
      let texts = [piped.output, direct.output].map { $0.prefix { $0 != "]" } }
      #expect(texts[0] == texts[1] && texts[0].contains("probability"))
      #expect(other["image"] as? String == file)
    }

    @Test func aPictureInASCIIHasNoEscapes() throws {
      let result = try run("predict", "first", "\(pictures.path)/val/cat/catv.png", "--ascii")
      #expect(result.status == 0)
      #expect(result.output.utf8.allSatisfy { $0 < 0x80 && $0 != 0x1b })
      // The path and five classes have six lines; the picture is higher.
      #expect(result.lines.count > 6)
    }

    // MARK: - similar

    @Test func similarImagesAreThoseOfTheCollection() throws {
      let query = "\(pictures.path)/val/cat/catv.png"
      let collection = "\(pictures.path)/train"
      let first = try run("similar", "first", query, "--among", collection, "--json")
      #expect(first.status == 0)
      #expect(first.errorText.hasPrefix("The index of 12 images (12 new or changed) has "))
      let nearest = try #require(try object(first.output)["nearest"] as? [[String: Any]])
      let distances = nearest.compactMap { $0["distance"] as? Double }
      #expect(distances.count == 6 && distances == distances.sorted())
      #expect(nearest.allSatisfy { ($0["image"] as? String)?.hasPrefix(collection) == true })
      let second = try run("similar", "first", query, "--among", collection, "--json")
      #expect(second.output == first.output && second.errorText.isEmpty)
      let text = try run("similar", "first", query, "--among", collection, "--count", "2")
      #expect(text.lines.count == 3 && text.lines[0] == query)
    }

    @Test func aMissingCollectionIsRefused() throws {
      let query = "\(pictures.path)/val/cat/catv.png"
      let result = try run("similar", "first", query, "--among", "/nonexistent")
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(try run("similar", "first", query).errorText.contains("--among"))
    }
  }
}
