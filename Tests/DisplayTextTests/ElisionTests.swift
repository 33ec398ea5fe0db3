import DisplayText
import Testing

@Suite struct ElisionTests {
  @Test(arguments: [
    ("compact-scenes-1", 16, "compact-scenes-1"), ("compact-scenes-1", 40, "compact-scenes-1"),
    ("compact-scenes-1", 15, "compact…cenes-1"), ("compact-scenes-1", 8, "comp…s-1"),
    ("compact-scenes-1", 3, "c…1"), ("compact-scenes-1", 2, "c…"), ("compact-scenes-1", 1, "…"),
    ("compact-scenes-1", 0, ""), ("", 4, ""),
  ])
  func bothEndsOfALongNameAreKept(name: String, columns: Int, text: String) {
    #expect(name.elidedInMiddle(to: columns) == text)
  }

  // A wide character is kept whole, so the text can be one column narrower than the limit.
  @Test func wideCharactersAreNotSplit() {
    let name = "漢字の名前です"
    for columns in 1...14 {
      let text = name.elidedInMiddle(to: columns)
      #expect((columns - 1...columns).contains(text.columns), "\(columns)")
    }
    #expect(name.elidedInMiddle(to: 6) == "漢…す")
  }
}
