import Foundation
import TerminalUI
import Testing

@testable import Dashboard

/// The offer of a tour at the first start.
extension TourTests {
  @Test func theOfferIsWithdrawnByEscAndWithTime() {
    var state = Self.start
    state.offerTour()
    #expect(state.viewSettings.tour == true)
    #expect(shown(state).contains("! starts a tour"))
    press(.down, into: &state)
    press(.escape, into: &state)
    #expect(state.tour.offeredAt != nil, "Esc closes the focus first")
    press(.escape, into: &state)
    #expect(state.tour.offeredAt == nil)
    #expect(state.notice?.text == "! starts the tour at any time")

    state.offerTour()
    _ = update(&state, .tick(seconds: state.now + TourState.offerDuration))
    #expect(state.tour.offeredAt != nil)
    _ = update(&state, .tick(seconds: state.now + 1))
    #expect(state.tour.offeredAt == nil && state.tour.isKnown)
  }

  @Test func theTourIsRememberedAndOlderSettingsDoNotKnowIt() throws {
    let state = Self.atStop(1)
    let file = try JSONEncoder().encode(state.viewSettings)
    for (text, isKnown) in [
      (String(decoding: file, as: UTF8.self), true), (#"{"screen": "live"}"#, false),
      (#"{"tour": "seen"}"#, false), (#"{"tour": false}"#, false), (#"{"tour": true}"#, true),
    ] {
      var other = DashboardState()
      other.adopt(try JSONDecoder().decode(ViewSettings.self, from: Data(text.utf8)))
      #expect(other.tour.isKnown == isKnown, "\(text)")
    }
    #expect(DashboardState().viewSettings.tour == nil)
  }
}
