/// The temperature of the processor.
enum Thermometer {
  /// The names of the drivers of processors' sensors in `/sys/class/hwmon`.
  private static let drivers: Set<String> = [
    "coretemp", "k10temp", "zenpower", "cpu_thermal", "soc_thermal", "cpu0_thermal",
  ]

  /// Returns the highest temperature of the processor's sensors in degrees Celsius; `nil` without a sensor, as in
  /// most virtual machines.
  static func temperature(in files: SystemFiles) -> Double? {
    let zones = zones(in: files)
    return (zones.isEmpty ? sensors(in: files) : zones).max()
  }

  /// The temperatures of the thermal zones of processors.
  private static func zones(in files: SystemFiles) -> [Double] {
    let folder = "/sys/class/thermal"
    return files.names(in: folder).filter { $0.hasPrefix("thermal_zone") }.compactMap { name in
      let type = (files.text(of: "\(folder)/\(name)/type") ?? "").filter { !$0.isWhitespace }
      guard type.hasPrefix("x86_pkg") || type.lowercased().contains("cpu") else { return nil }
      return files.number(in: "\(folder)/\(name)/temp").flatMap(degrees)
    }
  }

  /// The temperatures of the sensors of processors.
  private static func sensors(in files: SystemFiles) -> [Double] {
    let folder = "/sys/class/hwmon"
    return files.names(in: folder).flatMap { name -> [Double] in
      let driver = (files.text(of: "\(folder)/\(name)/name") ?? "").filter { !$0.isWhitespace }
      guard drivers.contains(driver) else { return [] }
      return files.names(in: "\(folder)/\(name)")
        .filter { $0.hasPrefix("temp") && $0.hasSuffix("_input") }
        .compactMap { files.number(in: "\(folder)/\(name)/\($0)").flatMap(degrees) }
    }
  }

  /// Returns thousandths of a degree as degrees; `nil` for the value of a sensor that is not connected.
  static func degrees(thousandths: Int) -> Double? {
    let degrees = Double(thousandths) / 1000
    return degrees > 0 && degrees < 150 ? degrees : nil
  }
}
