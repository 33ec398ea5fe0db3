import Testing

@testable import Machine

/// Samples of artificial machines. The values were computed by hand.
@Suite struct SamplesOfTheMachine {
  private static let process =
    "42 (a) b) c) S 1 1 1 0 -1 4194560 9 9 0 0 700 50 0 0 20 0 13 0 100 9 2500 9"

  private static func monitor(_ system: FakeSystem) -> MachineMonitor {
    MachineMonitor(files: system.files, ticksPerSecond: 100, pageBytes: 4096)
  }

  /// A machine without files, such as a restricted container.
  @Test func nothingIsKnownWithoutFiles() throws {
    let system = try FakeSystem([:])
    var monitor = Self.monitor(system)
    #expect(monitor.sample(of: 42, at: 0) == MachineSample())
    #expect(monitor.sample(of: 42, at: 2) == MachineSample())
  }

  @Test func loadNeedsTwoSamples() throws {
    let system = try FakeSystem([
      "/proc/stat": "cpu0 100 0 0 100\n", "/proc/42/stat": Self.process,
    ])
    let later = try FakeSystem([
      "/proc/stat": "cpu0 250 0 0 150\n",
      "/proc/42/stat": Self.process.replacing("700 50", with: "900 150"),
    ])
    var monitor = Self.monitor(system)
    let first = monitor.sample(of: 42, at: 10)
    #expect(first.processors.isEmpty && first.load == nil && first.processLoad == nil)
    #expect(first.threads == 13)
    #expect(first.residentBytes == 2500 * 4096)
    var next = MachineMonitor(continuing: monitor, in: later.files)
    let second = next.sample(of: 42, at: 12)
    #expect(second.processors == [.init(number: 0, share: 0.75)])
    #expect(second.load == 0.75)
    // 300 ticks of a hundredth of a second in two seconds.
    #expect(second.processLoad == 1.5)
    // Another process has no earlier time.
    var other = MachineMonitor(continuing: monitor, in: later.files)
    #expect(other.sample(of: 43, at: 12).processLoad == nil)
    // A clock that stands still gives no load.
    var still = MachineMonitor(continuing: monitor, in: later.files)
    #expect(still.sample(of: 42, at: 10).processLoad == nil)
  }

  @Test func memoryHasTheSmallestLimitOfTheGroups() throws {
    let texts = FakeControlGroups.unified.process(
      in: "0::/a/b\n",
      limits: [
        "a/memory.max": "8000\n", "a/memory.current": "900\n", "a/b/memory.max": "5000\n",
        "a/b/memory.current": "700\n", "a/b/memory.stat": "anon 1\ninactive_file 200\n",
      ])
    let system = try FakeSystem(
      texts.merging(["/proc/meminfo": "MemTotal: 90 kB\nMemAvailable: 80 kB\n"]) { a, _ in a })
    var monitor = Self.monitor(system)
    let sample = monitor.sample(of: 1, at: 0)
    #expect(sample.group == .init(used: 500, limit: 5000))
    #expect(sample.totalBytes == 90 * 1024)
    #expect(sample.availableBytes == 80 * 1024)
  }

  @Test func aGroupWithoutLimitHasNone() throws {
    let system = try FakeSystem(
      FakeControlGroups.unified.process(
        in: "0::/a\n", limits: ["a/memory.max": "max\n", "a/memory.current": "9\n"]))
    var monitor = Self.monitor(system)
    #expect(monitor.sample(of: 1, at: 0).group == nil)
  }

  @Test(arguments: [
    "", "42", "42 (a) S 1", "42 (a) S 1 1 1 0 -1 4194560 9 9 0 0 x 50 0 0 20 0 13 0 100 9 2500",
  ])
  func otherTextsOfAProcessAreIgnored(text: String) {
    #expect(ProcessTimes(text) == nil)
  }

  @Test func theFrequencyIsTheMeanOfAllProcessors() throws {
    let folder = "/sys/devices/system/cpu"
    let scaled = try FakeSystem([
      "\(folder)/online": "0,2-3\n", "\(folder)/cpu0/cpufreq/scaling_cur_freq": "2000000\n",
      "\(folder)/cpu2/cpufreq/scaling_cur_freq": "3000000\n",
      "/proc/cpuinfo": "cpu MHz : 100.0\n",
    ])
    #expect(ProcessorClock.frequency(in: scaled.files) == 2.5e9)
    let listed = try FakeSystem([
      "/proc/cpuinfo": "processor\t: 0\ncpu MHz\t\t: 2600.000\n\n"
        + "processor\t: 1\ncpu MHz\t\t: 2800.000\n"
    ])
    #expect(ProcessorClock.frequency(in: listed.files) == 2.7e9)
    // ARM, and a virtual machine that states 0.
    for text in ["processor\t: 0\nBogoMIPS\t: 48.00\n", "cpu MHz : 0.000\n", "cpu MHz : ?\n"] {
      let system = try FakeSystem(["/proc/cpuinfo": text])
      #expect(ProcessorClock.frequency(in: system.files) == nil)
    }
  }

  @Test func theTemperatureIsThatOfTheProcessor() throws {
    let zone = "/sys/class/thermal/thermal_zone"
    let zones = try FakeSystem([
      "\(zone)0/type": "acpitz\n", "\(zone)0/temp": "99000\n", "\(zone)1/type": "x86_pkg_temp\n",
      "\(zone)1/temp": "61500\n", "\(zone)2/type": "cpu-thermal\n", "\(zone)2/temp": "48000\n",
    ])
    #expect(Thermometer.temperature(in: zones.files) == 61.5)
    let sensor = "/sys/class/hwmon/hwmon"
    let sensors = try FakeSystem([
      "\(sensor)0/name": "nvme\n", "\(sensor)0/temp1_input": "90000\n",
      "\(sensor)1/name": "k10temp\n", "\(sensor)1/temp1_input": "70250\n",
      "\(sensor)1/temp2_input": "65000\n", "\(sensor)1/temp1_label": "Tctl\n",
    ])
    #expect(Thermometer.temperature(in: sensors.files) == 70.25)
    #expect(Thermometer.temperature(in: try FakeSystem([:]).files) == nil)
    // The values of sensors that are not connected.
    for thousandths in [0, -273_000, 255_000] {
      #expect(Thermometer.degrees(thousandths: thousandths) == nil)
    }
  }
}

extension MachineMonitor {
  /// Continues the samples of a monitor with the files of another time.
  fileprivate init(continuing monitor: MachineMonitor, in files: SystemFiles) {
    self = monitor
    self.files = files
  }
}
