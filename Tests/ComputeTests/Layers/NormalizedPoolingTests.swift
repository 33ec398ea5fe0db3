import Blueprint
import COneDNN
import Glibc
import Testing

@testable import Compute

extension ComputeSuites {
  /// Compares a normalisation with the maxima of its output, computed together, with the two functions one after
  /// the other. All comparisons are exact.
  @Suite struct NormalizedPools {
    struct Case: CustomTestStringConvertible, Sendable {
      let testDescription: String
      var images = 3
      var maps = 32
      var sides = (height: 9, width: 11)
      /// The channels side by side in the source.
      var lanes = 16
      var element = ElementType.fp32
      var size = 5
      var beta: Float = 0.75
      var window = (size: 3, stride: 2, padding: 0)
      var rectified = true

      /// The number of windows along a side.
      func windows(_ side: Int) -> Int {
        (side + 2 * window.padding - window.size) / window.stride + 1
      }
    }

    static let cases = [
      Case(testDescription: "the paper's windows"),
      Case(testDescription: "fewer images than threads", images: 1),
      Case(testDescription: "a source of 8 lanes", lanes: 8),
      Case(testDescription: "bfloat16", element: .bf16),
      Case(
        testDescription: "padded windows and a negative source", window: (3, 2, 1), rectified: false
      ),
      Case(testDescription: "cells between the windows", window: (2, 3, 0)),
      Case(testDescription: "many windows on a cell", window: (7, 1, 3)),
      Case(testDescription: "one cell", images: 4, sides: (1, 1), window: (1, 1, 0)),
      Case(testDescription: "other constants", size: 3, beta: 0.5, rectified: false),
      Case(testDescription: "a window of more maps than there are", maps: 16, size: 35),
    ]

    /// Memory for numbers of a type.
    private final class Numbers {
      let bytes: UnsafeMutableRawPointer
      private let count: Int

      init(
        _ count: Int, _ element: ElementType = .fp32, seed: UInt64? = nil, above limit: Float = -9
      ) {
        self.count = count * element.bytes
        bytes = .allocate(byteCount: self.count, alignment: 64)
        var random = Noise(seed: seed ?? 0)
        for index in 0..<count {
          let number = seed == nil ? 0 : max(limit, Float(random.next(in: -2...2)))
          // The upper half of a number is one in bfloat16.
          if element == .fp32 {
            bytes.storeBytes(of: number, toByteOffset: 4 * index, as: Float.self)
          } else {
            bytes.storeBytes(
              of: UInt16(number.bitPattern >> 16), toByteOffset: 2 * index, as: UInt16.self)
          }
        }
      }

      deinit { bytes.deallocate() }

      var floats: UnsafeMutablePointer<Float> { bytes.assumingMemoryBound(to: Float.self) }
      func equals(_ other: Numbers) -> Bool { memcmp(bytes, other.bytes, count) == 0 }
    }

    @Test(arguments: cases, [1, 2])
    func togetherTheyGiveTheSameBits(_ test: Case, threads: Int) {
      od_set_threads(Int32(threads))
      let (height, width) = test.sides
      let (rows, columns) = (test.windows(height), test.windows(width))
      var maps = od_across_maps(
        images: Int64(test.images), maps: Int64(test.maps), cells: Int64(height * width),
        lanes: Int64(test.lanes), size: Int32(test.size), type: test.element.code, alpha: 0.3,
        beta: test.beta, k: 2)
      var pool = od_pool(
        planes: test.images * test.maps / 16, height: height, width: width, lanes: test.lanes,
        rows: rows, columns: columns, size: test.window.size, stride: test.window.stride,
        padding: test.window.padding, kind: Int32(OD_MAXIMUM.rawValue), type: test.element.code,
        rectified: 0)
      let (large, small) = (
        test.images * test.maps * height * width, test.images * test.maps * rows * columns
      )
      func numbers(_ count: Int, _ seed: UInt64? = nil) -> Numbers {
        Numbers(count, test.element, seed: seed, above: test.rectified ? 0 : -9)
      }
      let (source, gradient) = (numbers(large, 1), numbers(small, 7))
      let isRectified: Int32 = test.rectified ? 1 : 0

      let (between, betweenGradient) = (numbers(large), numbers(large))
      let (first, firstGradient) = (numbers(small), numbers(large))
      var firstPlaces = Array(repeating: UInt8(0), count: small)
      let scratch = Numbers(od_across_maps_pooled_scratch(&maps, Int32(threads)))
      od_across_maps_forward(&maps, source.bytes, between.bytes, scratch.floats, Int32(threads))
      od_pool_forward(&pool, between.bytes, first.bytes, &firstPlaces)
      od_pool_backward(&pool, gradient.bytes, firstPlaces, nil, betweenGradient.bytes)
      od_across_maps_backward(
        &maps, isRectified, source.bytes, betweenGradient.bytes,
        firstGradient.bytes, scratch.floats, Int32(threads))

      let (second, secondGradient) = (numbers(small), numbers(large))
      var secondPlaces = Array(repeating: UInt8(0), count: small)
      od_across_maps_pooled_forward(
        &maps, &pool, source.bytes, second.bytes, &secondPlaces, scratch.floats, Int32(threads))
      od_across_maps_pooled_backward(
        &maps, &pool, isRectified, source.bytes, gradient.bytes, secondPlaces,
        secondGradient.bytes, scratch.floats, Int32(threads))
      // Without this, memory could be released after its last address has been read.
      withExtendedLifetime([source, gradient, between, betweenGradient, scratch]) {
        #expect(second.equals(first))
        #expect(secondPlaces == firstPlaces)
        #expect(secondGradient.equals(firstGradient))
      }
    }

    /// A network that shows the activations between the two layers computes them one after the other.
    @Test(arguments: SmallNetwork.wholes)
    func aNetworkThatShowsAllActivationsHasTheSameScores(small: SmallNetwork) throws {
      let experiment = try Experiment(small, threads: 2)
      let shown = try Network(evaluatingWith: experiment.network, batch: small.batch)
      _ = shown.input.elements.update(fromContentsOf: experiment.network.input.elements)
      for isOn in [true, false] {
        _ = experiment.network.evaluate(Knobs(lrn: isOn))
        shown.runForward(lrn: isOn)
        #expect(
          try shown.readActivations().map(\.values)
            == experiment.network.readActivations().map(\.values))
      }
    }
  }
}
