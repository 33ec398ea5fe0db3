import Foundation
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

  /// Writes the report of the runs that are finished, as HTML and as Markdown.
  /// - Returns: The path of the HTML file.
  /// - Throws: `ReportError` if records contradict each other, and `RunsError.fileFailed`.
  @discardableResult
  func write(_ records: [RunRecord]) throws -> String {
    let report = try ReproductionReport(study, records: records)
    let (html, markdown) = (report.html, report.markdown)
    try folder.write(html, as: "report.html")
    try folder.write(markdown, as: "report.md")
    guard let file else { return "\(folder.path)/report.html" }
    try FileBytes.replace(file, Array(html.utf8))
    try FileBytes.replace("\(file.dropLast(".html".count)).md", Array(markdown.utf8))
    return file
  }
}

extension ReportError: ProgramError {
  var hasNotStarted: Bool { true }
}
