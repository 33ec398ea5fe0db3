import Foundation
import Reproduction
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// Studies, planned and trained from the command line.
  @Suite(.serialized) struct Reproducing {
    private let images: SmallCIFAR
    private let runs: SmallRuns

    init() throws {
      images = try SmallCIFAR()
      runs = try SmallRuns()
    }

    /// The arguments of a short study of one claim.
    private func arguments(_ options: String...) -> [String] {
      [
        "reproduce", "dropout", "--data", images.path, "--seeds", "2", "--study", "small", "--runs",
        runs.store.directory, "--threads", "1",
      ] + options
    }

    private func folder() throws -> StudyFolder { StudyFolder(named: "small", in: runs.store) }

    private func report() throws -> Data {
      try Data(contentsOf: URL(filePath: "\(folder().path)/report.html"))
    }

    @Test func `A plan is printed and nothing is trained`() throws {
      let result = try Program.run(arguments("--plan"))
      #expect(result.status == 0 && result.errorText.isEmpty)
      #expect(result.output.contains("compact-without-dropout"))
      #expect(try runs.store.list().runs.isEmpty)
      #expect(try folder().study() == nil)
    }

    @Test func `A study is trained, recorded and reported, and then complete`() throws {
      let first = try Program.run(arguments())
      #expect(first.status == 0 && first.errorText.isEmpty)
      let study = try #require(try folder().study())
      let records = try folder().records(of: study)
      #expect(records.count == 4)
      #expect(Set(records.map(\.arm)) == [.compact, .compactWithoutDropout])
      #expect(records.allSatisfy { $0.end == .completed && $0.weights.count == 64 })
      #expect(records.allSatisfy { $0.training != nil && $0.kernels?.columns == 2 })
      let html = try report()
      let again = try Program.run(arguments())
      #expect(again.status == 0)
      #expect(!again.output.contains("of training"))
      #expect(try report() == html)
      // Only the last checkpoint of a finished run is kept.
      for record in records {
        let run = try runs.store.run(named: record.run)
        #expect(run.checkpoints.steps == [record.lastStep])
      }
    }

    /// Both studies have the same plans, with a checkpoint at every third step.
    @Test func `A study that is killed five times has the same records and report`() throws {
      var study = try plannedStudy()
      for session in study.sessions.indices {
        for run in study.sessions[session].runs.indices {
          study.sessions[session].runs[run].plan.checkpointEvery = 3
        }
      }
      try folder().write(study)
      #expect(try Program.run(arguments()).status == 0)
      let other = try SmallRuns()
      let killed = StudyFolder(named: "small", in: other.store)
      try killed.write(study)
      let words = arguments().map { $0 == runs.store.directory ? other.store.directory : $0 }
      // The sums of the steps are in the first and in the second session, and between steps of checkpoints.
      for steps in [5, 14, 31, 70, 83] {
        let program = try Program(words)
        try program.wait(for: "\(steps) steps of all runs") {
          let done = (try? other.store.list().runs.reduce(0) { $0 + $1.steps }) ?? 0
          return done >= steps
        }
        program.send(SIGKILL)
        #expect(program.result().status == SIGKILL)
      }
      #expect(try Program.run(words).status == 0)
      for name in ["report.html", "report.md"] + study.runs.map({ "records/\($0.name).json" }) {
        let expected = try Data(contentsOf: URL(filePath: "\(folder().path)/\(name)"))
        #expect(try Data(contentsOf: URL(filePath: "\(killed.path)/\(name)")) == expected)
      }
      // A run that is finished is not trained again.
      let resumptions = try study.runs.map { run in
        try other.recording(of: run.name).events.filter {
          if case .resumed = $0 { true } else { false }
        }.count
      }
      #expect((2...5).contains(resumptions[0]) && resumptions[3] <= 3)
    }

    @Test func `A signal stops a study, which continues with the same command`() throws {
      let program = try Program(arguments())
      try program.wait(for: "the first steps") {
        (try? runs.store.list().runs.contains { $0.steps > 2 }) ?? false
      }
      program.send(SIGINT)
      let result = program.result()
      #expect(result.status == 130)
      #expect(result.output.contains("continues the study"))
      #expect(try Program.run(arguments()).status == 0)
      let study = try #require(try folder().study())
      #expect(try folder().records(of: study).count == study.runs.count)
    }

    @Test func `Another setting of an existing study is refused`() throws {
      try folder().write(try plannedStudy())
      let seeds = try Program.run(
        arguments().map { $0 == "2" ? "3" : $0 })
      #expect(seeds.status == 2)
      #expect(
        seeds.errorText
          == StudyError.otherStudy(
            name: "small", setting: "number of seeds", recorded: "2", now: "3"
          ).errorLine)
      let claims = try Program.run(arguments().map { $0 == "dropout" ? "relu" : $0 })
      #expect(claims.status == 2 && claims.errorText.contains("another list of claims"))
    }

    private func plannedStudy() throws -> Study {
      let data = try StudyImages(.small(images.path)).description
      let request = StudyRequest(
        name: "small", claims: [.dropout], data: data, seeds: 2, budgetHours: 8, threads: 1)
      return try StudyPlanner(
        request, stepSeconds: [.compact: 0.1, .compactWithoutDropout: 0.1]
      ).study()
    }

    @Test func `Images that do not fit are refused`() throws {
      let pictures = try PictureSet()
      let result = try Program.run(
        "reproduce", "--data", pictures.path, "--runs", runs.store.directory)
      #expect(result.status == 2 && result.errorText.contains("3×256×256"))
    }

    @Test func `Missing images are named, with the command that fetches them`() throws {
      let home = try TemporaryFolder()
      let result = try Program.run("reproduce", home: home.path)
      #expect(result.status == 2)
      #expect(result.errorText.contains("alexnet data get cifar-10"))
    }

    @Test func `A report is built from a record without images`() throws {
      #expect(try Program.run(arguments()).status == 0)
      let file = "\(runs.folder.path)/copy.html"
      let result = try Program.run(
        "reproduce", "--record", try folder().path, "--report", file)
      #expect(result.status == 0 && result.output.contains(file))
      #expect(
        try Data(contentsOf: URL(filePath: file)) == report())
    }
  }
}
