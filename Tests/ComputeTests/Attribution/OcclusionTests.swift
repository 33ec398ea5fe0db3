import Blueprint
import Glibc
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct Occlusions {
    private static func shape(_ height: Int, _ width: Int) -> Shape {
      Shape(channels: 3, height: height, width: width)
    }

    @Test func theSquareIsASixthOfTheImageAndMovesByHalfOfIt() {
      for (side, square, count) in [
        (1, 1, 1), (2, 1, 4), (28, 5, 169), (32, 5, 225), (64, 11, 144),
      ] {
        let grid = OcclusionGrid(Self.shape(side, side))
        #expect(grid.side == square)
        #expect(grid.count == count)
      }
      let paper = OcclusionGrid(Self.shape(227, 227))
      #expect(paper.side == 38)
      #expect(paper.rows == [0, 19, 38, 57, 76, 95, 114, 133, 152, 171, 189])
    }

    @Test func theLastSquareTouchesTheBorder() {
      let grid = OcclusionGrid(Self.shape(7, 10), side: 3, stride: 2)
      #expect(grid.rows == [0, 2, 4])
      #expect(grid.columns == [0, 2, 4, 6, 7])
      #expect(grid.count == 15)
      #expect(grid[0] == (0, 0))
      #expect(grid[4] == (0, 7))
      #expect(grid[14] == (4, 7))
      // A square as large as the shorter side has one row of positions.
      let large = OcclusionGrid(Self.shape(4, 6), side: 99, stride: 99)
      #expect(large.side == 4)
      #expect(large.rows == [0])
      #expect(large.columns == [0, 2])
    }

    /// The naive twin paints the square and evaluates one image after the other in double precision.
    @Test(
      arguments: SmallNetwork.wholes + SmallNetwork.convolutions + SmallNetwork.groups,
      [1, 4])
    func eachPositionIsTheImageWithItsSquare(small: SmallNetwork, batch: Int) throws {
      let experiment = try Experiment(small)
      let shape = small.spec.input
      let image = Array(experiment.network.input.elements.prefix(shape.count))
      let grid = OcclusionGrid(shape, side: max(1, min(shape.height, shape.width) / 3))
      let images = try OccludedImages(SingleImageEvaluator(experiment.network), batch: batch)
      let all = images.all(of: image, grid)
      #expect(all.count == grid.count * images.classes)
      var reference = try ReferenceNetwork(copying: experiment.network)
      // A few positions suffice for the larger images: the corners, and those at the end of a pass.
      let positions = Set([0, 1, batch - 1, batch, grid.columns.count - 1, grid.count - 1])
      for position in positions where position < grid.count {
        var covered = Volume(images: 1, shape: shape, values: image.map(Double.init))
        for y in 0..<grid.side {
          for x in 0..<grid.side {
            for channel in 0..<shape.channels {
              let row = grid.rows[position / grid.columns.count] + y
              let column = grid.columns[position % grid.columns.count] + x
              covered.values[covered.index(0, channel, row, column)] = 0
            }
          }
        }
        _ = reference.evaluate(covered, labels: [0])
        let logits = reference.logits.values
        let exponentials = logits.map { exp($0 - logits.max()!) }
        let expected = exponentials.map { $0 / exponentials.reduce(0, +) }
        let ours = all[position * images.classes..<(position + 1) * images.classes]
        #expect(distance(Array(ours), expected) < 2e-5, "position \(position)")
      }
    }
  }
}
