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
  func lanesOfALessonDifferInTheirChangesAlone(name: Lesson.Name) throws {
    let lesson = Lesson.named(name)
    #expect(lesson.name == name)
    // A trainer has up to six lanes, the plan's own included.
    #expect((1...5).contains(lesson.lanes.count))
    let plan = try plan(for: lesson)
    #expect(plan.lesson == name)
    for changes in lesson.lanes {
      let lane = plan.with(changes)
      #expect(lane.changes(from: plan) == changes)
      _ = try lane.network.layout()
      // Everything else is the same.
      var same = lane
      same.knobs = plan.knobs
      same.network = plan.network
      #expect(same == plan)
    }
    #expect(Set([[]] + lesson.lanes).count == lesson.lanes.count + 1)
  }

  /// A difference of two settings at once would leave open which of them has the effect.
  @Test(arguments: Lesson.Name.allCases)
  func eachLaneDiffersFromAnotherInOneSetting(name: Lesson.Name) throws {
    let lesson = Lesson.named(name)
    let plan = try plan(for: lesson)
    let plans = [plan] + lesson.lanes.map(plan.with)
    for (index, lane) in plans.enumerated() {
      #expect(
        plans.indices.contains { $0 != index && lane.changes(from: plans[$0]).count == 1 },
        "lane \(index + 1)")
    }
  }

  /// Fig. 1: "The learning rates for each network were chosen independently to make training as fast as
  /// possible."
  @Test func bothActivationsHaveTheSameNumberOfRates() throws {
    let plan = try plan(for: .relu)
    let plans = [plan] + Lesson.relu.lanes.map(plan.with)
    let rates = Dictionary(grouping: plans, by: \.network.activation).mapValues {
      Set($0.map(\.knobs.rate))
    }
    #expect(rates[.relu]?.count == 3)
    #expect(rates[.tanh]?.count == 3)
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
    // Two cores did the 7.2 × 10¹² multiply-adds of `lrn` in less than 108 seconds, and so do 1.5 × 10¹³ in
    // less than five minutes.
    let images = steps * plan.batch * (Lesson.named(name).lanes.count + 1)
    #expect(images * (try plan.network.layout().trainingMultiplyAdds) <= 15_000_000_000_000)
  }

  @Test(arguments: Lesson.Name.allCases)
  func theLongFormHasTenTimesTheStepsAndAsManyValidations(name: Lesson.Name) throws {
    let lesson = Lesson.named(name)
    let short = try plan(for: lesson)
    let long = short.adapted(to: lesson, isLong: true)
    #expect(long.length == .steps(lesson.setup.steps * 10))
    #expect(long.validateEvery == short.validateEvery * 10)
    var same = long
    same.length = short.length
    same.validateEvery = short.validateEvery
    #expect(same == short)
  }

  /// 400 steps have 8 validations.
  @Test(arguments: [(1, 50), (400, 50), (401, 50), (440, 55), (4000, 500), (100_000, 12_500)])
  func longerRunsHaveAsManyValidations(steps: Int, interval: Int) {
    #expect(Lesson.lrn.validationInterval(steps: steps) == interval)
  }

  /// The figures of the paper and of the released code cannot be mistaken for measurements of this program.
  @Test func claimsQuoteTheReleasedCode() {
    for figure in ["40.66% and 18.21%", "42.03% and 19.36%", "#145", "#148"] {
      #expect(Lesson.lrn.claim.contains(figure))
    }
    for figure in ["40.66% and 18.21%", "41.06% and 18.51%", "#145", "#147"] {
      #expect(Lesson.overlap.claim.contains(figure))
    }
  }

  @Test func theOutlookNamesTheLongFormAndTheCommandThatMeasures() throws {
    let plan = try plan(for: .lrn)
    let known = Lesson.lrn.outlook(of: plan, time: "2 min", longTime: "20 min")
    #expect(known.contains("about 2 min") && known.contains("about 20 min"))
    #expect(known.contains("--long") && known.contains("alexnet reproduce lrn"))
    let unknown = Lesson.lrn.outlook(of: plan, time: nil, longTime: nil)
    #expect(unknown.contains("--long") && !unknown.contains("about"))
    // A run of another length has no long form, and no command measures the lesson of the rates.
    let long = plan.adapted(to: .lrn, isLong: true)
    #expect(!Lesson.lrn.outlook(of: long, time: "20 min", longTime: nil).contains("--long"))
    let rate = Lesson.rate.outlook(of: try self.plan(for: .rate), time: nil, longTime: nil)
    #expect(rate.contains("--long") && !rate.contains("reproduce"))
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
