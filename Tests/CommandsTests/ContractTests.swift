import Foundation
import InteractionModel
import Testing

@Suite("What the commands answer in JSON")
struct ContractTests {
  private func keys(_ value: JSONValue?) -> [String] {
    value?.object?.members.map(\.key) ?? []
  }

  private func first(_ value: JSONValue?, _ name: String) -> JSONValue? {
    value?[name]?.array?.first
  }

  @Test("status names the log, its head and where each projection is")
  func status() throws {
    let tool = try Prepared.city.tool
    let answer = try tool.json("status")
    #expect(
      keys(answer) == [
        "closed", "head", "identifiers", "keeper", "origin", "pendingErasures", "projections",
        "recorded", "search", "shortcomings", "vault", "witnesses",
      ])
    #expect(
      keys(first(answer, "projections")) == [
        "behind", "building", "built", "digest", "digestPosition", "failure", "generation", "held",
        "position", "previous", "projection", "state", "version",
      ])
    #expect(answer["keeper"] == .null && answer["shortcomings"] == [])
    #expect(answer["origin"] == "test.example/log" && answer["head"]?.int != nil)
    #expect(first(answer, "projections")?["state"] == "live")
    #expect(first(answer, "projections")?["digestPosition"] == answer["head"])

    let empty = try Prepared.city.empty.json("status")
    #expect(empty["head"] == 1 && first(empty, "projections")?["state"] == "absent")
    #expect(keys(first(empty, "projections")) == keys(first(answer, "projections")))
  }

  @Test("import and append answer with the same figures")
  func intake() throws {
    let tool = try Tool()
    let figures = [
      "appended", "duplicates", "firstPosition", "lastPosition", "read", "rejected",
      "warnings",
    ]
    let event = cloudEvent("case.opened", sealed: ["title": "a title"])
    let file = try tool.write(event)
    let dry = try tool.json("import", "cloudevents", file, "--dry-run")
    #expect(keys(dry) == figures + ["wouldAppend"])
    #expect(dry["appended"] == 0 && dry["wouldAppend"] == 1)
    #expect(try tool.head() == 1)
    let imported = try tool.json("import", "cloudevents", file)
    #expect(keys(imported) == figures)
    #expect(imported["firstPosition"] == 2 && imported["lastPosition"] == 2)
    let appended = try tool.json("append", input: event)
    #expect(keys(appended) == figures)
    #expect(appended["duplicates"] == 1 && appended["firstPosition"] == JSONValue.null)
    let array = [UInt8(ascii: "[")] + cloudEvent("case.closed").dropLast() + [UInt8(ascii: "]")]
    #expect(try tool.json("append", input: array)["lastPosition"] == 3)
    let rejected = try tool.run("append", "--json", input: Array("{}\n".utf8))
    #expect(rejected.code == 1)
    #expect(try keys(rejected.json) == figures && rejected.json["rejected"] == 1)
  }

  @Test("The commands about cases answer with their documented keys")
  func cases() throws {
    let tool = try Prepared.city.tool
    let list = try tool.json("case", "list", "--limit", "3")
    #expect(keys(list) == ["cases", "next"])
    #expect(
      keys(first(list, "cases")) == [
        "case", "channels", "closed", "department", "due", "mergedInto", "opened", "owner",
        "priority", "queue", "reopens", "service", "slaState", "status",
      ])
    let id = try #require(first(list, "cases")?["case"]?.string)
    let shown = try tool.json("case", "show", id)
    #expect(keys(shown) == ["asOf", "case", "state"])
    #expect(keys(shown["asOf"]) == ["axis", "position"])
    #expect(shown["case"]?.string == id && shown["state"]?["status"]?.string != nil)
    let timeline = try tool.json("case", "timeline", id)
    #expect(keys(timeline) == ["case", "entries", "next"])
    #expect(
      keys(first(timeline, "entries")) == [
        "actor", "channel", "conversation", "editedLater", "learnedAfter", "occurred", "position",
        "recorded", "says", "text", "type", "visibility",
      ])
    let texts = timeline["entries"]?.array?.compactMap { $0["text"]?.object } ?? []
    #expect(texts.allSatisfy { keys(.object($0)) == ["state", "value"] } && !texts.isEmpty)
    let explained = try tool.json("case", "explain", id)
    #expect(keys(explained) == ["case", "fields"])
    #expect(
      keys(first(explained, "fields")) == [
        "actor", "event", "field", "occurred", "position", "type", "value",
      ])
    // Every field of the state is explained, with the value it has.
    for field in explained["fields"]?.array ?? [] {
      #expect(shown["state"]?[field["field"]?.string ?? ""] == field["value"])
      #expect(field["position"]?.int != nil || field["type"] == JSONValue.null)
    }
    #expect(explained["fields"]?.array?.count == shown["state"]?.object?.count)
    let one = try tool.json("case", "explain", id, "status")
    #expect(one["fields"]?.array?.count == 1)
    let field = first(one, "fields")
    let position = try #require(field?["position"]?.int)
    let record = try tool.run("log", "--after", "\(position - 1)", "--limit", "1").json
    #expect(record["id"] == field?["event"] && record["type"] == field?["type"])
  }

  @Test("replay, verify, project and rebuild answer with their documented keys")
  func proofs() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let replay = try tool.json("replay")
    #expect(keys(replay) == ["equal", "position", "projections"])
    #expect(
      keys(first(replay, "projections")) == [
        "differences", "digest", "equal", "liveDigest", "position", "projection",
      ])
    let report = "\(tool.directory)/report.json"
    try tool.succeed("replay", "--out", report)
    let bytes = try Data(contentsOf: URL(filePath: report))
    #expect(try JSONValue(parsing: Array(bytes)) == replay)
    #expect(
      keys(try tool.json("verify"))
        == [
          "checkpoint", "checkpoints", "closed", "compared", "epochs", "ok", "pendingErasures",
          "problems", "projections", "resumed", "root", "search", "size", "uncosigned", "unkept",
          "unkeptWitnesses", "unnamedKey", "vault",
        ])
    let altered = try Tool(copying: tool)
    try altered.rawLog().alter("record", "UPDATE record SET leaf = zeroblob(32) WHERE position = 9")
    let problem = first(try altered.run("verify", "--json").json, "problems")
    #expect(keys(problem) == ["expected", "found", "position", "what"])
    let model = try tool.rawReadModel()
    try model.execute(
      "UPDATE case_state SET owner = 'x' WHERE key = (SELECT min(key) FROM case_state)")
    let difference = first(
      first(try tool.run("replay", "--json").json, "projections"), "differences")
    for name in ["entity", "field", "live", "replayed", "livePosition", "replayedPosition"] {
      #expect(keys(difference).contains(name))
    }
  }

  @Test("Pages of cases, records and timelines hold everything once")
  func pages() throws {
    let tool = try Prepared.city.tool
    var cases: [JSONValue] = []
    var after: [String] = []
    while true {
      let page = try tool.run(["case", "list", "--json", "--limit", "17"] + after).json
      cases += page["cases"]?.array ?? []
      guard let next = page["next"]?.string else { break }
      after = ["--after", next]
    }
    let all = try tool.json("case", "list", "--limit", "100000")
    #expect(cases == all["cases"]?.array && !cases.isEmpty)
    #expect(all["next"] == JSONValue.null)

    let log = try tool.succeed("log").lines.map { Array($0) }
    #expect(log.count.json.int == (try tool.head()))
    var records: [[UInt8]] = []
    while true {
      let page = try tool.succeed("log", "--limit", "700", "--after", "\(records.count)").lines
      if page.isEmpty { break }
      records += page.map { Array($0) }
    }
    #expect(records == log)
    let backwards = try tool.succeed("log", "--reverse", "--limit", "600").lines.map { Array($0) }
    #expect(backwards == log.reversed().prefix(600).map { $0 })
    let rest = try tool.succeed("log", "--reverse", "--after", "\(log.count - 599)").lines
    #expect(backwards + rest.map { Array($0) } == log.reversed().map { $0 })

    let id = try #require(cases.first?["case"]?.string)
    let entries = try tool.json("case", "timeline", id)["entries"]?.array ?? []
    var seen: [JSONValue] = []
    after = []
    while true {
      let page = try tool.run(["case", "timeline", id, "--json", "--limit", "5"] + after).json
      seen += page["entries"]?.array ?? []
      guard let next = page["next"]?.string else { break }
      after = ["--after", next]
    }
    #expect(seen == entries && entries.count > 5)
  }

  @Test("Filters of the list and selectors of the log answer what they say")
  func filters() throws {
    let tool = try Prepared.city.tool
    let all = try tool.json("case", "list", "--limit", "10000")["cases"]?.array ?? []
    for (option, field) in [
      ("--status", "status"), ("--department", "department"), ("--owner", "owner"),
      ("--queue", "queue"), ("--priority", "priority"), ("--service", "service"),
      ("--sla", "slaState"),
    ] {
      let values = all.compactMap { $0[field]?.string }
      let value = try #require(values.first)
      let found = try tool.json("case", "list", option, value, "--limit", "10000")["cases"]?.array
      #expect(found == all.filter { $0[field]?.string == value }, "\(option)")
    }
    let mail = try tool.json("case", "list", "--channel", "email", "--limit", "10000")
    #expect(
      mail["cases"]?.array == all.filter { $0["channels"]?.array?.contains("email") == true })
    let noon = "2026-03-03T12:00:00-05:00"
    let early = try tool.json("case", "list", "--opened-before", noon, "--limit", "10000")
    let late = try tool.json("case", "list", "--opened-after", noon, "--limit", "10000")
    let opened = all.filter { $0["opened"]?.string != nil }.count
    let (before, since) = (early["cases"]?.array ?? [], late["cases"]?.array ?? [])
    #expect(before.count + since.count == opened && !before.isEmpty && !since.isEmpty)
    #expect(Set(before).isDisjoint(with: since))

    let log = try tool.succeed("log").jsonLines
    for (option, field) in [
      ("--stream", "stream"), ("--conversation", "conversation"), ("--case", "case"),
      ("--party", "party"), ("--id", "id"),
    ] {
      let values = log.dropFirst(40).compactMap { $0[field]?.string }
      let value = try #require(values.first)
      let found = try tool.succeed("log", option, value).jsonLines
      #expect(!found.isEmpty && found.allSatisfy { $0[field]?.string == value }, "\(option)")
      #expect(found.count == log.filter { $0[field]?.string == value }.count, "\(option)")
    }
  }
}
