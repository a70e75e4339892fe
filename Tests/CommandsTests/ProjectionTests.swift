import Foundation
import InteractionModel
import Testing

@Suite("Projections: stopped, quarantined, rebuilt, followed")
struct ProjectionTests {
  private func projection(_ tool: Tool) throws -> JSONValue? {
    try states(of: tool).first
  }

  /// The generations of the projection of cases, to which these tests keep.
  private func states(of tool: Tool) throws -> [JSONValue] {
    (try tool.json("status")["projections"]?.array ?? []).filter { $0["projection"] == "CaseState" }
  }

  @Test(
    "A record that the code cannot take stops the projection until it is quarantined",
    arguments: [true, false])
  func quarantine(isServing: Bool) throws {
    let tool = try Tool()
    try tool.succeed("append", input: cloudEvent("case.opened"))
    if isServing { try tool.succeed("project", "--only", "CaseState") }
    try tool.succeed(
      "append",
      input: cloudEvent("case.assigned", body: ["owner": "agent-1"], ["dataschema": "urn:x/2"])
        + cloudEvent("case.closed"))
    let stopped = try tool.run("project", "--only", "CaseState", "--json")
    #expect(stopped.code == 1)
    #expect(stopped.errors.contains("position 3") && stopped.errors.contains("quarantine"))
    let states = try self.states(of: tool)
    let state = try #require(states.last)
    #expect(state["state"] == "stopped" && state["position"] == 2, "\(states)")
    #expect(state["failure"]?.string?.contains("position 3") == true)
    #expect(try tool.run("status").text.contains("position 3"))
    let shownBefore = try tool.run("case", "show", "C-1")
    #expect(shownBefore.code == (isServing ? 0 : 3))
    #expect(isServing || shownBefore.errors.contains("position 3"), "\(shownBefore.errors)")
    // Again: it still stands there.
    #expect(try tool.run("project", "--only", "CaseState").code == 1)

    let decision = try tool.json(
      "quarantine", "CaseState", "3", "--reason", "a form of 2027 came early")
    #expect(decision["recordedAt"] == 5 && decision["position"] == 3)
    try tool.succeed("project", "--only", "CaseState")
    #expect(try projection(tool)?["state"] == "live")
    #expect(try projection(tool)?["failure"] == JSONValue.null)
    let shown = try tool.json("case", "show", "C-1")["state"]
    #expect(shown?["status"] == "closed" && shown?["owner"] == nil)
    #expect(try tool.json("replay", "--projection", "CaseState")["equal"] == true)
    #expect(try tool.json("rebuild", "CaseState", "--compare")["projections"]?.array?.count == 1)
    #expect(try tool.json("verify")["ok"] == true)

    let again = try tool.run(
      "quarantine", "CaseState", "3", "--reason", "a form of 2027 came early")
    #expect(again.code == 0 || again.code == 3, "\(again.errors)")
    let other = try tool.run("quarantine", "CaseState", "3", "--reason", "another reason")
    #expect(other.code == 3 && other.errors.contains("position 5"), "\(other.errors)")
    #expect(try tool.head() == 5)
  }

  @Test("A rebuild is compared, kept beside the live one, and swapped in")
  func rebuild() throws {
    let tool = try Tool(copying: Prepared.city.tool)
    let digest = try tool.digest()
    let kept = try tool.json("rebuild", "CaseState", "--compare", "--no-swap")
    let first = kept["projections"]?.array?.first
    #expect(first?["serving"] == false && first?["compared"] == true && first?["differences"] == [])
    let states = try self.states(of: tool)
    #expect(states.map { $0["state"]?.string } == ["live"] && states.first?["building"] == 2)
    let swapped = try tool.json("rebuild", "CaseState", "--compare")
    #expect(swapped["projections"]?.array?.first?["serving"] == true)
    let after = try self.states(of: tool)
    #expect(after.map { $0["state"]?.string } == ["live"])
    #expect(after.first?["generation"] == 2 && after.first?["building"] == JSONValue.null)
    let project = try tool.json("project")["projections"]?.array?.first
    #expect(project?["digest"]?.string == digest)

    // A live one that was altered differs: it goes on serving until somebody decides.
    try tool.rawReadModel(2).execute(
      "UPDATE case_state SET owner = 'nobody' WHERE key = (SELECT min(key) FROM case_state)")
    let refused = try tool.run("rebuild", "CaseState", "--compare")
    #expect(refused.code == 1 && refused.text.contains("nobody"), "\(refused.text)")
    #expect(try tool.run("replay").code == 1)
    try tool.succeed("rebuild", "CaseState")
    #expect(try tool.run("replay").code == 0)
  }

  @Test(
    "While a projection follows, a rebuild swaps under it and it goes on with the new one",
    arguments: [SIGTERM, SIGINT])
  func follow(signal number: Int32) throws {
    let city = try Prepared.city
    let tool = try Tool(copying: city.empty)
    let lines = try city.lines()
    func append(_ range: Range<Int>) throws {
      try tool.succeed("append", input: lines[range].flatMap { $0 + [UInt8(ascii: "\n")] })
    }
    try append(0..<600)
    let follower = try tool.start(["project", "--follow", "--quiet", "--json"])
    /// Waits until the read model is at the head of the log.
    func caughtUp() throws {
      let head = try tool.head()
      while !follower.hasEnded(within: 5) {
        let states = try tool.json("status")["projections"]?.array ?? []
        if states.contains(where: { $0["position"]?.int == head && $0["state"] == "live" }) {
          return
        }
      }
      throw UnexpectedEnd("the follower ended: \(try follower.finish().errors)")
    }
    try caughtUp()
    try append(600..<1_300)
    try caughtUp()
    // The rebuild swaps while records come in.
    let rebuild = try tool.start(["rebuild", "CaseState", "--json", "--quiet"])
    for start in stride(from: 1_300, to: 2_000, by: 100) { try append(start..<(start + 100)) }
    let rebuilt = try rebuild.finish()
    #expect(rebuilt.code == 0, "\(rebuilt.errors)")
    try caughtUp()
    try append(2_000..<2_100)
    try caughtUp()
    #expect(try projection(tool)?["generation"] == 2)
    // Whoever else wants to project waits until what is kept is as far as the log, and is told by whom.
    try append(2_100..<2_150)
    let second = try tool.run("project", "--json")
    #expect(second.code == 0 && second.errors.contains("project --follow"), "\(second.errors)")
    #expect(try second.json["projections"]?.array?.allSatisfy { $0["behind"] == 0 } == true)
    follower.send(number)
    #expect(follower.hasEnded(within: 60_000))
    let output = try follower.finish()
    #expect(output.code == 0, "\(output.errors)")
    #expect(try output.json["projections"]?.array?.first?["state"] == "live")
    let state = try projection(tool)
    #expect(state?["state"] == "live" && state?["digestPosition"] == state?["position"])
    let replay = try tool.json("replay")
    #expect(replay["equal"] == true)
    #expect(replay["projections"]?.array?.first?["digest"] == state?["digest"])
  }

  @Test("A read model ahead of its log refuses, and says why")
  func ahead() throws {
    let city = try Prepared.city
    let tool = try Tool(copying: city.tool)
    try FileManager.default.removeItem(atPath: "\(tool.store)/log.db")
    try FileManager.default.copyItem(
      atPath: "\(city.empty.store)/log.db", toPath: "\(tool.store)/log.db")
    #expect(try projection(tool)?["state"] == "ahead")
    let output = try tool.run("project")
    #expect(output.code == 3 && output.errors.contains("ahead of the log"), "\(output.errors)")
    let replay = try tool.run("replay", "--json")
    #expect(replay.code == 1, "what is ahead does not follow from the log")
    #expect(try replay.json["equal"] == false)
    let shown = try tool.run("case", "list")
    #expect(shown.code == 3, "one found ahead of the log refuses to serve: \(shown.text)")
    try tool.succeed("rebuild", "CaseState")
    #expect(try projection(tool)?["state"] == "live")
  }
}
