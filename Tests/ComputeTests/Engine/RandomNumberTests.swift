import Blueprint
import COneDNN
import Glibc
import Testing

@testable import Compute

extension ComputeSuites {
  /// Philox, and the masks of dropout and initial weights that are drawn from it.
  @Suite struct RandomNumbers {
    private let fp32 = ElementType.fp32.code

    /// The expected words are those of Random123's known-answer file, `philox4x32 10`.
    @Test(
      arguments: [
        (
          [0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
        ),
        (
          [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
          [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        ),
        (
          [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
          [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        ),
      ] as [([UInt32], [UInt32], [UInt32])])
    func philoxEqualsThePublishedAnswers(counter: [UInt32], key: [UInt32], answer: [UInt32]) {
      var words = Array(repeating: UInt32(0), count: 4)
      od_philox(counter, key, &words)
      #expect(words == answer)
      #expect(NaivePhilox.words(counter, key: key) == answer)
    }

    @Test(arguments: [1, 2], [1, 63, 64, 65, 1000, 4111])
    func dropoutEqualsNaiveDropout(threads: Int, count: Int) {
      od_set_threads(Int32(threads))
      let seed: UInt64 = 0x1234_5678_9abc_def0
      for (probability, step, layer) in [(0.5, 0, 0), (0.1, 7, 3), (0.9, 1 << 40, 200)] {
        var random = Noise(seed: seed)
        let numbers = count.of { Float(random.next(in: 1...2)) }
        let mask = NaivePhilox.mask(
          count: count, probability: probability, seed: seed, step: step, layer: layer)
        let scale = Float(1 / (1 - probability))
        var (apart, inPlace) = (numbers, numbers)
        let stream = UInt64(step) << 8 | UInt64(layer)
        let threshold = UInt32(probability * 0x1p32)
        od_dropout(&apart, numbers, count, fp32, .whole(count), seed, stream, threshold, scale)
        inPlace.withUnsafeMutableBufferPointer {
          od_dropout(
            $0.baseAddress, $0.baseAddress, count, fp32, .whole(count), seed, stream, threshold,
            scale)
        }
        #expect(apart == zip(numbers, mask).map { $1 == 0 ? 0 : $0 * scale })
        #expect(apart == inPlace)
      }
    }

    /// Parts of 12 images: some images, some columns of them, and both.
    @Test(
      arguments: [1, 2],
      [
        (0, 30, 30), (90, 30, 30), (77, 7, 30), (0, 128, 128), (64, 64, 128),
        (128 * 5 + 96, 32, 128),
        (1, 1, 100), (3000, 500, 1000), (500, 500, 1000), (1 << 40, 33, 66),
      ])
    func aPartHasTheMaskOfTheWhole(threads: Int, part: (first: Int, row: Int, stride: Int)) {
      od_set_threads(Int32(threads))
      let (seed, stream, rows) = (UInt64(7), UInt64(3) << 8 | 4, 12)
      var out = Array(repeating: Float(1), count: rows * part.row)
      let words = od_word_rows(first: UInt64(part.first), row: part.row, stride: part.stride)
      od_dropout(&out, out, out.count, fp32, words, seed, stream, 1 << 31, 2)
      for (index, number) in out.enumerated() {
        let position = part.first + index / part.row * part.stride + index % part.row
        let counter = position / 64 * 16 + position % 16
        let word = NaivePhilox.words(counter, stream: stream, seed: seed)[position % 64 / 16]
        #expect(number == (word < 1 << 31 ? 0 : 2))
      }
    }

    @Test(arguments: [0.1, 0.5, 0.8])
    func dropoutDropsItsShareAndKeepsTheMean(probability: Double) {
      let count = 1 << 20
      var out = Array(repeating: Float(0), count: count)
      od_dropout(
        &out, Array(repeating: Float(1), count: count), count, fp32, .whole(count), 3, 5 << 8,
        UInt32(probability * 0x1p32),
        Float(1 / (1 - probability)))
      let dropped = Double(out.count { $0 == 0 })
      let deviation = (Double(count) * probability * (1 - probability)).squareRoot()
      #expect(abs(dropped - Double(count) * probability) < 4 * deviation)
      let mean = out.reduce(0.0) { $0 + Double($1) } / Double(count)
      #expect(abs(mean - 1) < 4 * deviation / Double(count) / (1 - probability))
    }

    @Test func masksDifferByStepLayerAndSeedAndRepeatForTheSame() {
      let count = 4096
      func mask(seed: UInt64, step: UInt64, layer: UInt64) -> [Bool] {
        var out = Array(repeating: Float(0), count: count)
        od_dropout(
          &out, Array(repeating: Float(1), count: count), count, fp32, .whole(count), seed,
          step << 8 | layer, 1 << 31, 2)
        return out.map { $0 == 0 }
      }
      let first = mask(seed: 1, step: 1, layer: 1)
      #expect(mask(seed: 1, step: 1, layer: 1) == first)
      for (seed, step, layer) in [(2, 1, 1), (1, 2, 1), (1, 1, 2)] as [(UInt64, UInt64, UInt64)] {
        let other = mask(seed: seed, step: step, layer: layer)
        // Independent masks agree in half of their elements, with a deviation of √4096 / 2.
        let agreeing = zip(first, other).count { $0 == $1 }
        #expect(abs(agreeing - count / 2) < 5 * 32)
      }
    }

    /// The expected numbers are the transform of Box and Muller in double precision.
    @Test(arguments: [1, 2])
    func normalNumbersEqualNaiveOnes(threads: Int) {
      od_set_threads(Int32(threads))
      let (count, seed, stream) = (1003, UInt64(1) << 33 | 5, UInt64(1) << 34 | 7)
      var numbers = Array(repeating: Float(0), count: count)
      od_gaussian(&numbers, 0, count, seed, stream, 0.5)
      for (i, number) in numbers.enumerated() {
        let words = NaivePhilox.words(i / 4, stream: stream, seed: seed)
        let pair = i % 4 / 2 * 2
        let u = Double((words[pair] >> 8) + 1) / 0x1p24
        let angle = Double(words[pair + 1] >> 8) / 0x1p24 * 2 * Double.pi
        let radius = 0.5 * (-2 * log(u)).squareRoot()
        #expect(abs(Double(number) - radius * (i % 2 == 0 ? cos(angle) : sin(angle))) < 2e-6)
      }
    }

    @Test func normalNumbersHaveTheMomentsOfANormalDistribution() {
      let count = 1 << 20
      var numbers = Array(repeating: Float(0), count: count)
      od_gaussian(&numbers, 0, count, 42, 0, 3)
      let scaled = numbers.map { Double($0) / 3 }
      func moment(_ power: Int) -> Double {
        scaled.reduce(0) { $0 + pow($1, Double(power)) } / Double(count)
      }
      // Five times the standard deviation of each mean: √(1, 2, 15, 96 / count).
      let error = 5 / Double(count).squareRoot()
      #expect(abs(moment(1)) < error)
      #expect(abs(moment(2) - 1) < error * 2.0.squareRoot())
      #expect(abs(moment(3)) < error * 15.0.squareRoot())
      #expect(abs(moment(4) - 3) < error * 96.0.squareRoot())
      #expect(abs(Double(scaled.count { abs($0) > 2 }) / Double(count) - 0.0455) < 0.0011)
    }

    @Test func initialWeightsDoNotDependOnThreadsOrBatch() throws {
      let spec = NetworkSpec.compact(classes: 10, side: 32)
      func weights(threads: Int, batch: Int, seed: UInt64) throws -> [[Float]] {
        let engine = try Engine(threads: threads)
        return try Network(spec, layout: spec.layout(), batch: batch, seed: seed, on: engine)
          .parameters.map { try $0.read(.values) }
      }
      let first = try weights(threads: 1, batch: 1, seed: 1)
      #expect(try weights(threads: 2, batch: 3, seed: 1) == first)
      let other = try weights(threads: 1, batch: 1, seed: 2)
      for (a, b) in zip(first, other) where a.count > 512 { #expect(a != b) }
      // Layers have different streams: the initial numbers of conv4 and conv5 differ.
      #expect(Array(first[6].prefix(64)) != Array(first[8].prefix(64)))
    }

    @Test(arguments: [NetworkSpec.compact(classes: 10, side: 64), .cifar13.with(initial: .he)])
    func initialParametersFollowTheSpecification(spec: NetworkSpec) throws {
      let network = try Network(
        spec, layout: spec.layout(), batch: 1, seed: 1, on: Engine(threads: 1))
      for entry in network.layout where entry.spec.hasParameters {
        let initial = try #require(entry.spec.initial)
        let fanIn =
          switch entry.spec.kind {
          case .convolution(let convolution):
            entry.input.channels / convolution.groups * convolution.kernel * convolution.kernel
          case .locallyConnected(let local): entry.input.channels * local.kernel * local.kernel
          case .fullyConnected: entry.input.count
          case .activation, .normalization, .pooling, .dropout: 0
          }
        let parameters = network.parameters.filter { $0.layer == entry.spec.name }
        let weights = try parameters[0].read(.values)
        let wanted =
          switch initial.weights {
          case .gaussian(let deviation): deviation
          case .he: (2 / Double(fanIn)).squareRoot()
          }
        let deviation = norm(weights) / Double(weights.count).squareRoot()
        // Five standard deviations of an estimate from this count of numbers.
        #expect(abs(deviation / wanted - 1) < 5 / Double(2 * weights.count).squareRoot())
        #expect(try parameters[1].read(.values).allSatisfy { $0 == Float(initial.bias) })
        #expect(parameters.map(\.count).reduce(0, +) == entry.parameters)
        for parameter in parameters {
          #expect(try parameter.read(.momentumBuffer).allSatisfy { $0 == 0 })
        }
      }
    }
  }
}
