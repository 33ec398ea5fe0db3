import TerminalUI

/// The colours and strokes of the compare screen.
struct CompareStyle {
  let theme: Theme

  /// Returns the stroke of a run's curves, which depends only on the run's number. The baseline has the
  /// stroke of its number like every other run, so that a new baseline changes no colour.
  func stroke(ofRun number: Int) -> LineChart.Stroke { LineChart.Stroke(number, theme: theme) }

  /// Returns the style of a run's numbers, in the colour of its curves.
  func text(ofRun number: Int) -> Style { stroke(ofRun: number).style(theme) }

  /// The style of the word "baseline" in the table.
  var baseline: Style { theme.accent }

  /// The style of the borders of panels that show a difference from the baseline.
  var difference: Style { theme.amber }
}
