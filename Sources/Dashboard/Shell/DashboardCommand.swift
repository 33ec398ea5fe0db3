import TerminalUI

/// The meaning of a key or a mouse gesture on the dashboard: a command of one feature.
enum DashboardCommand: Hashable, Sendable {
  case shell(ShellCommand)
  case pages(PagesCommand)
  case panels(PanelsCommand)
  case live(LiveCommand)
  case lanes(LanesCommand)
  case kernels(KernelsCommand)
  case timeline(TimelineCommand)
  case charts(ChartsCommand)
  case layers(LayersCommand)
  case images(ImagesCommand)
  case ranks(RanksCommand)
  case compare(CompareCommand)
  case runList(RunListCommand)
  case evaluating(EvaluatingCommand)
  case exporting(ExportingCommand)
  case tour(TourCommand)
  /// A key of the page, dialog or prompt over the screen.
  case box(Key)
}
