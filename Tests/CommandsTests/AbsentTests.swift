import InteractionModel
import Testing

/// What is not there is said to be what it is: nothing, something else, or nothing of its kind at all.
@Suite("What is asked for and is not there")
struct AbsentTests {
  private static func made(_ events: [UInt8]...) throws -> Tool {
    let tool = try Tool()
    for event in events { try tool.succeed("append", input: event) }
    try tool.succeed("project")
    return tool
  }

  private static let shows = [
    ["case", "show"], ["case", "timeline"], ["case", "explain"], ["conversation", "show"],
    ["conversation", "timeline"], ["party", "show"], ["party", "timeline"], ["handoff", "show"],
    ["handoff", "timeline"], ["replay", "--events", "--case"],
    ["replay", "--events", "--conversation"],
  ]

  private static func kind(_ show: [String]) -> String {
    let word = (show.last ?? "").hasPrefix("--") ? show.last?.dropFirst(2) : show.first?[...]
    return word == "handoff" ? "hand-off" : String(word ?? "")
  }

  @Test("is nothing, nor is anything of its kind", arguments: shows)
  func none(show: [String]) throws {
    let output = try Self.made().run(show + ["K-40"])
    #expect(output.code == 1 || output.code == 3, "\(output.errors)")
    #expect(
      output.errors.hasPrefix("throughline: no \(Self.kind(show)) “K-40”, nor any other yet"),
      "\(output.errors)")
  }

  @Test("is a thing of another kind, which has none", arguments: shows)
  func other(show: [String]) throws {
    let kind = Self.kind(show)
    let isCase = kind == "case"
    let data: JSONObject = isCase ? ["party": "K-40"] : ["case": "K-40"]
    let type = isCase ? "party.identified" : "case.opened"
    let output = try Self.made(cloudEvent(type, ["data": .object(data)])).run(show + ["K-40"])
    let said = "throughline: \(isCase ? "party" : "case") “K-40” has no \(kind); look at it as a "
    #expect(output.errors.hasPrefix(said), "\(output.errors)")
  }

  @Test("is unknown among others", arguments: shows)
  func unknown(show: [String]) throws {
    let data: JSONObject = [
      "case": "A-1", "conversation": "talk", "party": "noa", "channel": "chat",
      "body": ["kind": "warm"],
    ]
    let output = try Self.made(cloudEvent("transfer.requested", ["data": .object(data)]))
      .run(show + ["K-40"])
    #expect(output.errors.contains("no \(Self.kind(show)) “K-40”; "), "\(output.errors)")
    #expect(output.errors.contains("list` shows those there are"), "\(output.errors)")
  }
}
