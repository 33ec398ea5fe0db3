import PixelTerminal
import TerminalUI
import Testing

@testable import Dashboard
@testable import NCursesTerminal

/// The dashboard on a terminal that draws pictures in its own pixels: what is sent, and what the terminal then shows.
@Suite struct SentPicturesTests {
  static let cell = PixelSize(width: 8, height: 16)
  static let capabilities = TerminalCapabilities(depth: .direct, unicode: true, cellPixels: cell)

  /// A terminal and the program's record of its pictures.
  struct Session {
    var terminal: PixelTerminal
    var pictures: ScreenPictures
    var before: Frame?

    init(_ choice: PictureChoice, width: Int, height: Int) {
      terminal = PixelTerminal(width: width, height: height, cell: cell)
      pictures = ScreenPictures(choice, capabilities)
      pictures.choose(nil, reported: cell)
    }

    /// Sends a frame as the terminal of the program does.
    mutating func show(_ frame: Frame) {
      let (width, height) = (terminal.width, terminal.height)
      terminal.log = []
      terminal.receive(
        frame.changes(from: before, width: width, height: height, depth: .direct, unicode: true))
      terminal.receive(pictures.changes(to: frame, .cells(before: before), height: height))
      before = frame
      #expect(terminal.problems == [])
    }
  }

  private static func screen(_ name: String, width: Int, height: Int) -> DashboardState {
    var state =
      name == "kernels"
      ? SyntheticRun.atKernels(width: width, height: height)
      : SyntheticRun(steps: 1234).state(after: [.character("5")])
    _ = update(&state, .terminal(.cellPixels(cell)))
    return state
  }

  @Test(
    arguments: [("kernels", 80, 24), ("kernels", 120, 40), ("kernels", 200, 60)]
      + [("images", 80, 24), ("images", 120, 40), ("images", 200, 60)])
  func picturesAreAsRecorded(name: String, width: Int, height: Int) throws {
    let state = Self.screen(name, width: width, height: height)
    let frame = view(state, width: width, height: height, capabilities: Self.capabilities)
    for choice in [PictureChoice.kitty, .sixel] {
      var session = Session(choice, width: width, height: height)
      session.show(frame)
      try Golden.expect(
        Self.description(of: frame, on: session.terminal),
        is: "\(name)-\(choice.rawValue)-\(width)x\(height)")
    }
    // In half blocks the frame is the one of another test.
    var blocks = Session(.blocks, width: width, height: height)
    blocks.show(
      view(state, width: width, height: height, capabilities: .init(depth: .direct, unicode: true)))
    #expect(blocks.terminal.pictureBytes == 0 && blocks.terminal.canvas.allSatisfy { $0 == nil })
  }

  /// The text of a frame, the brightness of each cell in a picture ("*" elsewhere), and the commands for pictures.
  private static func description(of frame: Frame, on terminal: PixelTerminal) -> String {
    let canvas = terminal.canvas
    var map = ""
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let pixels = (0..<cell.width * cell.height).compactMap { pixel -> UInt32? in
          let row = y * cell.height + pixel / cell.width
          return canvas[row * frame.width * cell.width + x * cell.width + pixel % cell.width]
        }
        let sum = pixels.reduce(0) { $0 + Int($1 >> 16 & 255) + Int($1 >> 8 & 255) + Int($1 & 255) }
        map += pixels.isEmpty ? "*" : String(min(9, sum / pixels.count / 78))
      }
      map += "\n"
    }
    return frame.plainText + "\n\n" + map + "\n" + terminal.log.joined(separator: "\n") + "\n"
  }

  @Test func aSheetOfKernelsIsAFifthOfItsHalfBlocks() throws {
    // The kernels of the paper's first layer before training, which compression cannot make much smaller.
    var state: UInt64 = 1
    let weights = (0..<96 * 3 * 11 * 11).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
    }
    let grid = KernelGrid(count: 96, channels: 3, size: 11, weights: weights)
    func sent(_ choice: PictureChoice, _ capabilities: TerminalCapabilities) -> Int {
      var frame = Frame(width: 200, height: 60)
      grid.draw(
        in: Rect(x: 0, y: 1, width: 140, height: 50), on: &frame,
        appearance: Appearance(capabilities))
      var pictures = ScreenPictures(choice, capabilities)
      pictures.choose(nil, reported: Self.cell)
      return frame.changes(from: nil, width: 200, height: 60, depth: .direct, unicode: true).count
        + pictures.changes(to: frame, .cells(before: nil), height: 60).count
    }
    #expect(sent(.kitty, Self.capabilities) <= 50_000)
    #expect(sent(.blocks, .init(depth: .direct, unicode: true)) > 100_000)
  }

  @Test func everyPixelIsThatOfThePicture() {
    for name in ["kernels", "images"] {
      let state = Self.screen(name, width: 120, height: 40)
      let frame = view(state, width: 120, height: 40, capabilities: Self.capabilities)
      #expect(frame.pictures.count > 1)
      var session = Session(.kitty, width: 120, height: 40)
      session.show(frame)
      let canvas = session.terminal.canvas
      for placed in frame.pictures {
        let (size, rect) = (placed.picture.size, placed.rect)
        for (x, y) in [
          (0, 0), (size.width / 2, size.height / 3), (size.width - 1, size.height - 1),
        ] {
          // The middle of the pixel on the screen.
          let column = (2 * x + 1) * rect.width * Self.cell.width / (2 * size.width)
          let row = (2 * y + 1) * rect.height * Self.cell.height / (2 * size.height)
          let shown = canvas[
            (rect.y * Self.cell.height + row) * 120 * Self.cell.width + rect.x * Self.cell.width
              + column]
          let start = 3 * (y * size.width + x)
          let expected = placed.picture.bytes[start..<start + 3].reduce(UInt32(0)) {
            $0 << 8 | UInt32($1)
          }
          #expect(shown == expected)
        }
      }
    }
  }

  @Test(arguments: [PictureChoice.kitty, .sixel])
  func noPictureShinesThroughOrStaysBehind(choice: PictureChoice) {
    var session = Session(choice, width: 120, height: 40)
    var state = Self.screen("kernels", width: 120, height: 40)
    func show() -> Frame {
      let frame = view(state, width: 120, height: 40, capabilities: Self.capabilities)
      session.show(frame)
      // Pixels are exactly in the cells that the frame leaves to pictures.
      let canvas = session.terminal.canvas
      for y in 0..<40 {
        for x in 0..<120 {
          let pixel = canvas[y * Self.cell.height * 120 * Self.cell.width + x * Self.cell.width]
          #expect((pixel != nil) == frame[x, y].attributes.contains(.picture), "\(x), \(y)")
        }
      }
      return frame
    }
    let first = show()
    #expect(first.pictures.count >= 5)
    // The help page, the dialog before leaving, another screen, and the first one again.
    for key in [
      Key.character("?"), .escape, .character("q"), .escape, .character("3"), .character("5"),
    ] {
      state.press(answering: key)
      let frame = show()
      if state.overlay != nil { #expect(frame.pictures.count < first.pictures.count) }
    }
    state.press(answering: .character("2"))
    #expect(show().pictures == first.pictures)
  }

  @Test func anUnchangedFrameSendsNoPicture() {
    for choice in [PictureChoice.kitty, .sixel] {
      var session = Session(choice, width: 120, height: 40)
      var state = Self.screen("kernels", width: 120, height: 40)
      for _ in 0..<2 {
        session.show(view(state, width: 120, height: 40, capabilities: Self.capabilities))
        _ = update(&state, .tick(seconds: state.now + 1))
      }
      #expect(session.terminal.log == [])
    }
  }

  @Test func aPressSelectsTheKernelUnderIt() throws {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      var state = Self.screen("kernels", width: width, height: height)
      let tiles = state.kernelTiles
      #expect(tiles.count == state.kernels.shown?.count)
      for (kernel, cells) in tiles {
        #expect(cells.width > 0 && cells.height > 0)
        let others = tiles.filter { $0.kernel != kernel && $0.cells.overlaps(cells) }
        #expect(others.isEmpty, "\(width)x\(height): \(kernel)")
        _ = update(
          &state, .terminal(.click(x: cells.x + cells.width / 2, y: cells.y + cells.height / 2)))
        #expect(state.kernels.selected == kernel)
      }
    }
  }

  @Test(arguments: [(4, 8), (6, 13), (10, 20), (9, 19), (17, 35), (200, 400)])
  func everySizeOfACellAndOfTheScreenHasAFrame(width: Int, height: Int) {
    let cell = PixelSize(width: width, height: height)
    let capabilities = TerminalCapabilities(depth: .direct, unicode: true, cellPixels: cell)
    for (columns, rows) in [(1, 1), (40, 10), (61, 13), (80, 24), (120, 40), (211, 67)] {
      for name in ["kernels", "images"] {
        let state = Self.screen(name, width: columns, height: rows)
        let frame = view(state, width: columns, height: rows, capabilities: capabilities)
        for placed in frame.pictures {
          #expect(placed.rect.right <= columns && placed.rect.bottom < rows)
          // No pixel is less than half or more than one and a half of its neighbour's height.
          let across = Double(placed.rect.width * width) / Double(placed.picture.size.width)
          let down = Double(placed.rect.height * height) / Double(placed.picture.size.height)
          #expect(abs(across - down) < 0.5 * max(across, down))
        }
      }
    }
  }
}
