import Cluster
import Testing

@Suite("Errors of a cluster")
struct ClusterErrorTests {
  @Test("name the places of a missing library")
  func placesAreNamed() {
    #expect(ClusterError.shimMissing(places: ["/a/b"]).problem.contains("\"/a/b\""))
  }
}
