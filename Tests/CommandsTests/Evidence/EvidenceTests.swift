import Foundation
import InteractionModel
import Merkle
import Testing
import Vault

@Suite("Evidence that leaves the house")
struct EvidenceTests {
  /// A case of the simulated city whose text is there, and a store of its own.
  private func city() throws -> (tool: Tool, matter: String) {
    let tool = try Tool(copying: Prepared.city.tool)
    let cases = try tool.json("case", "list", "--status", "closed", "--limit", "1")
    return (tool, try #require(cases["cases"]?.array?.first?["case"]?.string))
  }

  @Test("proves each record and all that was said, to both implementations, without the store")
  func proven() throws {
    let (tool, matter) = try city()
    let entries = try #require(
      tool.json("case", "timeline", matter, "--limit", "100000")["entries"]?.array)
    let archive = try tool.evidence("--case", matter)
    let parts = try archive.check()
    let verified = try archive.verified("--json")
    #expect(verified.code == 0, "\(verified.text)")
    let answer = try JSONValue(parsing: Array(verified.text.utf8.dropLast()))
    #expect(answer["ok"] == true && answer["case"]?.string == matter)
    #expect(answer["records"] == .int(Int64(entries.count)))
    #expect(answer["parts"]?["opened"] == .int(Int64(parts.count)) && !parts.isEmpty)
    #expect(answer["complete"] == true && answer["passedOver"] == [])
    let files = try archive.files()
    let positions = entries.compactMap { $0["position"]?.int }.sorted()
    let bundle = try JSONValue(parsing: try #require(files["bundle.json"]))
    #expect(bundle["records"]?.array?.compactMap(\.int) == positions)
    #expect(String(decoding: files["keys"] ?? [], as: UTF8.self) == "\(archive.key)\n")

    let stranger = try SigningKey(name: "test.example/log").verifier.description
    #expect(try archive.verified(by: stranger).code == 1)
    #expect(try archive.verified(by: "none").code == 2)
    #expect(try archive.verified("--text").text.contains("case.opened"))
    let nowhere = EvidenceArchive(path: "/nowhere.zip", key: archive.key)
    #expect(try nowhere.verified().code == 2)
    let none = EvidenceArchive(path: try tool.write(Array("no zip".utf8)), key: archive.key)
    #expect(try none.verified().code == 1)
  }

  @Test(
    "proves that its records are all that belong to whom they are of, as links have it, whatever was built"
  )
  func complete() throws {
    let tool = try Tool()
    func said(_ conversation: String, _ party: String) -> [UInt8] {
      let data: JSONObject = ["conversation": .string(conversation), "party": .string(party)]
      return cloudEvent("message.received", ["data": .object(data)])
    }
    try tool.succeed(
      "append",
      input: cloudEvent("case.opened") + said("chat-1", "p-1") + said("chat-1", "p-2")
        + cloudEvent("case.opened", case: "C-2") + said("chat-2", "p-2"))
    try tool.succeed("project")
    // From here on only the log knows: that the read models are behind makes no difference.
    let link: JSONObject = ["conversation": "chat-1", "body": ["case": "C-1"]]
    let merge: JSONObject = ["party": "p-1", "body": ["into": "p-2"]]
    try tool.succeed(
      "append",
      input: cloudEvent("conversation.linked", ["data": .object(link)])
        + cloudEvent("party.merged", ["data": .object(merge)]))
    for (arguments, count, whose) in [
      (["--case", "C-1"], 4, "C-1"), (["--case", "C-2"], 1, "C-2"),
      (["--conversation", "chat-1"], 3, "chat-1"), (["--conversation", "chat-2"], 1, "chat-2"),
      (["--party", "p-2"], 4, "p-2"), (["--party", "p-1"], 4, "p-2"),
    ] {
      let path = "\(tool.directory)/\(whose)-\(count).zip"
      let given = try tool.run(["evidence", "--purpose", "x", "--out", path, "--json"] + arguments)
      #expect(given.code == 0, "\(arguments): \(given.errors)")
      #expect(try given.json["records"] == .int(Int64(count)), "\(arguments)")
      let archive = EvidenceArchive(path: path, key: try tool.json("init")["key"]?.string ?? "")
      try archive.check()
      let verified = try archive.verified()
      #expect(
        verified.code == 0 && verified.text.contains("all that belong to"), "\(verified.text)")
      #expect(verified.text.contains(" \(whose), as the log's key states."), "\(verified.text)")
      // What is stated is what whoever replays finds.
      let certificate = try tool.write(try #require(try archive.files()["certificate"]))
      try tool.succeed("certificate", "check", certificate, "--key", archive.key)
    }
  }

  @Test("says what was passed over, and gives nothing of what that leaves incomplete")
  func passedOver() throws {
    let tool = try Tool()
    try tool.succeed(
      "append", input: cloudEvent("case.opened") + cloudEvent("case.opened", case: "C-2"))
    try tool.succeed("project")
    try tool.succeed("quarantine", "EntityIndex", "3", "--reason", "a test")
    let archive = try tool.evidence("--case", "C-1")
    try archive.check()
    let verified = try archive.verified()
    #expect(verified.code == 0 && verified.text.contains("but for what was passed over at @3"))
    #expect(
      try JSONValue(parsing: Array(archive.verified("--json").text.utf8.dropLast()))["complete"]
        == false)
    let report = String(decoding: try archive.files()["report.html"] ?? [], as: UTF8.self)
    #expect(report.contains("but for what was passed over at @3"))
    let out = "\(tool.directory)/none.zip"
    let refused = try tool.run("evidence", "--case", "C-2", "--purpose", "x", "--out", out)
    #expect(refused.code == 3 && refused.errors.contains("quarantined, at 3"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: out))
    #expect(
      try tool.json("access", "list", "--case", "C-2")["accesses"]?.array?.contains {
        $0["type"] == "record.disclosed"
      } == false)
  }

  @Test("interrupted leaves no archive, neither half nor whole, and is not in the register")
  func interrupted() throws {
    let (tool, matter) = try city()
    for milliseconds: Int32 in [0, 50, 100, 200, 400, 800] {
      let out = "\(tool.directory)/\(milliseconds)/case.zip"
      try FileManager.default.createDirectory(
        atPath: "\(tool.directory)/\(milliseconds)", withIntermediateDirectories: true)
      let running = try tool.start(
        ["evidence", "--case", matter, "--purpose", "request 9", "--out", out, "--quiet"])
      _ = running.hasEnded(within: milliseconds)
      running.send(SIGINT)
      let ended = try running.finish()
      #expect([0, 130].contains(ended.code), "\(ended.errors)")
      let left = try FileManager.default.contentsOfDirectory(
        atPath: "\(tool.directory)/\(milliseconds)")
      #expect(left == (ended.code == 0 ? ["case.zip"] : []), "after \(milliseconds) ms")
      guard ended.code == 130 else { return }
      let given = try tool.json("access", "list", "--case", matter)["accesses"]?.array ?? []
      #expect(!given.contains { $0["type"] == "record.disclosed" })
    }
  }

  @Test("says why the state is what it is, what was said, and what it proves, on pages to print")
  func report() throws {
    let (tool, matter) = try city()
    let files = try tool.evidence("--case", matter).files()
    let report = String(decoding: files["report.html"] ?? [], as: UTF8.self)
    let closing = try #require(
      tool.json("case", "explain", matter, "status")["fields"]?.array?.first?["position"]?.int)
    #expect(report.contains("<td><bdi>status</bdi></td><td><bdi>closed</bdi></td>"))
    #expect(report.contains("id=\"r\(closing)\"") && report.contains("@page"))
    let timeline = try tool.json("case", "timeline", matter, "--purpose", "request 9")
    let words = try #require(
      timeline["entries"]?.array?.compactMap { $0["text"]?["value"]?.string }
        .first { $0.utf8.count > 20 && !$0.contains { "&<>\"\r".contains($0) } })
    #expect(report.contains(words))
    let page = String(decoding: files["proves.html"] ?? [], as: UTF8.self)
    #expect(page.contains("these records and no others belong to"))
    for html in [report, page] {
      #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("<script"))
    }
  }

  @Test("is the same to the byte for the same log, and is registered each time, with its manifest")
  func register() throws {
    let (tool, matter) = try city()
    let path = "\(tool.directory)/given.zip"
    let words = ["--to", "Jo Smith, Legal Aid", "--authority", "foia"]
    func give(_ more: [String] = [], zone: String = "UTC") throws -> (JSONValue, Data) {
      let output = try tool.run(
        ["evidence", "--case", matter, "--purpose", "request 9", "--out", path, "--json"] + words
          + more, environment: ["TZ": zone])
      #expect(output.code == 0, "\(output.errors)")
      return (try output.json, try Data(contentsOf: URL(filePath: path)))
    }
    let (first, bytes) = try give()
    let (second, again) = try give(zone: "Asia/Tokyo")
    #expect(bytes == again && first["manifest"] == second["manifest"])
    let (fresh, others) = try give(["--fresh"])
    #expect(bytes != others && (fresh["size"]?.int ?? 0) > (first["size"]?.int ?? 0))

    let position = try #require(first["disclosed"]?.int)
    let told = try tool.run(
      "log", "--after", "\(position - 1)", "--limit", "1", "--open", "--purpose", "audit"
    ).json
    let record = told["record"]
    #expect(record?["type"] == "record.disclosed")
    #expect(record?["body"]?["bundle"] == first["manifest"])
    #expect(record?["body"]?["entity"]?.string == matter && record?["body"]?["authority"] == "foia")
    let files = try EvidenceArchive(path: path, key: "").files()
    #expect(
      fresh["manifest"]?.string
        == "\(Hash.content(try #require(files["manifest.sha256"])))")
    let clear = try #require(record).canonicalText
    #expect(!clear.contains("Jo Smith") && !clear.contains("request 9"))
    let said = told["opened"]?.array?.first?["content"]
    #expect(said == ["purpose": "request 9", "recipient": "Jo Smith, Legal Aid"])
    let parties = try #require(record?["body"]?["parties"]?.array?.first?.string)
    let list = try tool.json("access", "list", "--party", parties, "--limit", "50")
    let types = list["accesses"]?.array?.compactMap { $0["type"]?.string } ?? []
    #expect(types.contains("record.disclosed") && types.contains("record.accessed"))
    let listed = try tool.run("access", "list", "--case", matter, "--purpose", "audit")
    #expect(listed.text.contains("to Jo Smith, Legal Aid"), "\(listed.text)")
    #expect(try tool.run("verify").code == 0)
  }

  @Test(
    "of what was redacted in the log or erased has nothing but that; what was given before holds")
  func closed() throws {
    let tool = try Tool()
    let chat = RedactionTests.Chat(redactsFirst: false)
    try tool.succeed("append", input: chat.input)
    try tool.succeed("project")
    let archive = try tool.evidence("--conversation", "meter")
    let redaction = RedactionTests.Chat.position(5)
    let parts = try archive.check()
    for number in [4, 6, 7] {
      let name = "parts/\(RedactionTests.Chat.position(number))-0.json"
      #expect(parts[name] == .closed(.redacted(by: Position(redaction))), "\(number)")
    }
    for (name, bytes) in try archive.files() {
      #expect(!String(decoding: bytes, as: UTF8.self).contains("amaranth"), "\(name)")
    }
    let file = try tool.redactions([
      [
        "record": .int(RedactionTests.Chat.position(8)), "pointer": "/sealed/0/text",
        "start": 13, "end": 18, "exemption": "b6",
      ]
    ])
    let redacted = try tool.evidence(
      "--conversation", "meter", "--redact", file, as: "redacted.zip")
    try redacted.check()
    #expect(try redacted.look(for: archive).text == "1 withheld\n")
    let verified = try redacted.verified("--text")
    #expect(verified.text.contains("(redacted by @\(redaction))"), "\(verified.text)")
    #expect(!verified.text.contains("said to be"), "\(verified.text)")

    try tool.succeed("party", "erase", "p-1", "--reason", "they asked", "--yes")
    for given in [archive, redacted] {
      try given.check()
      #expect(try given.verified().code == 0)
    }
    let after = try tool.evidence("--conversation", "meter", as: "after.zip")
    let left = try after.check()
    #expect(left["parts/\(RedactionTests.Chat.position(8))-0.json"] == .closed(.erased))
    #expect(try after.verified().code == 0)
    #expect(try tool.run("verify").code == 0)
  }

  @Test("names every key of the log by then, each stated by the one before it")
  func keys() throws {
    let (tool, matter) = try city()
    let before = try tool.evidence("--case", matter)
    try tool.succeed("key", "rotate-signing")
    let after = try tool.evidence("--case", matter, "--fresh", as: "after.zip")
    #expect(before.key != after.key)
    #expect(try before.verified().code == 0 && after.verified().code == 0)
    // Whoever has the key of before trusts what it states to follow it, and not the other way round.
    #expect(try after.verified(by: before.key).code == 0)
    #expect(try before.verified(by: after.key).code == 1)
    try after.check()
    // The record that a key followed another by is in the tree, too.
    let rotation = try #require(try after.files()["rotations.jsonl"])
    #expect(String(decoding: rotation, as: UTF8.self).contains("log.signing_key_rotated"))
    let keys = try [before, after].map {
      String(decoding: try $0.files()["keys"] ?? [], as: UTF8.self)
    }
    #expect(keys == ["\(before.key)\n", "\(before.key)\n\(after.key)\n"])
  }

  @Test(
    "withholds nothing that it cannot: what names no text, or the public envelope, is refused by place"
  )
  func refused() throws {
    let tool = try Tool()
    let id = "41110000-0000-4000-8000-000000000001"
    try tool.succeed(
      "append",
      input: cloudEvent(
        "case.opened", id: id, body: ["priority": "high"], sealed: ["title": "My bin, again"]))
    try tool.succeed("append", input: cloudEvent("case.opened", case: "C-2"))
    try tool.succeed("project")
    let out = "\(tool.directory)/out.zip"
    func refusal(_ members: JSONObject) throws -> (Int32, String) {
      var redaction: JSONObject = [
        "record": 2, "pointer": "/sealed/0/title", "exemption": "b6", "start": 0, "end": 2,
      ]
      for member in members.members { redaction[member.key] = member.value }
      let file = try tool.redactions([.object(redaction)])
      let output = try tool.run(
        "evidence", "--case", "C-1", "--purpose", "x", "--redact", file, "--out", out)
      #expect((output.code == 0) == FileManager.default.fileExists(atPath: out))
      try? FileManager.default.removeItem(atPath: out)
      return (output.code, output.errors)
    }
    #expect(try refusal([:]).0 == 0)
    #expect(try refusal(["record": .string(id), "quote": "My"]).0 == 0)
    for (members, code, hint) in [
      (
        ["pointer": "/body/priority"], 3, "/body/priority of the record at position 2 stands in the"
      ),
      (["pointer": "/channel"], 3, "names nothing"), (["pointer": "/sealed/0/text"], 3, "nothing"),
      (["pointer": "/sealed/1/title"], 3, "names nothing"), (["pointer": "/title"], 3, "nothing"),
      (["pointer": "/sealed/+0/title"], 3, "names nothing"),
      (["pointer": "/sealed/00/title"], 3, "names nothing"),
      (["pointer": "/sealed//title"], 3, "names nothing"),
      (["end": 14], 3, "13 Unicode scalars"), (["quote": "By"], 3, "quotes what does not"),
      (["record": 3], 3, "not among those"), (["record": 99], 3, "not among those"),
      (["record": "41110000-0000-4000-8000-000000000009"], 3, "not among those"),
      (["end": 0], 2, "redaction 1 is not of the form"), (["end": nil], 2, "not of the form"),
      (["exemption": "two words"], 2, "not of the form"), (["more": 1], 2, "not of the form"),
    ] as [(JSONObject, Int32, String)] {
      let (found, errors) = try refusal(members)
      #expect(found == code && errors.contains(hint), "\(members): \(errors)")
    }
    let list = try tool.write(Array("[]".utf8))
    func run(_ arguments: String...) throws -> Output {
      try tool.run(["evidence", "--purpose", "x"] + arguments)
    }
    #expect(try run("--case", "C-1", "--redact", list, "--out", out).code == 2)
    #expect(try run("--case", "C-9", "--out", out).errors.contains("no case “C-9”"))
    #expect(try run("--case", "C-1", "--party", "p", "--out", out).code == 2)
    #expect(try run("--out", out).code == 2 && run("--case", "C-1").code == 2)
    // Nothing is replaced that is no archive's place.
    for place in ["/dev/null", "-", "\(tool.store)/log.db", "\(tool.store)/new.zip", list] {
      let file = place == list ? ["--redact", list] : []
      let output = try tool.run(
        ["evidence", "--case", "C-1", "--purpose", "x", "--out", place] + file)
      #expect(output.code == 2, "\(place): \(output.errors)")
    }
    #expect(try tool.run("verify").code == 0)
  }
}
