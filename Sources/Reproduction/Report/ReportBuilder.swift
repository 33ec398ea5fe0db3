/// The sections of a report in order. Figures have numbers, and a figure that two experiments share is drawn once.
struct ReportBuilder {
  /// The report.
  let report: ReproductionReport
  /// The number of figures so far.
  private var figures = 0
  /// The numbers of figures by their contents.
  private var drawn: [String: Int] = [:]

  /// Creates a builder at the beginning of a report.
  init(report: ReproductionReport) { self.report = report }

  /// Returns the records of an arm that claims are decided by.
  func measured(_ arm: Arm.Name) -> [RunRecord] {
    report.records.filter { $0.arm == arm && $0.purpose == .measurement }
  }

  /// Returns the anchor and the number of a new figure.
  mutating func nextFigure() -> (id: String, number: String) {
    figures += 1
    return ("figure-\(figures)", "Figure \(figures)")
  }

  /// Returns true if a figure is there already.
  func hasDrawn(_ contents: String) -> Bool { drawn[contents] != nil }

  /// Returns a figure, or a reference to it if it is there already.
  /// - Parameters:
  ///   - contents: A text that two figures have in common exactly if they are the same.
  ///   - build: Returns the figure for an anchor and a number; `nil` if there is nothing to draw.
  mutating func once(
    _ contents: String, _ build: (_ id: String, _ number: String) -> Figure?
  ) -> [Block] {
    if let number = drawn[contents] {
      return [.paragraph("The curves are in \(link: "Figure \(number)", to: "figure-\(number)").")]
    }
    let number = figures + 1
    guard let figure = build("figure-\(number)", "Figure \(number)") else { return [] }
    figures = number
    drawn[contents] = number
    return [.figure(figure)]
  }
}
