import Glibc
import TerminalUI

/// The questions to the terminal, which are sent after a frame, and what follows from the answers.
extension Terminal {
  /// Sends the question that is due, unless the terminal still has to answer the one before.
  /// - Parameter frame: The frame on the screen. Its first row is drawn again, because a terminal can show the text of
  ///   a question that it does not support.
  func ask(over frame: Frame) {
    guard let question, !decoder.expectsAnswer else { return }
    self.question = nil
    decoder.expectsAnswer = true
    decoder.answers = TerminalAnswers()
    asked = question
    lastInput = .now
    guard question.contains(.pictures), frame.height > 0 else {
      return Curses.send(question.bytes)
    }
    Curses.send(Self.withCursorKept(Array("\u{1b}[H".utf8) + question.bytes))
    redrawFirstRow(of: frame)
  }

  /// Returns bytes that leave the cursor where ncurses expects it.
  private static func withCursorKept(_ bytes: [UInt8]) -> [UInt8] {
    Array("\u{1b}7".utf8) + bytes + Array("\u{1b}8".utf8)
  }

  /// Sends the first row of a frame again.
  private func redrawFirstRow(of frame: Frame) {
    if capabilities.depth == .direct {
      Curses.send(
        Self.withCursorKept(
          frame.firstRow.changes(
            from: nil, width: size.width, height: size.height, depth: capabilities.depth,
            unicode: capabilities.unicode)))
    } else {
      Curses.redrawRow(0)
      Curses.update()
    }
  }

  /// Changes the pictures according to the answers, when the last one has been read.
  /// - Returns: The event that follows; `nil` if nothing changes.
  func applyAnswers() -> TerminalEvent? {
    guard !decoder.expectsAnswer, let asked else { return nil }
    self.asked = nil
    guard !asked.isDisjoint(with: [.pictures, .cellPixels]) else { return nil }
    if asked.contains(.pictures) { pictures.answers = decoder.answers }
    if let cell = decoder.answers.cell { pictures.answers?.cell = cell }
    let before = capabilities.cellPixels
    choosePictures(pictures.answers)
    return capabilities.cellPixels == before ? nil : .cellPixels(capabilities.cellPixels)
  }

  /// Chooses the protocol of pictures.
  /// - Parameter answers: The answers of the terminal; `nil` if there are none.
  func choosePictures(_ answers: TerminalAnswers?) {
    pictures.choose(answers, reported: Curses.cellPixels(of: output))
    capabilities.cellPixels = pictures.support?.cell
    Curses.setHasPictures(pictures.support != nil)
  }

  /// The protocol of pictures that was requested without effect, because the terminal lacks Unicode or 256 colours;
  /// `nil` otherwise.
  public var refusedPictures: PictureProtocol? { pictures.refused }

  /// Removes all pictures before the screen is left.
  func removePictures() {
    let bytes = pictures.removeAll()
    if !bytes.isEmpty { Curses.send(bytes) }
  }

  /// Discards an answer whose rest has not arrived for two seconds, so that keys are not taken for it.
  func discardCutAnswer() {
    if decoder.isInsideAnswer, ContinuousClock.now - lastInput > .seconds(2) {
      decoder.discardAnswer()
    }
  }

  /// Waits up to 200 ms for an answer to a question, which would otherwise arrive as input of the
  /// shell.
  func awaitAnswer() {
    let deadline = ContinuousClock.now + .milliseconds(200)
    while decoder.expectsAnswer {
      let left = EventLoop.milliseconds(ContinuousClock.now.duration(to: deadline))
      guard left > 0, hasInput(within: left), readEvents() != nil else { return }
    }
  }

  /// Returns true if there is input, or if some arrives within a time in milliseconds.
  func hasInput(within milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, milliseconds) > 0
  }
}
