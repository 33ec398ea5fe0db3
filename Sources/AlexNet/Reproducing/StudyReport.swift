import Reproduction
import Runs

/// Writes the report of a study: into its folder, and also as the file of `--report`.
struct StudyReport {
  private let study: Study
  private let folder: StudyFolder
  private let file: String?

  /// - Parameter file: The path of another file, which ends in `.html`; `nil` for none.
  init(_ study: Study, in folder: StudyFolder, file: String?) {
    self.study = study
    self.folder = folder
    self.file = file?.absolutePath
  }

  /// The path of the HTML file: that of `--report`, or the one in the folder.
  var path: String { file ?? "\(folder.path)/report.html" }

  /// Writes the report of the runs that are finished, as HTML and as Markdown.
  /// - Throws: `ReportError` if records contradict each other, and `RunsError.fileFailed`.
  func write(_ records: [RunRecord]) throws {
    let report = try ReproductionReport(study, records: records)
    let (html, markdown) = (report.html, report.markdown)
    try folder.write(html, as: "report.html")
    try folder.write(markdown, as: "report.md")
    guard let file else { return }
    try FileBytes.replace(file, Array(html.utf8))
    try FileBytes.replace("\(file.dropLast(".html".count)).md", Array(markdown.utf8))
  }
}

extension ReportError: ProgramError {
  var hasNotStarted: Bool { true }
}
