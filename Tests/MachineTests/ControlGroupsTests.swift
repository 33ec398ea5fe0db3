import Testing

@testable import Machine

@Suite struct TheControlGroupsOfAProcess {
  private func paths(
    _ controller: String, _ groups: String, _ system: FakeControlGroups
  ) -> [String] {
    ControlGroups(of: controller, groups: groups, mounts: system.mounts).levels.map(\.path)
  }

  @Test func areItsOwnAndAllParentsUpToTheMountPoint() {
    #expect(
      paths("memory", "0::/user.slice/user-1000.slice/app.scope\n", .unified) == [
        "/sys/fs/cgroup/user.slice/user-1000.slice/app.scope",
        "/sys/fs/cgroup/user.slice/user-1000.slice", "/sys/fs/cgroup/user.slice",
        "/sys/fs/cgroup",
      ])
    #expect(paths("cpu", "0::/\n", .unified) == ["/sys/fs/cgroup"])
  }

  @Test func areThoseOfTheControllersHierarchyInVersionOne() {
    let groups = "9:name=systemd:/\n4:memory:/jobs/a:b\n2:cpu,cpuacct:/half\n0::/other\n"
    let memory = ControlGroups(
      of: "memory", groups: groups, mounts: FakeControlGroups.hybrid.mounts)
    #expect(
      memory.levels == [
        .init(version: .one, path: "/sys/fs/cgroup/memory/jobs/a:b"),
        .init(version: .one, path: "/sys/fs/cgroup/memory/jobs"),
        .init(version: .one, path: "/sys/fs/cgroup/memory"),
        .init(version: .two, path: "/sys/fs/cgroup/unified/other"),
        .init(version: .two, path: "/sys/fs/cgroup/unified"),
      ])
    #expect(
      paths("cpu", groups, .hybrid).prefix(2) == [
        "/sys/fs/cgroup/cpu,cpuacct/half", "/sys/fs/cgroup/cpu,cpuacct",
      ])
  }

  @Test func areTheMountedPartInAContainer() {
    let groups = "4:memory:/docker/4f2a/job\n2:cpu,cpuacct:/docker/4f2a\n"
    #expect(
      paths("memory", groups, .container)
        == ["/sys/fs/cgroup/memory/job", "/sys/fs/cgroup/memory"])
    #expect(paths("cpu", groups, .container) == ["/sys/fs/cgroup/cpu,cpuacct"])
    // Another group whose name has the mounted one as prefix is outside; only the mount point remains.
    #expect(
      paths("cpu", "2:cpu,cpuacct:/docker/4f2ab\n", .container)
        == ["/sys/fs/cgroup/cpu,cpuacct"])
    #expect(paths("cpu", "0::/../../elsewhere\n", .unified) == ["/sys/fs/cgroup"])
  }

  @Test func areFoundBelowMountPointsWithBlanks() {
    #expect(
      paths(
        "cpu", "0::/a\n",
        .init(mounts: "35 24 0:30 / /my\\040groups\\134x rw - cgroup2 cgroup2 rw\n"))
        == ["/my groups\\x/a", "/my groups\\x"])
  }

  @Test(arguments: ["", "garbage\n", "0::\n", "1:2\n"])
  func areEmptyWithoutAMountedHierarchy(groups: String) {
    #expect(paths("cpu", groups, .init(mounts: "")) == [])
    #expect(paths("cpu", groups, .init(mounts: "35 24 - cgroup2\nx\n")) == [])
  }
}
