/// The questions to the terminal, which are sent together. The primary device attributes, which every terminal
/// answers, are the last question: after their answer no other follows.
struct TerminalQuery: OptionSet {
  let rawValue: Int

  /// The background colour (OSC 11 of xterm).
  static let background = TerminalQuery(rawValue: 1)
  /// The support of pictures: kitty's graphics protocol, and the colour registers of sixel graphics (XTSMGRAPHICS
  /// of xterm). Sixel graphics are one of the device attributes.
  static let pictures = TerminalQuery(rawValue: 2)
  /// The size of a cell in pixels (XTWINOPS of xterm).
  static let cellPixels = TerminalQuery(rawValue: 4)

  /// The number of the picture in the question for kitty's graphics.
  static let kittyNumber = 31

  /// The escape sequences.
  var bytes: [UInt8] {
    var text = ""
    // A terminal without application program commands can show the text of this one, which therefore has to be sent
    // to a place that is drawn again afterwards.
    if contains(.pictures) {
      text += "\u{1b}_Gi=\(Self.kittyNumber),s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\\u{1b}[?1;1;0S"
    }
    if contains(.cellPixels) { text += "\u{1b}[16t" }
    if contains(.background) { text += "\u{1b}]11;?\u{7}" }
    return Array((text + "\u{1b}[c").utf8)
  }

  /// Returns true if a terminal can be asked for pictures: it is known not to show questions as text, and is not
  /// inside tmux or GNU screen, which answer for themselves.
  /// - Parameter environment: The environment variables of the terminal.
  static func canAskForPictures(_ environment: [String: String]) -> Bool {
    BackgroundQuery.isSafe(environment) && !TerminalOptions.isInMultiplexer(environment)
  }
}
