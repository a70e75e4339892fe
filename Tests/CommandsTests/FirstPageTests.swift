import InteractionModel
import Testing

@Suite("Something long is shown page by page")
struct FirstPageTests {
  /// A conversation of 230 messages, every tenth of which came late.
  private static func input() -> [UInt8] {
    (0..<230).flatMap { place -> [UInt8] in
      let minute = place % 10 == 9 ? 0 : place
      let event: JSONObject = [
        "specversion": "1.0", "id": .string("51520000-0000-4000-8000-\(100_000_000_000 + place)"),
        "source": "pages", "type": "message.received",
        "time": .string("2026-03-\(10 + minute / 60)T08:\(10 + minute % 50):00Z"),
        "data": [
          "conversation": "long", "channel": "chat", "party": "ines",
          "actor": ["type": "party", "id": "ines"], "sealed": ["text": "again"],
        ],
      ]
      return event.canonicalBytes + [UInt8(ascii: "\n")]
    }
  }

  @Test("200 entries at first, the rest behind them, each once and in order of time")
  func pages() throws {
    let tool = try Tool()
    try tool.succeed("append", input: Self.input())
    try tool.succeed("project")
    for command in [["conversation", "show", "long"], ["conversation", "timeline", "long"]] {
      func page(_ options: String...) throws -> (entries: [Int64], next: Int64?) {
        let answer = try tool.run(command + ["--json"] + options).json
        let entries = answer["entries"]?.array ?? []
        return (
          entries.compactMap { $0["position"]?.int }, answer["next"]?.string.flatMap { Int64($0) }
        )
      }
      let first = try page()
      #expect(first.entries.count == 200)
      let next = try #require(first.next)
      #expect(next == first.entries.last)
      let rest = try page("--after", String(next))
      #expect(rest.entries.count == 30)
      #expect(rest.next == nil)
      let all = try page("--limit", "1000")
      #expect(all.entries == first.entries + rest.entries)
      #expect(all.entries != all.entries.sorted())
    }
    let party = try tool.json("party", "timeline", "ines")
    #expect(party["entries"]?.array?.count == 200)
  }
}
