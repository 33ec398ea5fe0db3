import Blueprint
import Testing

@Suite struct TopFiveTests {
  @Test(arguments: [(2, false), (5, false), (6, true), (1000, true)])
  func topFiveErrorsExistForMoreThanFiveClasses(classes: Int, exists: Bool) {
    #expect(NetworkSpec.hasTop5(classes: classes) == exists)
    #expect(NetworkSpec.compact(classes: classes, side: 32).hasTop5 == exists)
  }
}
