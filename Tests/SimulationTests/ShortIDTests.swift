import InteractionModel
import Testing

@testable import Simulation

@Suite("Short ids")
struct ShortIDTests {
  @Test("are never a telephone number behind a letter, whatever chance says")
  func numbers() {
    // Each sign but the last is the digit that is its place.
    var bits: UInt64 = 0
    for place in (0..<11).reversed() { bits = bits << 5 | UInt64(place % 10) }
    for last in UInt64(0)..<32 {
      let id = ShortID.id("p", of: bits & ~(31 << 50) | last << 50)
      #expect(id.count == 12 && !PersonalIdentifier.isLikely(id), "\(id)")
      #expect(id.hasPrefix("p01234") && id.dropFirst(7).hasPrefix("6789"), "\(id)")
    }
    #expect(ShortID.id("c", of: 0x2A_5555) == ShortID.id("c", of: 0x2A_5555))
  }
}
