/// The command lines of the program that messages name. A test checks that the program has these commands.
public enum ProgramCommand {
  /// The name of the program.
  public static let program = "alexnet"
  /// Lists all runs.
  public static let listRuns = "\(program) runs list"

  /// Shows a run.
  public static func attach(to run: String) -> String { "\(program) attach \(run)" }

  /// Continues a run.
  public static func resume(_ run: String) -> String { "\(program) resume \(run)" }

  /// Evaluates a run on images.
  public static func evaluate(_ run: String) -> String { "\(program) evaluate \(run)" }

  /// Starts a training with a lesson.
  public static func watch(lesson: String) -> String { "\(program) watch --lesson \(lesson)" }

  /// Measures a claim of the paper over several seeds.
  public static func reproduce(_ claim: String) -> String { "\(program) reproduce \(claim)" }

  /// Checks a network file.
  public static func describe(_ path: String) -> String { "\(program) describe \(path)" }

  /// Fetches a public data set.
  public static func getData(_ name: String) -> String { "\(program) data get \(name)" }

  /// Makes all images of a folder 256×256.
  public static func prepareData(_ path: String) -> String {
    "\(program) data prepare \(path) --to DIR"
  }
}
