import Blueprint
import DisplayText
import Exchange
import Runs

/// The result of an import, as text and as JSON.
struct ImportReport: Encodable {
  /// The name of the run.
  var run: String
  /// The name of the network.
  var network: String
  var parameters: Int
  var classes: Int
  /// True if the names of the classes are known.
  var hasClassNames: Bool
  /// The path of the file.
  var path: String
  /// The SHA-256 of the file.
  var sha256: String
  /// The images on which the run can continue; `nil` without any.
  var data: String?

  /// Describes the run of an import.
  init(of run: Run, _ network: NetworkImport) throws {
    let plan = try run.plan()
    self.run = run.name
    self.network = plan.network.name
    parameters = try plan.network.layout().parameters
    classes = plan.network.classes
    hasClassNames = plan.imported?.hasClassNames ?? false
    path = network.path
    sha256 = plan.imported?.sha256 ?? ""
    data = plan.data == .imported ? nil : plan.data.description
  }

  /// The network, and the next commands.
  func text(_ store: StoreOptions) -> String {
    let names = hasClassNames ? "" : ", whose names are not known (--classes)"
    let resume = store.commandLine(Resume.self, run) + (data == nil ? " --data PATH" : "")
    let title =
      "\(run): \(network), \(parameters.grouped) parameters, \(classes.grouped) classes\(names)"
    return """
      \(title.lines(width: StandardOutput.columns).joined(separator: "\n"))
      \(store.commandLine(KernelsCommand.self, run))  shows its kernels
      \(store.commandLine(Attach.self, run))  opens the screen
      \(resume)  continues the training
      """.printableLines
  }
}
