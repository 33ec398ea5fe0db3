import ArgumentParser
import Cluster
import FoundationEssentials
import LiveSession
import Machine
import NCursesTerminal

/// Reports what this machine and terminal can do.
struct Doctor: NamedCommand {
  static let name = "doctor"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Show what this machine and this terminal can do, and how they could do more.",
    discussion: """
      Each line has a state: 'ok'; 'limited' if the program works and could do more; 'missing' for a \
      part that only some commands need; 'failed' if the program cannot train. The exit status is 1 if \
      a check has failed, and otherwise 0.
      """)

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let report = DoctorReport(
      version: AlexNetCommand.programVersion, commit: VersionReport.commit,
      checks: checks(ProcessInfo.processInfo.environment))
    let width = min(100, StandardOutput.columns ?? 80)
    try StandardOutput.print(json ? JSONText.of(report) : report.text(width: width))
    if report.hasFailed { throw ExitCode(1) }
  }

  private func checks(_ environment: [String: String]) -> [DoctorCheck] {
    let program = JobMember.program
    let processes = ProcessChecks(
      parts: MPIPart.all(near: program, environment),
      launchers: LauncherSearch(for: program, environment))
    let folders = FolderChecks(
      runs: (try? store.store()).map { FolderAccess(of: $0.directory) },
      data: (try? DataGet.defaultDirectory()).map { FolderAccess(of: $0) },
      settings: UserFolders.settings(environment).map { FolderAccess(of: $0) })
    let terminal = TerminalReport()
    let pictures =
      terminal.problem == nil
      ? PictureReport.asking(TerminalOptions(), terminal.capabilities) : PictureReport()
    return ComputingChecks(environment).all
      + TerminalChecks(report: terminal, pictures: pictures).all
      + processes.all + folders.all
  }
}
