import Observing
import Testing

@Suite struct KernelOrderTests {
  /// Two kernels of one cell. The channels are blue, green, red.
  private let kernels = Kernels(count: 2, channels: 3, size: 1, weights: [1, 2, 3, 4, 5, 6])

  @Test func blueGreenRedBecomesRedGreenBlue() {
    #expect(kernels.reordered(from: [2, 1, 0]).weights == [3, 2, 1, 6, 5, 4])
  }

  @Test func redGreenBlueStaysAsItIs() {
    #expect(kernels.reordered(from: [0, 1, 2]) == kernels)
  }

  @Test func kernelsOfOtherChannelsStayAsTheyAre() {
    let grey = Kernels(count: 1, channels: 1, size: 2, weights: [1, 2, 3, 4])
    #expect(grey.reordered(from: [0]) == grey)
    #expect(grey.reordered(from: [2, 1, 0]) == grey)
  }

  @Test func cellsStayInTheirPlaces() {
    let two = Kernels(
      count: 1, channels: 3, size: 2, weights: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    #expect(
      two.reordered(from: [2, 1, 0]).weights == [9, 10, 11, 12, 5, 6, 7, 8, 1, 2, 3, 4])
  }
}
