import Blueprint
import Glibc
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct SteadyState {
    /// Returns the page faults of the calling thread alone, because other tests run at the same
    /// time.
    private func pageFaults() -> Int {
      // RUSAGE_THREAD, which is a GNU extension.
      let thread: Int32 = 1
      var usage = rusage()
      getrusage(thread, &usage)
      return usage.ru_minflt
    }

    /// Returns freed memory to the system, now and after each release of a buffer, so that using it
    /// again causes page faults.
    private func releaseFreedMemory(always: Bool) throws {
      // mallopt(M_TRIM_THRESHOLD, …) and malloc_trim(0): Swift's Glibc module lacks their header.
      typealias Option = @convention(c) (Int32, Int32) -> Int32
      typealias Trim = @convention(c) (Int) -> Int32
      let option = unsafeBitCast(try #require(dlsym(nil, "mallopt")), to: Option.self)
      let trim = unsafeBitCast(try #require(dlsym(nil, "malloc_trim")), to: Trim.self)
      // The default is 128 KiB.
      #expect(option(-1, always ? 0 : 128 << 10) == 1)
      _ = trim(0)
    }

    @Test(arguments: [1, 2], [1, 2])
    func stepsAllocateNoMemory(threads: Int, ranks: Int) throws {
      var spec = NetworkSpec.compact(classes: 10, side: 64)
      for index in spec.layers.indices {
        guard case .fullyConnected(var full) = spec.layers[index].kind else { continue }
        full.groups = 2
        spec.layers[index].kind = .fullyConnected(full)
      }
      let share = ranks == 1 ? nil : NetworkShare(replicas: QuietRanks(), batch: 4)
      try expectNoAllocation(spec, batch: 2, share: share, on: Engine(threads: threads))
    }

    @Test(arguments: [1, 2])
    func stepsOfDividedFullyConnectedLayersAllocateNoMemory(threads: Int) throws {
      let share = NetworkShare(replicas: QuietRanks(), isHybrid: true, batch: 4)
      try expectNoAllocation(
        .compact(classes: 10, side: 64), batch: 2, share: share, on: Engine(threads: threads))
    }

    /// The output of a locally connected layer has 36 pages. The arguments of oneDNN's other layers need some
    /// pages more with this batch than with two images.
    @Test(arguments: [1, 2])
    func stepsOfLocallyConnectedLayersAllocateNoMemory(threads: Int) throws {
      try expectNoAllocation(
        .cifar13, batch: 32, share: nil, on: Engine(threads: threads), pages: 16)
    }

    /// The arguments of calls to oneDNN and Swift fit into a few pages. One buffer of activations
    /// does not: that of the first layer has 91 pages.
    private func expectNoAllocation(
      _ spec: NetworkSpec, batch: Int, share: NetworkShare?, on engine: Engine, pages: Int = 8
    ) throws {
      let network = try Network(
        spec, layout: spec.layout(), batch: batch, seed: 1, on: engine, share: share)
      let inspector = try NetworkInspector(network)
      let times = StepTimes(network)
      network.setLabels([3, 7])
      func step(_ number: Int) {
        _ = network.train(
          Knobs(lrn: number % 3 != 0), step: number, times: number % 2 == 0 ? times : nil)
        _ = network.evaluate(Knobs())
        for layer in inspector.layers(step: number) {
          _ = (inspector.weights(of: layer.layer), inspector.gradient(of: layer.layer))
        }
      }
      for number in 1...4 { step(number) }
      defer { try? releaseFreedMemory(always: false) }
      for number in 5...14 {
        try releaseFreedMemory(always: true)
        let before = pageFaults()
        step(number)
        #expect(pageFaults() - before < pages)
      }
    }

    @Test(arguments: [32, 64])
    func theCompactNetworkMemorizesTwoImages(side: Int) throws {
      let spec = NetworkSpec.compact(classes: 10, side: side)
      let network = try Network(
        spec, layout: spec.layout(), batch: 2, seed: 1, on: Engine(threads: 2))
      var random = Noise(seed: 1)
      for i in network.input.elements.indices {
        network.input.elements[i] = Float(random.next(in: -2...2))
      }
      network.setLabels([3, 7])
      let first = network.evaluate(Knobs())
      for step in 1...30 { _ = network.train(Knobs(rate: 0.001, dropout: 0), step: step) }
      let last = network.evaluate(Knobs())
      #expect(first.meanLoss > 2)
      #expect(last.meanLoss < first.meanLoss / 2)
      #expect(last.top1Errors == 0)
    }
  }
}
