import InteractionModel
import Testing

@Suite("Cases that are due, and what is said of their end")
struct DueCaseTests {
  private func projected(_ events: [UInt8]...) throws -> Tool {
    let tool = try Tool()
    try tool.succeed("append", input: events.flatMap(\.self))
    try tool.succeed("project")
    return tool
  }

  @Test("A due date that is past makes a case late in lists as on its card, clocks or none")
  func late() throws {
    let past: JSONObject = ["due": "2026-05-04T12:00:00Z", "status": "open"]
    let tool = try projected(
      cloudEvent("case.opened", case: "D-1", body: past),
      cloudEvent("case.opened", case: "D-2", body: past),
      cloudEvent("case.resolved", case: "D-2"),
      cloudEvent("case.opened", case: "D-3", body: past), cloudEvent("case.closed", case: "D-3"),
      cloudEvent("case.opened", case: "D-4", body: ["due": "2999-01-01T00:00:00Z"]),
      cloudEvent("case.opened", case: "D-5"),
      cloudEvent("case.due_changed", case: "D-5", body: ["due": "2026-05-05"]))
    let states = try #require(try tool.json("case", "list")["cases"]?.array)
      .map { $0["slaState"]?.string }
    #expect(states == ["late", nil, nil, nil, "late"])
    let late = try tool.json("case", "list", "--sla", "late")["cases"]?.array
    #expect(late?.map { $0["case"]?.string } == ["D-1", "D-5"])
    #expect(try tool.run("case", "show", "D-1").text.contains("LATE by"))
    #expect(try tool.json("case", "show", "D-1")["state"]?["slaState"] == "late")
  }

  @Test("A timeline has the names that lists are filtered by as they are")
  func names() throws {
    let tool = try projected(
      cloudEvent(
        "case.opened", case: "N-1",
        body: ["queue": "pw_north_1", "owner": "agent_x", "reason": "tree_down"]))
    let shown = try tool.run("case", "timeline", "N-1").text
    #expect(shown.contains("queue pw_north_1") && shown.contains("owner agent_x"), "\(shown)")
    #expect(shown.contains("reason tree down"), "\(shown)")
  }

  @Test("The card says how a case was settled in the words of whoever did, for a purpose")
  func settled() throws {
    let words: JSONObject = ["resolution": "The branch was cut by crew 5", "note": "windy"]
    let tool = try projected(
      cloudEvent("case.opened", case: "R-1"),
      cloudEvent("case.resolved", case: "R-1", body: ["resolution": "done"], sealed: words),
      cloudEvent("case.closed", case: "R-1", body: ["resolution": "done"]))
    let shown = try tool.run("case", "show", "R-1", "--purpose", "test").text
    #expect(shown.contains("branch was cut by crew 5") && !shown.contains("windy"), "\(shown)")
    #expect(!(try tool.run("case", "show", "R-1").text.contains("branch")))
  }
}
