import Blueprint
import Glibc
import Testing

@testable import Training

@Suite struct FlatLossTests {
  @Test func aLossAtTheLogarithmOfTheClassesIsFlat() {
    var flat = FlatLoss(.compact(classes: 10, side: 32))
    #expect(flat.warning == nil)
    let warnings = (1...400).filter { _ in flat.add(log(10)) }
    #expect(warnings == [FlatLoss.patience])
  }

  @Test func aFallingLossIsNotFlat() {
    var flat = FlatLoss(.compact(classes: 10, side: 32))
    let warnings = (1...400).filter { flat.add(log(10) - Double($0) * 0.002) }
    #expect(warnings.isEmpty)
  }

  @Test func initialValuesThatCauseAFlatLossGiveOneWarningBeforeTheFirstStep() throws {
    var flat = FlatLoss(NetworkSpec.paper.withClasses(10))
    let warning = try #require(flat.warning)
    for option in ["--network alexnet", "--initial caffe"] { #expect(warning.contains(option)) }
    #expect(warning.contains("2.303"))
    #expect((1...400).allSatisfy { _ in !flat.add(log(10)) })
  }

  @Test func throughputIsAnAverageWithoutABiasTowardsItsStart() {
    var throughput = Throughput()
    throughput.add(stepSeconds: 0.5)
    #expect(abs(throughput.imagesPerSecond(batch: 100) - 200) < 1e-9)
    for _ in 0..<200 { throughput.add(stepSeconds: 0.25) }
    #expect(abs(throughput.imagesPerSecond(batch: 100) - 400) < 1e-6)
  }
}
