import Testing

@testable import Dashboard

@Suite struct TypedPathTests {
  @Test(arguments: [
    ("/a/b.jpg", "/a/b.jpg"), ("  /a/b.jpg \n", "/a/b.jpg"), ("a b.jpg", "a b.jpg"), ("", ""),
    ("~/b.jpg", "~/b.jpg"),
    // Quotation marks, as shells and file managers write them.
    ("'/a/b c.jpg'", "/a/b c.jpg"), ("\"/a/b c.jpg\"", "/a/b c.jpg"),
    ("'/a/it'\\''s.jpg'", "/a/it's.jpg"), ("\"/a/\\\"b\\\" \\c.jpg\"", "/a/\"b\" \\c.jpg"),
    ("'/a/b", "'/a/b"), ("it's.jpg", "it's.jpg"), ("'a' 'b'", "'a' 'b'"),
    // Backslashes before special characters of a shell.
    ("/a/b\\ c.jpg", "/a/b c.jpg"), ("/a/b\\ (1\\)\\&\\'.jpg", "/a/b (1)&'.jpg"),
    ("/a/b\\\\c.jpg", "/a/b\\c.jpg"), ("/a/b\\c.jpg", "/a/b\\c.jpg"), ("/a/b\\ ", "/a/b "),
    ("/a/b\\", "/a/b\\"),
    // Addresses.
    ("file:///a/b.jpg", "/a/b.jpg"), ("file:///a/b%20c%C3%A9.jpg", "/a/b cé.jpg"),
    ("file://localhost/a/b.jpg", "/a/b.jpg"), ("file:/a/b.jpg", "/a/b.jpg"),
    ("FILE:///a/100%.jpg", "/a/100%.jpg"), ("'file:///a/b%27.jpg'", "/a/b'.jpg"),
    ("file:///a.jpg file:///b.jpg", "/a.jpg"), ("file://", "file://"), ("file:x", "file:x"),
    ("file:///%E7%8C%AB.png", "/猫.png"), ("file:///a%00b", "/a%00b"),
  ])
  func areDecoded(text: String, path: String) {
    #expect(TypedPath(text).path == path)
  }
}
