import Foundation
import InteractionModel
import Testing

@Suite("Whoever accounts for readings finds every one of them")
struct AccessListTests {
  /// Three people who wrote about a gutter, the second also by another name.
  private func told() throws -> Tool {
    let tool = try Tool.told([
      ("c1", "p1", "Gutter on Larkspur Lane"), ("c2", "p2", "The gutter is full of leaves"),
      ("c3", "p3", "A lantern is broken"), ("c4", "p4", "The sycamore again"),
    ])
    try tool.succeed(
      "append",
      input: cloudEvent(
        "party.merged", case: "C-9", body: ["party": "p4", "into": "p2"],
        ["data": ["party": "p4", "body": ["party": "p4", "into": "p2"]]]))
    try tool.succeed("project")
    return tool
  }

  private func list(_ tool: Tool, _ words: String...) throws -> [JSONValue] {
    let output = try tool.run(["access", "list"] + words + ["--json"])
    guard output.code == 0 else { throw UnexpectedEnd(words, output) }
    return try output.json["accesses"]?.array ?? []
  }

  @Test("An account of a search names those whose words it showed, not those whom it only found")
  func named() throws {
    let tool = try told()
    try tool.succeed("search", "gutter", "--limit", "1", "--purpose", "ticket 7")
    try tool.succeed("search", "gutter", "--purpose", "ticket 8")
    try tool.succeed("search", "lantern", "--purpose", "ticket 9")
    let accounts = try tool.succeed("log").jsonLines.filter { $0["type"] == "record.accessed" }
    let first = try #require(accounts[0]["body"]?["parties"]?.array)
    #expect(first.count == 1 && accounts[0]["body"]?["shown"] == 1, "\(accounts[0])")
    #expect(accounts[1]["body"]?["parties"] == ["p1", "p2"])
    let parties = try list(tool).map { $0["parties"] }
    #expect(parties == [["p3"], ["p1", "p2"], .array(first)])
    let other: JSONValue = first == ["p1"] ? "p2" : "p1"
    #expect(try list(tool, "--party", other.string ?? "").count == 1)
  }

  @Test("One is found by whoever was shown, under any of their names, and by what was looked at")
  func merged() throws {
    let tool = try told()
    try tool.succeed("conversation", "show", "c4", "--purpose", "call of Mrs Sycamore")
    try tool.succeed("party", "timeline", "p3", "--purpose", "letter")
    for name in ["p2", "p4"] {
      let found = try list(tool, "--party", name)
      #expect(found.map { $0["entity"] } == ["c4"], "\(name): \(found)")
    }
    #expect(try list(tool, "--party", "p3").map { $0["command"] } == ["party.timeline"])
    #expect(try list(tool, "--party", "p1").isEmpty)
    let unknown = try tool.run("access", "list", "--party", "p77")
    #expect(unknown.code == 2 && unknown.errors.contains("p77"), "\(unknown.errors)")
  }

  @Test("A table of all has the words where a purpose was stated, and plain cells")
  func csv() throws {
    let tool = try told()
    try tool.succeed("conversation", "show", "c4", "--purpose", "call of Mrs Sycamore")
    let closed = try tool.succeed("access", "list", "--csv").text
    #expect(!closed.contains("Sycamore") && !closed.contains("{"), "\(closed)")
    let opened = try tool.succeed("access", "list", "--csv", "--purpose", "audit").text
    #expect(opened.contains("call of Mrs Sycamore") && !opened.contains("{"), "\(opened)")
    try tool.succeed("hold", "place", "--party", "p4", "--authority", "court")
    try tool.succeed("party", "erase", "p3", "--reason", "letter", "--yes")
    for list in ["hold", "erasure"] {
      let table = try tool.succeed(list, "list", "--csv").text
      #expect(table.contains("actorType,actor") && !table.contains("{"), "\(table)")
    }
  }

  @Test(
    "Words that name nobody are read as those of whom their conversation is with",
    arguments: [["subject": "Kerb"], [:]] as [JSONObject])
  func ofPlace(sealed: JSONObject) throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: cloudEvent(
        "conversation.started",
        ["data": ["conversation": "k9", "party": "p9", "sealed": .object(sealed)]])
        + cloudEvent(
          "message.received",
          ["data": ["conversation": "k9", "sealed": ["text": "Quill lives at 9 Larch Road"]]]))
    try tool.succeed("project")
    try tool.succeed("search", "quill", "--purpose", "looking for them")
    try tool.succeed("conversation", "timeline", "k9", "--purpose", "page two")
    let found = try list(tool, "--party", "p9")
    #expect(found.map { $0["command"] } == ["conversation.timeline", "search"], "\(found)")
    try tool.succeed("party", "erase", "p9", "--reason", "asked", "--yes")
    let left = try list(tool, "--purpose", "audit").filter { $0["command"] != "access.list" }
    #expect(left.count == 2 && left.allSatisfy { $0["words"] == "erased" }, "\(left)")
  }

  @Test("Words of a case that name nobody are read as those of whom the case is of")
  func ofPartyOfCase() throws {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: cloudEvent("case.opened", ["data": ["case": "C-5", "party": "p6"]])
        + cloudEvent(
          "note.added",
          ["data": ["case": "C-5", "sealed": ["text": "Quill keeps bees at 9 Larch Road"]]])
        + cloudEvent(
          "note.added",
          ["data": ["case": "C-5", "conversation": "k5", "sealed": ["text": "more bees"]]]))
    try tool.succeed("project")
    let found = try tool.json("search", "bees", "--purpose", "looking for them")["hits"]?.array
    #expect(found?.map { $0["party"] } == ["p6", "p6"], "\(String(describing: found))")
    try tool.succeed("case", "timeline", "C-5", "--purpose", "page two")
    try tool.succeed("conversation", "show", "k5", "--purpose", "page three")
    let commands = try list(tool, "--party", "p6").map { $0["command"] }
    #expect(commands == ["conversation.show", "case.timeline", "search"], "\(commands)")
    try tool.succeed("party", "erase", "p6", "--reason", "asked", "--yes")
    let left = try list(tool, "--purpose", "audit").filter { $0["command"] != "access.list" }
    #expect(left.count == 3 && left.allSatisfy { $0["words"] == "erased" }, "\(left)")
  }

  @Test("By a case the readings of its conversations are found too")
  func ofCase() throws {
    let tool = try told()
    try tool.succeed(
      "append",
      input: cloudEvent(
        "conversation.linked",
        ["data": ["conversation": "c1", "body": ["case": "C-1"]]]))
    try tool.succeed("project")
    for conversation in ["c1", "c3"] {
      try tool.succeed("conversation", "show", conversation, "--purpose", "check")
    }
    #expect(try list(tool, "--case", "C-1").map { $0["entity"] } == ["c1"])
  }

  @Test(
    "Without a purpose all but the words is shown; with one the words, and its own account next")
  func words() throws {
    let tool = try told()
    try tool.succeed("search", "lantern", "--purpose", "the lamp of Mr Quince")
    let closed = try list(tool)
    #expect(closed.count == 1 && closed[0]["words"] == "closed" && closed[0]["query"] == .null)
    #expect(closed[0]["records"] == 1 && closed[0]["command"] == "search")
    let opened = try list(tool, "--purpose", "quarterly review")
    #expect(opened.map { $0["purpose"] } == ["the lamp of Mr Quince"])
    #expect(opened.map { $0["query"] } == ["lantern"])
    let all = try list(tool, "--purpose", "again")
    #expect(all.map { $0["command"] } == ["access.list", "search"])
    #expect(all[0]["purpose"] == "quarterly review" && all[0]["parties"] == ["p3"])
    let table = try tool.succeed("access", "list").text
    #expect(!table.contains("Quince") && table.contains("(closed)"), "\(table)")
    try tool.succeed("party", "erase", "p3", "--reason", "asked", "--yes")
    let after = try list(tool, "--purpose", "after it")
    #expect(after.filter { $0["command"] == "search" }.map { $0["words"] } == ["erased"])
    #expect(try list(tool, "--party", "p3").count == 3, "who was shown is known for ever")
  }

  @Test("Whoever accounts for a search has read of those whom it showed, and keeps their reasons")
  func accountOfAccounts() throws {
    let tool = try told()
    try tool.succeed("search", "gutter", "--limit", "1", "--purpose", "ticket 7")
    try tool.succeed("search", "nobodysaidthis", "--purpose", "ticket 8")
    _ = try list(tool, "--purpose", "review of March")
    let all = try list(tool, "--purpose", "check")
    #expect(all.map { $0["command"] } == ["access.list", "search", "search"])
    #expect(all[0]["parties"] == all[2]["parties"] && all[0]["parties"]?.array?.count == 1)
    // What is kept for some days only takes nobody's reason with it.
    try tool.succeed("project", "--keep-words", "0")
    let later = try list(tool, "--purpose", "check")
    #expect(later.map { $0["words"] } == ["opened", "opened", "erased", "opened"])
  }

  @Test("Pages go on where the last ended; readers and times are checked")
  func filters() throws {
    let tool = try told()
    for word in ["gutter", "lantern", "sycamore"] {
      try tool.succeed("search", word, "--purpose", "check of \(word)")
    }
    let first = try tool.json("access", "list", "--limit", "2")
    let next = try #require(first["next"]?.string)
    let rest = try tool.json("access", "list", "--limit", "2", "--after", next)
    #expect(first["accesses"]?.array?.count == 2 && rest["accesses"]?.array?.count == 1)
    #expect(rest["next"] == .null)
    let reader = try #require(try list(tool)[0]["reader"]?.string)
    #expect(try list(tool, "--reader", reader).count == 3)
    let unknown = try tool.run("access", "list", "--reader", "\(reader)x")
    #expect(unknown.code == 2 && unknown.errors.contains("“\(reader)”"), "\(unknown.errors)")
    #expect(try list(tool, "--since", "2100-01-01").isEmpty)
    #expect(try list(tool, "--until", "2000-01-01").isEmpty)
    #expect(try list(tool, "--since", "2000-01-01", "--until", "2100-01-01").count == 3)
    let csv = try tool.succeed("access", "list", "--csv").text
    #expect(csv.split(separator: "\r\n").count == 4)
    #expect(try tool.run("access", "list", "--after", "none").code == 3)
  }

  @Test("The words of a reading of more people than a record has room for go with the last of them")
  func many() throws {
    let count = 60
    let tool = try Tool.told(
      (1...count).map { ("c\($0)", "p\($0)", "The quagga number \($0) escaped") })
    try tool.succeed("search", "quagga", "--limit", "\(count)", "--purpose", "the quagga of all")
    let accounts = try tool.succeed("log").jsonLines.filter { $0["type"] == "record.accessed" }
    #expect(accounts.map { $0["body"]?["part"] } == [1, 2])
    let parties = accounts.flatMap { $0["body"]?["parties"]?.array ?? [] }
    #expect(Set(parties).count == count)

    let found = try list(tool, "--purpose", "check")
    #expect(found.count == 1 && found[0]["query"] == "quagga", "\(found)")
    #expect(found[0]["parties"]?.array?.count == count && found[0]["records"] == 60)
    let last = try #require(accounts[1]["body"]?["parties"]?.array?.last?.string)
    #expect(try list(tool, "--party", last).map { $0["command"] } == ["access.list", "search"])
    try tool.succeed("party", "erase", last, "--reason", "asked", "--yes")
    let search = try list(tool, "--purpose", "check").first { $0["command"] == "search" }
    #expect(search?["words"] == "erased" && search?["query"] == .null)
    #expect(try tool.json("verify")["ok"] == true)
  }
}
