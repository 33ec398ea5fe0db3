import Blueprint
import Testing

@Suite struct TopFive {
  @Test(arguments: [(2, false), (5, false), (6, true), (1000, true)])
  func itsErrorSaysSomethingAmongMoreThanFiveClasses(classes: Int, says: Bool) {
    #expect(NetworkSpec.hasTop5(classes: classes) == says)
    #expect(NetworkSpec.compact(classes: classes, side: 32).hasTop5 == says)
  }
}
