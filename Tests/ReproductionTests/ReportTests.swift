import Blueprint
import Foundation
import Testing

@testable import Reproduction

@Suite struct ReportTests {
  @Test func `The same records in any order give the same bytes`() throws {
    let report = try StudyFixture.report()
    let other = try StudyFixture.report(Array(StudyFixture.records.reversed()))
    #expect(report.html == other.html)
    #expect(report.markdown == other.markdown)
    #expect(report.html.utf8.count > 50_000)
  }

  @Test func `The fixture has each kind of verdict`() throws {
    let report = try StudyFixture.report()
    let kinds = report.claims.flatMap { report.outcomes(of: $0) }.map(\.verdict.kind)
    #expect(Set(kinds) == Set(Verdict.Kind.allCases))
  }

  @Test func `The page is well-formed, and its links have targets`() throws {
    let check = MarkupCheck(try StudyFixture.report().html)
    #expect(check.problems.isEmpty)
    #expect(check.ids.count == Set(check.ids).count)
    let anchors = check.references.filter { $0.hasPrefix("#") }.map { String($0.dropFirst()) }
    #expect(!anchors.isEmpty)
    #expect(anchors.filter { !check.ids.contains($0) } == [])
  }

  /// Narrow pages show these titles beside the cells, because they have no room for a line of headings.
  @Test func `Each cell of a table with many columns has the title of its column`() throws {
    let html = try StudyFixture.report().html
    let tables = html.components(separatedBy: "<table").dropFirst()
    let stacked = tables.filter { $0.hasPrefix(" class=\"stack\"") }
    #expect(stacked.count > 10 && stacked.count < tables.count)
    for table in stacked {
      let heads = table.components(separatedBy: "<th scope=\"col\"").count - 1
      let rows = table.components(separatedBy: "<th scope=\"row\"").count - 1
      let labels = table.components(separatedBy: " data-label=\"").count - 1
      #expect(heads > 3 && labels == rows * (heads - 1))
    }
    #expect(tables.allSatisfy { $0.hasPrefix(" class") || !$0.contains("data-label") })
  }

  @Test func `The page loads nothing and runs nothing`() throws {
    let html = try StudyFixture.report().html
    let check = MarkupCheck(html)
    #expect(
      check.elements.isDisjoint(with: ["script", "link", "iframe", "object", "embed", "base"]))
    #expect(
      check.references.allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("data:image/png;base64,") })
    for word in ["http:", "https:", "@import", "url(http", "javascript:"] {
      #expect(!html.contains(word))
    }
  }

  @Test func `Names with the signs of markup stay text`() throws {
    var records = StudyFixture.records
    records[0].run = "a<b> & \"c\"|d`e*\u{1b}"
    records[0].command = "alexnet | cat <x & \"y\""
    let report = try ReproductionReport(records: records)
    let check = MarkupCheck(report.html)
    #expect(check.problems.isEmpty)
    #expect(!check.elements.contains("b>"))
    #expect(report.html.contains("a&lt;b&gt; &amp; &quot;c&quot;|d`e*\\x1b"))
    #expect(!report.html.contains("\u{1b}"))
    #expect(report.markdown.contains("a\\<b\\> & \"c\"\\|d\\`e\\*\\\\x1b"))
    #expect(Self.tables(report.markdown).allSatisfy { Set($0).count == 1 })
  }

  /// Returns the numbers of cells of the rows of each table.
  private static func tables(_ markdown: String) -> [[Int]] {
    var tables: [[Int]] = [[]]
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("|") {
        tables[tables.count - 1].append(line.replacing("\\|", with: "").count { $0 == "|" })
      } else if tables.last != [] {
        tables.append([])
      }
    }
    return tables.filter { !$0.isEmpty }
  }

  @Test func `The rows of a Markdown table have equally many cells`() throws {
    let tables = Self.tables(try StudyFixture.report().markdown)
    #expect(tables.count > 20)
    #expect(tables.allSatisfy { Set($0).count == 1 })
  }

  @Test func `A study with missing runs is marked, and a finished one is not`() throws {
    let partial = try StudyFixture.report()
    #expect(partial.unfinished.map(\.run).sorted().first == "cifar-11-seed-2")
    #expect(partial.html.contains("This study is not finished."))
    #expect(partial.markdown.contains("This study is not finished."))
    let whole = try ReproductionReport(records: StudyFixture.records)
    #expect(whole.unfinished.isEmpty)
    #expect(!whole.html.contains("not finished"))
  }

  @Test func `Each record is in the tables with its digest`() throws {
    let report = try StudyFixture.report()
    for record in report.records {
      #expect(report.html.contains(record.digest), "\(record.run)")
      #expect(report.markdown.contains(record.digest), "\(record.run)")
    }
  }

  @Test func `A study without runs has a report`() throws {
    let report = try ReproductionReport(records: [])
    #expect(MarkupCheck(report.html).problems.isEmpty)
    #expect(report.claims.allSatisfy { report.outcomes(of: $0).isEmpty })
  }

  @Test func `A planned study has a report before its first run`() throws {
    let study = try plan(request([.lrn, .kernels]))
    let report = try ReproductionReport(study, records: [])
    #expect(report.unfinished.count == study.runs.count)
    let outcomes = report.claims.flatMap { report.outcomes(of: $0) }
    #expect(!outcomes.isEmpty && outcomes.allSatisfy { $0.verdict.kind == .notTested })
    #expect(MarkupCheck(report.html).problems.isEmpty)
  }

  @Test func `Records that contradict each other are refused`() throws {
    var records = [StudyFixture.records[0], StudyFixture.records[0]]
    #expect(throws: ReportError.sameRun(records[0].run)) {
      try ReproductionReport(records: records)
    }
    records[1].run = "other"
    #expect(throws: ReportError.self) { try ReproductionReport(records: records) }
    records[1].plan.seed = 7
    #expect(throws: Never.self) { try ReproductionReport(records: records) }
    #expect(throws: ReportError.unknownExperiment("nothing")) {
      try ReproductionReport(
        records: [], omissions: [.init(experiment: "nothing", reason: "It is too long.")])
    }
  }

  @Test func `Experiments have different names, and are found by their claims`() {
    let names = Claim.all.flatMap(\.experiments).map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(Claim.all.map(\.name)) == Set(Claim.Name.allCases))
    #expect(Claim.Name.allCases.allSatisfy { Claim.named($0).name == $0 })
  }
}
