import Testing

@testable import Dashboard

@Suite struct TypedPathsTests {
  @Test(arguments: [
    ("", []), ("   ", []), ("/a.jpg", ["/a.jpg"]), ("/a.jpg /b.jpg", ["/a.jpg", "/b.jpg"]),
    ("  /a.jpg   ~/b  ", ["/a.jpg", "~/b"]), ("/a\\ b.jpg /c", ["/a b.jpg", "/c"]),
    ("'/a b.jpg' \"/c d.jpg\" /e", ["/a b.jpg", "/c d.jpg", "/e"]),
    ("'/it'\\''s a.jpg' /b", ["/it's a.jpg", "/b"]),
    ("/it's.jpg /bob's.jpg", ["/it's.jpg", "/bob's.jpg"]),
    ("file:///a%20b.jpg file:///c.jpg", ["/a b.jpg", "/c.jpg"]),
    ("~/*.png /a/[b-d]?.jpg", ["~/*.png", "/a/[b-d]?.jpg"]),
    ("'/a b", ["'/a", "b"]), ("/a\\\\ /b", ["/a\\", "/b"]),
  ])
  func areSeparatedByBlanks(text: String, paths: [String]) {
    #expect(TypedPaths(text).paths == paths)
  }

  /// Names with blanks are often typed as they are. Which files exist is not known here.
  @Test(arguments: [
    ("/a.jpg", nil), ("/a b.jpg", "/a b.jpg"), ("/a\\ b.jpg c.jpg", "/a b.jpg c.jpg"),
    ("'/a' '/b'", nil), ("file:///a.jpg file:///b.jpg", nil), ("", nil),
  ])
  func canBeOnePath(text: String, whole: String?) {
    #expect(TypedPaths(text).whole == whole)
  }
}
