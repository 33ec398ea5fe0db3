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
}
