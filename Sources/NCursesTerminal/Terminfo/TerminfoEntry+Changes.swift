/// The changes to the user's entry. Capabilities have the numbers of `<term.h>`.
extension TerminfoEntry {
  /// Removes the capabilities with which ncurses would scroll parts of the screen, which is visible
  /// as a jump.
  mutating func dropScrolling() {
    let changeScrollRegion = 3
    let deleteAndInsertLine = [22, 53, 106, 110]
    let indexAndReverse = [109, 113, 129, 130]
    let repeatCharacter = 121
    for index in [changeScrollRegion, repeatCharacter] + deleteAndInsertLine + indexAndReverse
    where index < strings.count { strings[index] = nil }
  }

  /// Allows as many pairs of colours as ncurses can number. Entries with eight colours allow 64,
  /// which are too few for all pairs that include the terminal's own colours.
  mutating func allowManyPairs() {
    setNumber(14, 1 << 16)  // max_pairs
  }

  /// Defines the colours from 256 as 24-bit colours; colours 0 to 255 remain those of the palette.
  /// The sequences have semicolons, which more terminals accept than the colons of the standard.
  mutating func useDirectColor() {
    setBoolean(27, false)  // can_change_color: the palette belongs to the user
    setNumber(13, 1 << 24)  // max_colors
    if strings.count <= 297 || strings[297] == nil { setString(297, "\u{1b}[39;49m") }  // orig_pair
    // orig_colors, initialize_color, initialize_pair, set_color_pair, set_fore- and set_background
    for index in 298...303 { setString(index, nil) }
    setString(359, Self.setColor(base: 3))  // set_a_foreground
    setString(360, Self.setColor(base: 4))  // set_a_background
    let rgb = Array("RGB".utf8)
    extensions.numbers.removeAll { $0.name == rgb }
    extensions.strings.removeAll { $0.name == rgb }
    extensions.booleans.removeAll { $0.name == rgb }
    extensions.booleans.append(.init(name: rgb, value: 1))
    extensions.booleans.sort { $0.name.lexicographicallyPrecedes($1.name) }
  }

  private static let keyMouse = 355

  /// True if the terminal reports the mouse.
  var hasMouseReports: Bool { Self.keyMouse < strings.count && strings[Self.keyMouse] != nil }

  /// Uses the mouse reports of xterm's mode 1006, for screens wider than 223 columns, if the entry
  /// has the older form.
  mutating func useWideMouseReports() {
    guard hasMouseReports, strings[Self.keyMouse] == Array("\u{1b}[M".utf8) else { return }
    setString(Self.keyMouse, "\u{1b}[<")
    let mode = Array("XM".utf8)
    extensions.strings.removeAll { $0.name == mode }
    extensions.strings.append(
      .init(name: mode, value: Array("\u{1b}[?1006;1000%?%p1%{1}%=%th%el%;".utf8)))
    extensions.strings.sort { $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// Returns the sequence that sets a colour: 3n or 4n for the first eight, `38;5;n` up to 255,
  /// then `38;2;r;g;b`.
  private static func setColor(base: Int) -> String {
    let red = "%p1%{65536}%/%{255}%&%d"
    let green = "%p1%{256}%/%{255}%&%d"
    let blue = "%p1%{255}%&%d"
    return "\u{1b}[%?%p1%{8}%<%t\(base)%p1%d"
      + "%e%p1%{256}%<%t\(base)8;5;%p1%d"
      + "%e\(base)8;2;\(red);\(green);\(blue)%;m"
  }

  private mutating func setBoolean(_ index: Int, _ value: Bool) {
    while booleans.count <= index { booleans.append(0) }
    booleans[index] = value ? 1 : 0
  }

  private mutating func setNumber(_ index: Int, _ value: Int32) {
    while numbers.count <= index { numbers.append(-1) }
    numbers[index] = value
  }

  private mutating func setString(_ index: Int, _ value: String?) {
    while strings.count <= index { strings.append(nil) }
    strings[index] = value.map { Array($0.utf8) }
  }
}
