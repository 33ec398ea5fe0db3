import Blueprint

extension Run {
  /// Makes the run of a lane in the same store, called after its parent and what is changed:
  /// "amber-no-dropout"; or by a name. Where one is called so already it is numbered.
  public func makeLane(
    _ plan: RunPlan, name: String? = nil, of parent: String, _ changes: [PlanChange]
  ) throws(RunsError) -> Run {
    let store = RunStore(directory: String(folder.dropLast(self.name.count + 1)))
    if let name { return try store.create(plan, name: name, data: "") }
    let slug = changes.slug.prefix(RunStore.longestName / 2)
    let stem = "\(parent.prefix(RunStore.longestName - slug.utf8.count - 4))-\(slug)"
    var number = 1
    while true {
      do {
        return try store.create(plan, name: number == 1 ? stem : "\(stem)-\(number)", data: "")
      } catch .nameTaken {
        number += 1
      }
    }
  }
}
