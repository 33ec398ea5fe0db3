import DisplayText
import TerminalUI

/// The two lines about all ranks together, above the table of ranks.
struct RankSummaryText {
  /// A value and what it is a value of.
  struct Part {
    var value: String
    var meaning: String
    var style: (Theme) -> Style = { $0.strong }
    var columns: Int { value.columns + meaning.columns }
  }

  /// The parts of each line, the most important first.
  let lines: [[Part]]

  init(_ report: RankReport, _ state: DashboardState) {
    func count(_ number: Int, _ name: String) -> Part {
      Part(value: NumberText.grouped(number), meaning: " \(name)\(number == 1 ? "" : "s")")
    }
    var job = [
      Part(value: NumberText.perSecond(state.shownSpeed), meaning: " images/s together"),
      count(report.ranks.count, "rank"),
    ]
    if report.columns > 1 { job.append(count(report.columns, "column")) }
    if report.isHybrid { job.append(Part(value: "hybrid", meaning: "")) }
    job.append(count(report.hosts, "host"))
    if let batch = state.plan?.batch {
      job.append(Part(value: NumberText.grouped(batch), meaning: " images a step"))
    }
    job.append(Part(value: NumberText.memory(report.residentBytes), meaning: " of memory"))
    let computing = report.ranks.map(\.computing)
    let waiting = report.ranks.map(\.waiting)
    var times: [Part] = []
    for (condition, word) in [
      (RankReport.Condition.silent, " silent"), (.slow, " slow"), (.waiting, " waiting long"),
    ] where report.count(condition) > 0 {
      times.append(
        Part(value: NumberText.grouped(report.count(condition)), meaning: word) {
          condition == .silent ? $0.danger : condition == .slow ? $0.caution : $0.strong
        })
    }
    if report.longestStep > 0 {
      times += [
        Part(value: Self.range(computing), meaning: " ms computing"),
        Part(value: Self.range(waiting), meaning: " ms waiting"),
        Part(value: NumberText.share(report.waitingShare), meaning: " of all time waiting"),
      ]
    }
    lines = [job, times]
  }

  /// Returns the smallest and the largest of some times in milliseconds: "128–131"; one number if they
  /// are the same.
  static func range(_ seconds: [Double]) -> String {
    let (least, most) = (seconds.min() ?? 0, seconds.max() ?? 0)
    let digits = most < 0.099_95 ? 1 : 0
    let texts = [least, most].map { NumberText.fixed($0 * 1000, digits) }
    return texts[0] == texts[1] ? texts[0] : "\(texts[0])–\(texts[1])"
  }
}
