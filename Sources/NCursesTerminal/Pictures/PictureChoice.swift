/// The pictures that the user requests.
public enum PictureChoice: String, CaseIterable, Sendable {
  /// The terminal's own pixels where it answers that it can draw them, otherwise half blocks. Inside tmux and GNU
  /// screen, which do not transmit the question, half blocks.
  case auto
  /// The graphics protocol of kitty, without a question.
  case kitty
  /// Sixel graphics, without a question.
  case sixel
  /// Half blocks.
  case blocks
}

/// A way to send pictures in the terminal's own pixels.
public enum PictureProtocol: String, CaseIterable, Sendable {
  /// The graphics protocol of kitty, which Ghostty, WezTerm, Konsole and iTerm2 have too.
  case kitty
  /// Sixel graphics of the VT340, which xterm, foot, Windows Terminal and VS Code have.
  case sixel
}
