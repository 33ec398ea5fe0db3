import Blueprint

/// An action that `update` asks of its caller, which owns the terminal and the connection to the
/// trainer.
public enum DashboardEffect: Equatable, Sendable {
  /// Sends a command to the trainer for the run with this name; `nil` is the only run, or all of
  /// them.
  case send(TrainerCommand, run: String? = nil)
  /// Starts a trainer for the runs whose trainer was lost, each from its latest checkpoint. Their
  /// `resumed` events answer, or `DashboardInput.resumeFailed`.
  case resume
  /// Measures how many more lanes of this plan fit; `DashboardInput.room` answers.
  case measureRoom(RunPlan)
  /// Lists the runs on disk. `DashboardInput.runList` answers this effect and the next four.
  case listRuns
  /// Reads the runs with these names and all of their events.
  case loadRuns([String])
  /// Renames the run with this name.
  case renameRun(String, to: String)
  /// Deletes the run with this name.
  case deleteRun(String)
  /// Replaces the note on a run.
  case writeNote(String, run: String)
  /// Reads the steps of a run's timeline, and its kernels at the last record at or before `step`;
  /// the latest record if `step` is `nil`. A `run` of `nil` is the only one.
  /// `DashboardInput.kernels` answers.
  case loadKernels(step: Int?, run: String? = nil)
  /// Reads the steps of the statistics of a run's layers, and the records after a step; all records if
  /// `after` is `nil`. A `run` of `nil` is the only one. `DashboardInput.layers` answers.
  case loadLayers(after: Int?, run: String? = nil)
  /// Reads which checkpoints and kernels a run has; `DashboardInput.runFiles` answers.
  case inspect(run: String)
  /// Evaluates a network; `DashboardInput.evaluation` answers, several times.
  case evaluate(EvaluationRequest)
  /// Ends the evaluation in progress.
  case cancelEvaluation
  /// Writes files for other programs; `DashboardInput.export` answers, several times.
  case export(ExportRequest)
  /// Ends the export in progress.
  case cancelExport
  /// Reads the names in a folder, whose path begins with "/" or "~/"; `DashboardInput.folder` answers.
  case listFolder(String)
  /// Searches the user's own images and decodes each; `nil` ends the search in progress.
  /// `DashboardInput.foundImages` answers, several times.
  case findImages(ImageFileRequest?)
  /// Analyses an image with the network of a checkpoint of a run that is over, or measures its confusion;
  /// `nil` ends the work in progress. A `run` of `nil` is the only one. `DashboardInput.imageAnswer` answers,
  /// several times.
  case analyzeImages(ImageRequest?, run: String? = nil)
  /// Closes the dashboard; the run is not affected.
  case quit
  /// Stops the process as ^Z does.
  case suspend
  /// Draws every cell again.
  case repaint
}
