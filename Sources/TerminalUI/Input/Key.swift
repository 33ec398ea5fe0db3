/// A key press, as reported by the terminal.
public enum Key: Hashable, Sendable {
  /// A key that types a character.
  case character(Unicode.Scalar)
  /// Control and a lower-case letter.
  case control(Unicode.Scalar)
  /// A function key, from F1.
  case function(Int)
  /// Keys that move.
  case up, down, left, right, home, end, pageUp, pageDown
  /// Other keys; `backTab` is Shift and Tab.
  case enter, escape, tab, backTab, backspace, delete
}

extension Key {
  /// The arrow, Home or End that a letter stands for where it has no meaning of its own, as in vi:
  /// h, j, k, l, g and G; `nil` for other keys.
  public var direction: Key? {
    switch self {
    case .character("h"): .left
    case .character("j"): .down
    case .character("k"): .up
    case .character("l"): .right
    case .character("g"): .home
    case .character("G"): .end
    default: nil
    }
  }

  /// Returns the name of the key, in ASCII where an arrow would look like another key.
  func name(in glyphs: GlyphSet) -> String {
    glyphs.spellingArrows(in: name)
  }

  /// The name of the key in a footer or on a help page.
  public var name: String {
    switch self {
    case .character(" "): "space"
    case .character(let scalar): String(Character(scalar))
    case .control(let scalar): "^" + String(Character(scalar)).uppercased()
    case .function(let number): "F\(number)"
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    }
  }
}
