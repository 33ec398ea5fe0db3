import Blueprint
import Observing
import Testing

@Suite struct FeatureMapsTests {
  @Test func smallMapsAreUnchanged() {
    let shape = Shape(channels: 2, height: 3, width: 2)
    let values = (0..<12).map(Float.init)
    let maps = FeatureMaps(layer: "conv1", shape: shape, values: values)
    #expect(maps.reducedShape == shape && maps.values == values)
  }

  @Test func largeMapsAreReducedToMeans() {
    let shape = Shape(channels: 2, height: 4, width: 4)
    let values = (0..<32).map { Float($0) }
    let maps = FeatureMaps(
      layer: "conv1", shape: shape, values: values, maximumValues: 8)
    #expect(maps.shape == shape)
    #expect(maps.reducedShape == Shape(channels: 2, height: 2, width: 2))
    #expect(maps.values == [2.5, 4.5, 10.5, 12.5, 18.5, 20.5, 26.5, 28.5])
  }

  @Test(arguments: [Shape(channels: 96, height: 55, width: 55), Shape(channels: 100_000)])
  func theNumberOfValuesIsLimited(shape: Shape) {
    let maps = FeatureMaps(
      layer: "x", shape: shape, values: Array(repeating: 1, count: shape.count))
    #expect(maps.values.count == maps.reducedShape.count)
    let limit = FeatureMaps.maximumValues
    #expect(maps.reducedShape.count <= limit && maps.reducedShape.count > limit * 9 / 10)
    #expect(maps.values.allSatisfy { $0 == 1 })
  }

  /// The means of [0, 1.5) and [1.5, 3) by hand: (1·2 + 4·1)/3 and (4·1 + 7·2)/3.
  @Test func valuesOnABoundCountForBothAreas() {
    let maps = FeatureMaps(
      layer: "x", shape: Shape(channels: 1, height: 3, width: 3),
      values: [1, 4, 7, 1, 4, 7, 1, 4, 7], maximumValues: 4)
    #expect(maps.values == [2, 6, 2, 6])
  }

  /// Whole values alone would give areas of two and of three columns, and bands that do not exist.
  @Test func fineStripesBecomeEven() {
    let side = 55
    let stripes = (0..<side * side).map { Float($0 % side % 2) }
    let maps = FeatureMaps(
      layer: "conv1", shape: Shape(channels: 1, height: side, width: side), values: stripes,
      maximumValues: 27 * 27)
    let row = maps.values.prefix(maps.reducedShape.width)
    #expect(row.count == 27)
    #expect(row.allSatisfy { abs($0 - 0.5) < 0.05 })
  }
}
