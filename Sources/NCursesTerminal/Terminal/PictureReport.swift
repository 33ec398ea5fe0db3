import Glibc
import TerminalUI

/// The way in which pictures are drawn on the terminal of a process.
public struct PictureReport: Equatable, Sendable {
  /// A reason why pictures are drawn in half blocks.
  public enum Limit: Hashable, Sendable {
    /// The terminal has less than 256 colours, or no Unicode.
    case cells
    /// tmux or GNU screen answers for itself.
    case multiplexer
    /// A terminal of this type can show questions as text, or standard input or output is not the terminal.
    case notAsked
    /// The terminal has not answered in time.
    case noAnswer
    /// The terminal has neither kitty's graphics protocol nor sixel graphics.
    case noProtocol
    /// The terminal does not report the size of a cell.
    case noCellSize
  }

  /// The protocol; `nil` for half blocks.
  public var format: PictureProtocol?
  /// The size of a cell, if the terminal reports it.
  public var cell: PixelSize?
  /// The reason for half blocks; `nil` for a protocol.
  public var limit: Limit?

  /// Creates a report from values.
  public init(format: PictureProtocol? = nil, cell: PixelSize? = nil, limit: Limit? = nil) {
    (self.format, self.cell, self.limit) = (format, cell, limit)
  }

  /// Asks the terminal, and waits up to half a second for its answers.
  /// - Parameters:
  ///   - options: The options with which it would be opened.
  ///   - capabilities: Its colours and characters.
  public static func asking(
    _ options: TerminalOptions, _ capabilities: TerminalCapabilities
  ) -> PictureReport {
    guard ScreenPictures(.auto, capabilities).canAsk else { return PictureReport(limit: .cells) }
    guard TerminalQuery.canAskForPictures(options.environment) else {
      let isSafe = BackgroundQuery.isSafe(options.environment)
      return PictureReport(limit: isSafe ? .multiplexer : .notAsked)
    }
    guard isatty(options.input) == 1, isatty(options.output) == 1,
      tcgetpgrp(options.input) == getpgrp()
    else { return PictureReport(limit: .notAsked) }
    guard let answers = answers(options.input, options.output) else {
      return PictureReport(limit: .noAnswer)
    }
    return PictureReport(answers, reported: Curses.cellPixels(of: options.output))
  }

  /// Creates the report for the answers of a terminal.
  init(_ answers: TerminalAnswers, reported: PixelSize?) {
    let support = PictureSupport(.auto, answers, reported: reported)
    self.init(format: support?.format, cell: answers.cell ?? reported)
    if support == nil {
      limit = answers.hasKittyGraphics || answers.hasSixel ? .noCellSize : .noProtocol
    }
  }

  /// Sends the questions and reads the answers, without echo.
  /// - Returns: The answers; `nil` if the last one has not arrived after half a second.
  private static func answers(_ input: Int32, _ output: Int32) -> TerminalAnswers? {
    var modes = termios()
    guard tcgetattr(input, &modes) == 0 else { return nil }
    var silent = modes
    silent.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(input, TCSANOW, &silent) == 0 else { return nil }
    defer { tcsetattr(input, TCSAFLUSH, &modes) }
    // The row of the cursor is erased, because a terminal can show the text of a question.
    let question = TerminalQuery([.pictures, .cellPixels]).bytes + Array("\r\u{1b}[K".utf8)
    guard write(output, question, question.count) == question.count else { return nil }
    var decoder = KeyDecoder()
    decoder.expectsAnswer = true
    var keys: [TerminalEvent] = []
    let deadline = ContinuousClock.now + .milliseconds(500)
    while decoder.expectsAnswer {
      let left = EventLoop.milliseconds(ContinuousClock.now.duration(to: deadline))
      var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      var byte: UInt8 = 0
      guard left > 0, poll(&waiting, 1, left) > 0, read(input, &byte, 1) == 1 else { return nil }
      decoder.decode(.scalar(Unicode.Scalar(byte)), into: &keys)
    }
    return decoder.answers
  }
}
