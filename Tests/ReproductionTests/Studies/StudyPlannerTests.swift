import Blueprint
import Foundation
import Testing

@testable import Reproduction

/// The choice of runs for a budget.
struct StudyPlannerTests {
  @Test func `Without a limit all schedules are full`() throws {
    let study = try plan(request())
    #expect(study.share == 1 && study.omissions.isEmpty && study.seeds == [1, 2, 3])
    let epochs = Dictionary(uniqueKeysWithValues: study.families.map { ($0.family, $0.epochs) })
    #expect(epochs == [.fourLayer: 40, .cifar18: 140, .compact: 24, .local: 160])
  }

  @Test(arguments: [8.0, 12, 24, 60])
  func `A study fits into its budget and nearly fills it`(hours: Double) throws {
    let study = try plan(request(hours: hours), stepSeconds: 0.05)
    #expect(study.seconds <= hours * 3600)
    #expect(study.share == 1 || study.seconds >= 0.9 * hours * 3600 || !study.omissions.isEmpty)
  }

  @Test func `No run is shorter than the least of its family`() throws {
    for hours in [0.5, 1, 2, 4, 8] {
      guard let study = try? plan(request(hours: hours), stepSeconds: 0.02) else { continue }
      for (family, epochs) in study.families { #expect(epochs >= family.epochs.least) }
    }
  }

  @Test func `A smaller budget has fewer seeds before it leaves a claim out`() throws {
    var studies: [Study] = []
    for tenths in stride(from: 200, to: 2, by: -1) {
      guard let study = try? plan(request(hours: Double(tenths) / 10), stepSeconds: 0.05) else {
        continue
      }
      studies.append(study)
    }
    #expect(studies.contains { $0.seeds.count == 2 && $0.omissions.isEmpty })
    #expect(studies.contains { !$0.omissions.isEmpty })
    for (study, smaller) in zip(studies, studies.dropFirst()) {
      #expect(smaller.omissions.count >= study.omissions.count)
    }
  }

  @Test func `A budget without room for an experiment is refused with the hours that are needed`()
    throws
  {
    do {
      _ = try plan(request(hours: 0.001), stepSeconds: 1)
      Issue.record("the study was planned")
    } catch .budgetTooSmall(let hours, let least) {
      #expect(hours == 0.001)
      let study = try plan(request(hours: least), stepSeconds: 1)
      #expect(study.experiments == ["relu-four-layer"])
    }
  }

  @Test func `Every experiment has a place in the order of omission`() {
    let names = Claim.all.flatMap(\.experiments).map(\.name)
    #expect(Set(names) == Set(StudyPlanner.leftOutFirst))
    #expect(names.count == StudyPlanner.leftOutFirst.count)
  }

  @Test func `One claim needs its own arms alone`() throws {
    let study = try plan(request([.dropout]))
    #expect(Set(study.runs.map(\.arm)) == [.compact, .compactWithoutDropout])
    #expect(study.runs.count == 6)
    #expect(study.command == "alexnet reproduce dropout --data CIFAR-10 --seeds 3")
  }

  @Test func `A claim without an experiment on the images is refused`() {
    var images = cifar
    images.image = Shape(channels: 3, height: 256, width: 256)
    let request = StudyRequest(
      claims: [.lrn, .relu], data: images, scale: .imageNet, budgetHours: nil, threads: 2)
    #expect(
      throws: StudyError.noExperiment(
        claim: "relu", others: ["columns", "lrn", "overlap", "kernels"])
    ) { try StudyPlanner(request, stepSeconds: [:]).study() }
  }

  @Test func `A study survives its file`() throws {
    let study = try plan(request(hours: 7.3))
    let read = try StudyJSON.decoder.decode(Study.self, from: Data(StudyJSON.bytes(of: study)))
    #expect(read == study)
  }

  @Test func `The file of a study has no path`() throws {
    let text = String(decoding: StudyJSON.bytes(of: try plan(request())), as: UTF8.self)
    #expect(!text.contains("\"/"))
  }
}
