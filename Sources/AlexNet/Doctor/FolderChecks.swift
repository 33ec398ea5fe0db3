import Blueprint
import Downloads
import Machine

/// The checks of the folders in which the program stores something.
struct FolderChecks {
  /// The folder of all runs; `nil` if no variable names one.
  var runs: FolderAccess?
  /// The folder of data sets that the program fetches.
  var data: FolderAccess?
  /// The folder of the settings of the screen.
  var settings: FolderAccess?

  /// All checks, in the order in which they are printed.
  var all: [DoctorCheck] { [runsCheck, dataCheck, settingsCheck] }

  private var runsCheck: DoctorCheck {
    let advice = "Give another folder with --runs, or set XDG_DATA_HOME."
    guard let runs else { return Self.unnamed("runs", .failed, advice) }
    guard runs.isWritable else { return Self.unwritable("runs", .failed, runs, advice) }
    let (small, large) = (Self.checkpointBytes("compact"), Self.checkpointBytes("alexnet"))
    let free = runs.freeBytes ?? .max
    guard free < large else { return Self.sound("runs", runs) }
    let network = free < small ? ("compact", small) : ("alexnet", large)
    return Self.full(
      "runs", free < small ? .failed : .limited, runs,
      "The checkpoints of a run of \(network.0) need \(network.1.fileSizeText). Free disk space, or give a "
        + "folder on another disk with --runs.")
  }

  private var dataCheck: DoctorCheck {
    let advice = "Give another folder to `\(DataGet.invocation)` with --to, or set XDG_DATA_HOME."
    guard let data else { return Self.unnamed("data sets", .limited, advice) }
    guard data.isWritable else { return Self.unwritable("data sets", .limited, data, advice) }
    // An archive and the files in it.
    let largest = 2 * (PublicDataSet.all.map(\.bytes).max() ?? 0)
    guard data.freeBytes ?? .max < largest else { return Self.sound("data sets", data) }
    return Self.full(
      "data sets", .limited, data,
      "The largest set of `\(DataGet.invocation)` needs \(largest.fileSizeText). Free disk space, or give a "
        + "folder on another disk with --to.")
  }

  private var settingsCheck: DoctorCheck {
    let advice =
      "The settings of the screen are not kept. Set XDG_CONFIG_HOME to a folder of your own."
    guard let settings else { return Self.unnamed("settings", .limited, advice) }
    guard settings.isWritable else {
      return Self.unwritable("settings", .limited, settings, advice)
    }
    return Self.sound("settings", settings)
  }

  /// Returns the bytes of the three checkpoints that a run keeps: the last two and the best one, each with
  /// weights and momentum buffers in single precision.
  private static func checkpointBytes(_ network: String) -> Int {
    let parameters = try? NetworkSpec.named(network).layout().parameters
    return 3 * 2 * 4 * (parameters ?? 0)
  }

  private static func unnamed(
    _ name: String, _ state: DoctorCheck.State, _ advice: String
  ) -> DoctorCheck {
    DoctorCheck(
      .folders, name, state: state, "neither an XDG variable nor HOME names a folder",
      advice: advice)
  }

  private static func unwritable(
    _ name: String, _ state: DoctorCheck.State, _ folder: FolderAccess, _ advice: String
  ) -> DoctorCheck {
    DoctorCheck(
      .folders, name, state: state, "\(folder.path) cannot be written", advice: advice,
      facts: facts(folder))
  }

  private static func full(
    _ name: String, _ state: DoctorCheck.State, _ folder: FolderAccess, _ advice: String
  ) -> DoctorCheck {
    var check = sound(name, folder)
    (check.state, check.advice) = (state, advice)
    return check
  }

  private static func sound(_ name: String, _ folder: FolderAccess) -> DoctorCheck {
    let free = folder.freeBytes.map { ", \($0.fileSizeText) free" } ?? ""
    return DoctorCheck(.folders, name, folder.path + free, facts: facts(folder))
  }

  private static func facts(_ folder: FolderAccess) -> [String: DoctorCheck.Fact] {
    var facts: [String: DoctorCheck.Fact] = [
      "path": .text(folder.path), "isWritable": .flag(folder.isWritable),
    ]
    facts["freeBytes"] = folder.freeBytes.map { .count($0) }
    return facts
  }
}
