import Foundation
import Testing

@testable import Blueprint

@Suite struct LessonTests {
  private func plan(for lesson: Lesson) throws -> RunPlan {
    let network = try NetworkSpec.named(lesson.setup.network)
    return RunPlan.standard(network, data: .scenes, validationImages: 2000, threads: 2)
      .adapted(to: lesson)
  }

  @Test(arguments: Lesson.Name.allCases)
  func eachLaneOfALessonHasOneChange(name: Lesson.Name) throws {
    let lesson = Lesson.named(name)
    #expect(lesson.name == name)
    #expect((1...3).contains(lesson.lanes.count))
    let plan = try plan(for: lesson)
    #expect(plan.lesson == name)
    for changes in lesson.lanes {
      #expect(changes.count == 1)
      let lane = plan.with(changes)
      #expect(lane.changes(from: plan) == changes)
      _ = try lane.network.layout()
      // Everything else is the same.
      var same = lane
      same.knobs = plan.knobs
      same.network = plan.network
      #expect(same == plan)
    }
  }

  @Test(arguments: Lesson.Name.allCases)
  func lessonsAreShortAndHaveAtLeastFiveValidations(name: Lesson.Name) throws {
    let plan = try plan(for: Lesson.named(name))
    guard case .steps(let steps) = plan.length else {
      Issue.record("the lesson has no end")
      return
    }
    #expect(plan.schedule == .constant)
    #expect(steps / plan.validateEvery >= 5)
    #expect(steps.isMultiple(of: plan.validateEvery))
    // Two cores train on 130,000 images, in all lanes together, in less than five minutes.
    #expect(steps * plan.batch * (Lesson.named(name).lanes.count + 1) <= 130_000)
  }

  @Test(arguments: Lesson.Name.allCases)
  func eachTextOfALessonIsOneParagraph(name: Lesson.Name) {
    let lesson = Lesson.named(name)
    #expect((10...70).contains(lesson.title.count))
    for (_, text) in lesson.paragraphs {
      #expect((60...420).contains(text.count))
      #expect(!text.contains("\n"))
    }
    #expect(lesson.claim.contains("section") || lesson.claim.contains("Fig."))
  }

  /// A result depends on the number of images that were seen.
  @Test(arguments: Lesson.Name.allCases)
  func eachFindingNamesStepsAndBatch(name: Lesson.Name) throws {
    let lesson = Lesson.named(name)
    let batch = try plan(for: lesson).batch
    let words = "after \(lesson.setup.steps) steps of \(batch) scenes"
    #expect(lesson.finding.lowercased().contains(words), "\(lesson.finding)")
  }

  @Test func thePlanNamesItsLesson() throws {
    let plan = try plan(for: .named(.relu))
    let text = try JSONEncoder().encode(plan)
    #expect(try JSONDecoder().decode(RunPlan.self, from: text) == plan)
    let newer = String(decoding: text, as: UTF8.self)
      .replacing(#""lesson":"relu""#, with: #""lesson":"batch-normalisation""#)
    #expect(try JSONDecoder().decode(RunPlan.self, from: Data(newer.utf8)).lesson == nil)
  }
}
