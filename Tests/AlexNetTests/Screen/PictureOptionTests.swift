import Testing

/// The refusals of `--pictures` before anything is drawn.
@Suite struct PictureOptionTests {
  @Test(arguments: [
    (["--ascii"], "--ascii"), (["--color", "never"], "--color never"),
    (["--color", "16"], "--color 16"), (["--once", "80x24"], "--once"),
  ])
  func pixelsNeedColoursAndAScreen(options: [String], other: String) throws {
    for pictures in ["kitty", "sixel"] {
      let result = try Program.run(["watch", "--pictures", pictures] + options)
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      #expect(
        result.errorText == """
          alexnet: --pictures \(pictures) draws pixels in many colours, and \(other) prints \
          characters. Leave out --pictures \(pictures) or \(other). `alexnet watch --help` lists \
          what can be given.

          """)
    }
  }

  @Test(arguments: [
    ["TMUX": "/tmp/tmux-0/default,1,0", "TERM": "xterm-256color"], ["TERM": "screen-256color"],
    ["TERM": "tmux-256color"], ["STY": "1.pts-0.host", "TERM": "xterm"],
  ])
  func picturesOfKittyAreRefusedInTmux(environment: [String: String]) throws {
    let result = try Program.run(["watch", "--pictures", "kitty"], environment: environment)
    #expect(result.status == 2)
    #expect(result.errorText.hasPrefix("alexnet: --pictures kitty has no effect in tmux"))
    #expect(result.errorText.count { $0 == "\n" } == 1)
    // Some builds of tmux have sixel graphics. Here the missing terminal is the first problem.
    let sixel = try Program.run(["watch", "--pictures", "sixel"], environment: environment)
    #expect(sixel.errorText.contains("is not a terminal"))
  }
}
