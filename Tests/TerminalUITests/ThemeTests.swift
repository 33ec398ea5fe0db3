import Testing

@testable import TerminalUI

@Suite struct ThemeTests {
  @Test(arguments: ColorDepth.allCases)
  func rolesNeverHoldMoreThanTheDepthCanShow(depth: ColorDepth) {
    let theme = Theme(depth: depth)
    var styles = Mirror(reflecting: theme).children.compactMap { $0.value as? Style }
    styles += (0...10).map { theme.gradient(Double($0) / 10) }
    #expect(styles.count > 25)
    for color in styles.flatMap({ [$0.foreground, $0.background] }) + [
      theme.background, theme.raised,
    ] {
      switch depth {
      case .direct: break
      case .indexed: #expect(!color.isRGB)
      case .sixteen: #expect(color == .standard || color.isPalette && color.paletteIndex < 16)
      case .eight: #expect(color == .standard || color.isPalette && color.paletteIndex < 8)
      case .mono: #expect(color == .standard)
      }
    }
  }

  @Test func theNearestOf256IsFound() {
    #expect(Color.rgb(0xff0000).indexed == .palette(196))
    #expect(Color.rgb(0x000000).indexed == .palette(16))
    #expect(Color.rgb(0x808080).indexed == .palette(244))
    #expect(Color.rgb(0x5f87af).indexed == .palette(67))
    #expect(Color.palette(3).indexed == .palette(3))
  }

  @Test func mixingGoesFromOneColourToTheOther() {
    #expect(Color.rgb(0x000000).mixed(with: .rgb(0xff8040), 0.5) == .rgb(0x804020))
    #expect(Color.rgb(0x123456).mixed(with: .rgb(0xffffff), 0) == .rgb(0x123456))
  }
}
