import InteractionModel
import Testing

@testable import Projections

/// A fold does not see what is sealed: of several records each may have what is looked for.
@Suite("Records that may have the same thing sealed")
struct SealedPlacesTests {
  private var matter = ContinuityBuilder()

  private mutating func fact(_ type: String, sealed: Bool) throws {
    try matter.add("fact.\(type)", ["key": "badge"], by: "a1", sealed: sealed)
  }

  private var fact: JSONValue? {
    get throws { try matter.rows.matter["document"]?["facts"]?.array?.first }
  }

  private func positions(_ values: JSONValue?) -> [Int64] {
    (values?.array ?? []).compactMap { $0["value"]?["position"]?.int }
  }

  @Test("A fact has them all since its last correction, the last said first")
  mutating func facts() throws {
    try fact("provided", sealed: true)
    #expect(try fact?["values"] == nil, "one place needs no list")
    try fact("provided", sealed: false)
    try fact("provided", sealed: true)
    try fact("confirmed", sealed: true)
    try fact("confirmed", sealed: false)
    var known = try fact
    #expect(known?["value"]?["position"] == 3 && positions(known?["values"]) == [4, 3, 1])
    #expect(known?["values"]?.array?.map { $0["state"] } == ["confirmed", "provided", "provided"])
    #expect(known?["values"]?.array?.map { $0["verified"] } == [true, true, true])
    try fact("corrected", sealed: true)
    known = try fact
    #expect(known?["value"]?["position"] == 6 && known?["values"] == nil)
    try fact("corrected", sealed: false)
    known = try fact
    #expect(known?["value"] == nil && known?["stale"] == true)
  }

  @Test("A fact that is confirmed for ever has the last places and that of who gave it")
  mutating func often() throws {
    try fact("provided", sealed: true)
    for _ in 0..<20 { try fact("confirmed", sealed: true) }
    #expect(try positions(fact?["values"]) == [21, 20, 19, 1])
  }

  @Test("A repeat ask names the confirmation that may have the value, and the last one")
  mutating func asked() throws {
    try fact("provided", sealed: true)
    try fact("confirmed", sealed: true)
    try fact("confirmed", sealed: false)
    try fact("requested", sealed: false)
    #expect(try matter.rows.findings["repeat_ask@4"]?["causes"] == [1, 2, 3, 4])
  }

  @Test("A packet refers to all requests and preparations, one behind the other")
  mutating func packet() throws {
    let handoff: JSONObject = ["handoff": "h-7"]
    try matter.add("transfer.requested", handoff, by: "a1", sealed: true)
    try matter.add("handoff.prepared", handoff, by: "a1", sealed: true)
    try matter.add("handoff.prepared", handoff, by: "a1", sealed: false)
    try matter.add("handoff.prepared", handoff, by: "a1", sealed: true)
    let packet = try #require(try matter.rows.handoff?["document"]?["packet"])
    func chain(_ reference: JSONValue?) -> [String] {
      guard let reference, let position = reference["position"]?.int else { return [] }
      let first = reference["pointer"]?.string ?? reference["pointers"]?.array?.first?.string ?? ""
      return ["\(position)\(first)"] + chain(reference["otherwise"])
    }
    #expect(chain(packet["reason"]?["words"]) == ["1/reason", "4/reason", "2/reason"])
    #expect(chain(packet["reason"]?["expected"]) == ["4/expected", "2/expected", "1/expected"])
    // Each stands in the packet's own list, plain.
    let references = packet["references"]?.array ?? []
    #expect(references.count == 6 && references.allSatisfy { $0["otherwise"] == nil })
  }

  @Test("Beginnings of contacts push out no messages; of many the first and the last stay")
  mutating func words() throws {
    for _ in 1...6 { try matter.add("contact.initiated", sealed: true) }
    for _ in 7...16 { try matter.add("message.received", sealed: true) }
    try matter.request()
    let packet = try matter.rows.handoff?["document"]?["packet"]
    let words = packet?["matter"]?["words"]?.array ?? []
    #expect(
      words.map { $0["position"] } == [1, 2, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16])
  }
}
