import NCursesTerminal
import TerminalUI

/// The checks of the terminal.
struct TerminalChecks {
  var report: TerminalReport
  var pictures = PictureReport()

  /// All checks, in the order in which they are printed. On a terminal that cannot be drawn on, only that is
  /// reported.
  var all: [DoctorCheck] {
    let type = typeCheck
    return report.problem == nil
      ? [type, terminfoCheck, colorCheck, unicodeCheck, pictureCheck, mouseCheck] : [type]
  }

  private var typeCheck: DoctorCheck {
    var facts: [String: DoctorCheck.Fact] = [:]
    facts["type"] = report.type.map { .text($0) }
    facts["columns"] = report.size.map { .count($0.width) }
    facts["rows"] = report.size.map { .count($0.height) }
    if let problem = report.problem {
      return DoctorCheck(
        .terminal, "terminal", state: .limited, problem.problem,
        advice:
          "The dashboard needs a terminal. \(problem.remedy). `\(Train.invocation)` needs none.",
        facts: facts)
    }
    let type = report.type ?? ""
    guard let size = report.size else {
      return DoctorCheck(.terminal, "terminal", type, facts: facts)
    }
    let least = ScreenSize.minimum
    let isSmall = size.width < least.width || size.height < least.height
    return DoctorCheck(
      .terminal, "terminal", state: isSmall ? .limited : .ok,
      "\(type), \(size.width)x\(size.height)",
      advice: isSmall ? "Enlarge the window to \(least) or more." : nil, facts: facts)
  }

  private var terminfoCheck: DoctorCheck {
    guard let substitution = report.substitution else {
      return DoctorCheck(
        .terminal, "terminfo", "has an entry for this type", facts: ["hasEntry": .flag(true)])
    }
    return DoctorCheck(
      .terminal, "terminfo", state: .limited,
      "has no entry for this type, and that of \(substitution.substitute) is used",
      advice: substitution.remedy, facts: ["hasEntry": .flag(false)])
  }

  private var colorCheck: DoctorCheck {
    let depth = report.capabilities.depth
    let bits: [ColorDepth: Int] = [.mono: 0, .eight: 3, .sixteen: 4, .indexed: 8, .direct: 24]
    let value =
      switch depth {
      case .mono: "none"
      case .eight: "8"
      case .sixteen: "16"
      case .indexed: "256"
      case .direct: "24-bit"
      }
    return DoctorCheck(
      .terminal, "colours", state: report.colorLimit == nil ? .ok : .limited, value,
      advice: report.colorLimit.map(Self.advice), facts: ["bits": .count(bits[depth]!)])
  }

  private static func advice(on limit: ColorLimit) -> String {
    switch limit {
    case .noColor: "Unset NO_COLOR, or give --color truecolor."
    case .noColorsInEntry:
      "The terminfo entry has no colours. Set TERM=xterm-256color if the terminal follows xterm."
    case .screen: "GNU screen has no 24-bit colours. Use tmux, or no multiplexer."
    case .unreadableEntry:
      "The terminfo entry cannot be changed to have more colours. Unset TERMINFO if it contains an entry, "
        + "or install the entry as a file."
    case .notDeclared:
      "If the terminal shows 24-bit colours, as nearly all do, set COLORTERM=truecolor. A login over ssh "
        + "does not transfer this variable."
    }
  }

  private var unicodeCheck: DoctorCheck {
    let advice = report.unicodeLimit.map { limit in
      switch limit {
      case .locale:
        "The encoding of the locale is not UTF-8. Set LANG=C.UTF-8, and unset LC_ALL and LC_CTYPE."
      case .linuxConsole:
        "The font of the Linux console has too few characters. Log in from a terminal program."
      }
    }
    return DoctorCheck(
      .terminal, "Unicode", state: advice == nil ? .ok : .limited,
      advice == nil ? "UTF-8, with lines of curves in braille" : "ASCII only", advice: advice,
      facts: ["utf8": .flag(advice == nil)])
  }

  private var pictureCheck: DoctorCheck {
    if let format = pictures.format, let cell = pictures.cell {
      return DoctorCheck(
        .terminal, "pictures", "\(format.rawValue), \(cell.width)x\(cell.height) pixels a cell",
        facts: [
          "protocol": .text(format.rawValue), "cellWidth": .count(cell.width),
          "cellHeight": .count(cell.height), "pixelsPerCell": .count(cell.width * cell.height),
        ])
    }
    let appearance = Appearance(report.capabilities)
    let (value, pixels): (String, Int) =
      if appearance.hasHalfBlocks {
        ("half blocks, two pixels a cell", 2)
      } else if appearance.depth >= .indexed {
        ("one pixel a cell", 1)
      } else {
        ("characters of different brightness", 0)
      }
    let advice =
      pixels == 2
      ? pictures.limit.map(Self.advice)
      : "Pictures need 256 colours or more, and Unicode; see above."
    return DoctorCheck(
      .terminal, "pictures", state: advice == nil ? .ok : .limited, value, advice: advice,
      facts: ["protocol": .text("blocks"), "pixelsPerCell": .count(pixels)])
  }

  private static func advice(on limit: PictureReport.Limit) -> String {
    switch limit {
    case .cells: "Pictures need 256 colours or more, and Unicode; see above."
    case .multiplexer:
      "tmux and GNU screen do not transmit pictures. Start the program outside of them, or give --pictures sixel "
        + "in a tmux with sixel graphics."
    case .notAsked:
      "The terminal was not asked for pictures. Start this command on a terminal, without a pipe; --pictures "
        + "chooses a protocol without asking."
    case .noAnswer:
      "The terminal has not answered. Give --pictures kitty or --pictures sixel if it has one of them."
    case .noProtocol:
      "The terminal has neither kitty's graphics protocol nor sixel graphics. kitty, Ghostty, WezTerm, foot and "
        + "others draw pictures in their own pixels."
    case .noCellSize:
      "The terminal does not report the size of a cell. Give --pictures kitty or --pictures sixel."
    }
  }

  private var mouseCheck: DoctorCheck {
    let hasMouse = report.hasMouseReports
    return DoctorCheck(
      .terminal, "mouse", state: hasMouse ? .ok : .limited,
      hasMouse ? "clicks and the wheel" : "none",
      advice: hasMouse
        ? nil : "The terminfo entry has no mouse. Every action also has a key; ? lists them.",
      facts: ["mouse": .flag(hasMouse)])
  }
}
