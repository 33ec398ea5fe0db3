import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct PictureSupportTests {
  private let usual = PixelSize(width: 10, height: 20)
  private let asked = PixelSize(width: 9, height: 18)
  private let reported = PixelSize(width: 8, height: 16)

  private func answers(kitty: Bool, sixel: Bool, cell: PixelSize?) -> TerminalAnswers {
    var answers = TerminalAnswers()
    answers.hasKittyGraphics = kitty
    answers.attributes = sixel ? [4, 22] : [22]
    answers.cell = cell
    return answers
  }

  @Test func theProtocolFollowsFromTheAnswers() {
    func support(kitty: Bool, sixel: Bool, cell: PixelSize?, reported: PixelSize?)
      -> PictureSupport?
    {
      PictureSupport(.auto, answers(kitty: kitty, sixel: sixel, cell: cell), reported: reported)
    }
    #expect(support(kitty: true, sixel: true, cell: asked, reported: reported)?.format == .kitty)
    #expect(support(kitty: false, sixel: true, cell: asked, reported: reported)?.format == .sixel)
    #expect(support(kitty: false, sixel: false, cell: asked, reported: reported) == nil)
    #expect(support(kitty: true, sixel: true, cell: nil, reported: nil) == nil)
    #expect(support(kitty: true, sixel: false, cell: asked, reported: reported)?.cell == asked)
    #expect(support(kitty: true, sixel: false, cell: nil, reported: reported)?.cell == reported)
    #expect(PictureSupport(.auto, nil, reported: reported) == nil)
  }

  @Test func aChoiceNeedsNoAnswer() {
    #expect(PictureSupport(.kitty, nil, reported: nil)?.format == .kitty)
    #expect(PictureSupport(.sixel, nil, reported: nil)?.cell == usual)
    #expect(PictureSupport(.sixel, nil, reported: reported)?.cell == reported)
    let all = answers(kitty: true, sixel: true, cell: asked)
    #expect(PictureSupport(.blocks, all, reported: reported) == nil)
    #expect(PictureSupport(.sixel, all, reported: reported)?.format == .sixel)
  }

  @Test func multiplexersAreNotAsked() {
    func canAsk(_ type: String, _ more: [String: String] = [:]) -> Bool {
      TerminalQuery.canAskForPictures(more.merging(["TERM": type]) { $1 })
    }
    for type in ["xterm", "xterm-256color", "xterm-kitty", "foot", "mlterm"] {
      #expect(canAsk(type))
    }
    for type in ["tmux-256color", "screen-256color", "linux", "dumb", ""] { #expect(!canAsk(type)) }
    #expect(!canAsk("xterm-256color", ["TMUX": "/tmp/x"]))
    #expect(!canAsk("xterm-256color", ["STY": "1.x"]))
  }
}
