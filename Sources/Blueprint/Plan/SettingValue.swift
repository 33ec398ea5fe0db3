/// A setting of a plan with its value: `dropout=0.5`.
public struct SettingValue: Hashable, Sendable {
  /// The name of a `Setting`, or "layers" for networks that differ in no setting.
  public var name: String
  /// The value as text.
  public var value: String
}

extension SettingValue {
  /// True for a setting that only a few runs have, if its value is that of all others: no warm-up, and
  /// momentum SGD. Narrow lists leave it out.
  public var isUsual: Bool {
    name == Setting.warmUp.name && value == "off"
      || name == Setting.optimizer.name && value == "sgd"
  }
}

extension SettingValue: CustomStringConvertible {
  /// `name=value`.
  public var description: String { "\(name)=\(value)" }
}

extension RunPlan {
  /// All settings with their values, in the order of `Setting.allCases`.
  public var settings: [SettingValue] { settings(Setting.allCases) }

  fileprivate func settings(_ settings: [Setting]) -> [SettingValue] {
    settings.map { SettingValue(name: $0.name, value: $0.value(in: self)) }
  }
}

extension [RunPlan] {
  /// Returns for each plan the settings that do not have the same value in all plans.
  ///
  /// Each plan also gets `layers=variant N` if the layers of the networks differ and no setting shows it. N is
  /// 1 for the first network, 2 for the next different one, and so on.
  public func differingSettings() -> [[SettingValue]] {
    let different = Setting.allCases.filter { setting in
      Set(map { setting.value(in: $0) }).count > 1
    }
    let networks = reduce(into: [NetworkSpec]()) { networks, plan in
      if !networks.contains(plan.network) { networks.append(plan.network) }
    }
    let ofNetworks: Set<Setting> = [.network, .pooling, .activation, .initial]
    let isExplained = networks.count == 1 || different.contains(where: ofNetworks.contains)
    return map { plan in
      let variant = (networks.firstIndex(of: plan.network) ?? 0) + 1
      let layers = SettingValue(name: "layers", value: "variant \(variant)")
      return (isExplained ? [] : [layers]) + plan.settings(different)
    }
  }

  /// Returns for each plan the differing settings whose value at most half of the plans have.
  public func distinctiveSettings() -> [[SettingValue]] {
    let differences = differingSettings()
    let counts = differences.joined().reduce(into: [SettingValue: Int]()) {
      $0[$1, default: 0] += 1
    }
    return differences.map { settings in
      settings.filter { 2 * counts[$0, default: 0] <= count }
    }
  }
}
