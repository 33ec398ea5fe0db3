import Foundation
import Runs
import Testing

extension ForReal {
  /// Limits on the processors and the memory of the program.
  @Suite(.serialized) struct Limits {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    /// Limits on OpenMP's threads. A program that waits for a thread that does not exist would reach the
    /// limit on its processor time.
    @Test(arguments: [["OMP_MAX_ACTIVE_LEVELS": "0"]])
    func onOpenMPsThreadsAreKeptAndReported(settings: [String: String]) throws {
      let options = try runs.tiny(
        "train", "--threads", "2", "--steps", "5", "--run", "mine", "--quiet")
      let result = try Program(options, environment: settings, after: "ulimit -t 30").result()
      #expect(result.status == 0)
      let warnings = try runs.recording().events.count {
        if case .warning(_, kind: "threads", _) = $0 { true } else { false }
      }
      #expect(warnings == 1)
    }

    /// A number of threads that the user chose is never reduced without an error.
    @Test(arguments: [
      ["OMP_THREAD_LIMIT": "1"], ["OMP_THREAD_LIMIT": "1", "OMP_DYNAMIC": "true"],
    ])
    func moreThreadsThanTheLimitAreRefused(settings: [String: String]) throws {
      let options = try runs.tiny("train", "--threads", "2", "--steps", "5", "--run", "mine")
      let result = try Program(options, environment: settings, after: "ulimit -t 30").result()
      #expect(result.status == 2)
      #expect(result.errorText.hasPrefix("alexnet: --threads cannot be 2. "))
      #expect(try runs.store.list().runs.isEmpty)
    }

    @Test(arguments: [
      ["OMP_DYNAMIC": "true"], ["OMP_NUM_THREADS": "1"], ["OMP_PROC_BIND": "true"],
      ["OMP_NESTED": "true"], ["OMP_WAIT_POLICY": "passive"],
    ])
    func otherSettingsOfOpenMPDoNotChangeThePlansThreads(settings: [String: String]) throws {
      let options = try runs.tiny(
        "train", "--threads", "2", "--steps", "5", "--run", "mine", "--quiet")
      let result = try Program(options, environment: settings, after: "ulimit -t 30").result()
      #expect(result.status == 0)
      #expect(result.errorText.isEmpty)
      let warnings = try runs.recording().events.count {
        if case .warning(_, kind: "threads", _) = $0 { true } else { false }
      }
      #expect(warnings == 0)
    }

    @Test func processorsThatDoNotExistAreNotWaitedFor() throws {
      let options = try runs.tiny(
        "train", "--threads", "2", "--steps", "5", "--run", "mine", "--quiet")
      let missing = sysconf(Int32(_SC_NPROCESSORS_CONF))
      let result = try Program(
        options, environment: ["GOMP_CPU_AFFINITY": "\(missing)"], after: "ulimit -t 30"
      ).result()
      #expect(result.status == 0)
      let warning =
        "alexnet: GOMP_CPU_AFFINITY names processors that cannot be used here, and is "
        + "ignored.\n"
      // libgomp itself ignores numbers that are beyond all that the kernel can have.
      #expect([warning, ""].contains(result.errorText))
    }

    @Test func onProcessorsDetermineTheNumberOfThreads() throws {
      for (name, settings, preparation) in [
        ("one", ["OMP_NUM_THREADS": "1"], ":"), ("two", ["OMP_THREAD_LIMIT": "1"], ":"),
        // The first processor that the process is allowed.
        ("three", [:], "taskset -cp $(taskset -cp $$ | sed 's/.*: //; s/[-,].*//') $$ >/dev/null"),
      ] {
        let options = try runs.tiny("train", "--steps", "1", "--run", name, "--quiet")
        let result = try Program(options, environment: settings, after: preparation).result()
        #expect(result.status == 0)
        #expect(try runs.store.run(named: name).plan().threads == 1)
      }
    }

    /// A limit that is reached before there is a plan, when the images of the scenes are allocated.
    @Test func aFailedAllocationIsOneLine() throws {
      let options = runs.compact("train", "--steps", "1")
      let result = try Program(options, after: "ulimit -d 200000").result()
      #expect(result.status == 1)
      #expect(result.errorText.hasPrefix("alexnet: "))
      #expect(result.errorText.contains(" MiB "))
      #expect(result.errorText.count { $0 == "\n" } == 1)
    }

    @Test(arguments: ["-v", "-d"])
    func onMemoryRefuseAPlanWithBothNumbers(option: String) throws {
      let options = runs.compact("train") + ["--batch", "2048", "--limit", "4096", "--steps", "1"]
      let result = try Program(options, after: "ulimit \(option) 1500000").result()
      #expect(result.status == 2)
      #expect(
        result.errorText.contains(
          #/^alexnet: [^\n]*[\d,]+ MiB[^\n]*[\d,]+ MiB[^\n]* 1,465 MiB /#
        ))
      #expect(result.errorText.contains("`ulimit \(option)`"))
      #expect(result.errorText.count { $0 == "\n" } == 1)
      #expect(try runs.store.list().runs.isEmpty)
    }
  }
}
