import Foundation
import InteractionModel
import Testing

@Suite("A daemon in a process of its own")
struct ServeTests {
  private func note(_ tool: Tool, _ count: Int) throws {
    var events: [UInt8] = []
    for number in 0..<count { events += cloudEvent("case.opened", case: "C-\(number)") }
    try tool.succeed("append", input: events)
  }

  private func isLeading(_ status: Int, _ said: JSONValue, at head: Int64? = nil) -> Bool {
    status == 200 && said["role"] == "leader" && (head == nil || said["head"]?.int == head)
      && (said["kept"]?.array ?? []).allSatisfy { $0["position"] == said["head"] }
  }

  @Test("One that is killed is followed by the one that stands by; nothing is lost or taken twice")
  func takesOver() throws {
    let tool = try Tool()
    let first = try RunningDaemon(tool)
    try first.awaits { isLeading($0, $1) }
    let second = try RunningDaemon(tool)
    try second.awaits { $0 == 200 && $1["role"] == "standby" && $1["holder"]?["role"] == "daemon" }
    #expect(try second.get("healthz").status == 200)

    try note(tool, 30)
    let head = Int64(try tool.head())
    try first.awaits { isLeading($0, $1, at: head) }
    // Whoever projects beside it waits for it.
    let beside = try tool.run("project", "--json")
    #expect(beside.code == 0 && beside.errors.contains("kept by daemon"), "\(beside.errors)")
    #expect(try tool.run("status", "--check").code == 0)
    #expect(try tool.json("status")["keeper"]?["role"] == "daemon")

    first.process.send(SIGKILL)
    try note(tool, 60)
    let later = Int64(try tool.head())
    try second.awaits { isLeading($0, $1, at: later) }
    #expect(try tool.json("replay")["equal"] == true)

    second.process.send(SIGTERM)
    #expect(try second.process.finish().code == 0)
    #expect(try tool.json("status")["keeper"] == JSONValue.null)
    #expect(try tool.run("project").code == 0)
  }

  @Test("One that was stopped keeps the lease, and everybody says that it does not move")
  func stopped() throws {
    let tool = try Tool()
    let first = try RunningDaemon(tool)
    try first.awaits { isLeading($0, $1) }
    let second = try RunningDaemon(tool)
    try second.awaits { $0 == 200 && $1["role"] == "standby" }
    first.process.send(SIGSTOP)
    try second.awaits { status, said in
      status == 503 && said["role"] == "standby" && said["holder"]?["silent"] == true
        && said["problems"]?.array?.contains { $0["subject"] == "lease" } == true
    }
    let checked = try tool.run("status", "--check")
    #expect(checked.code == 1 && checked.errors.contains("does not move"), "\(checked.errors)")
    let refused = try tool.run("project")
    #expect(refused.code == 3 && refused.errors.contains("does not move"), "\(refused.errors)")
    first.process.send(SIGCONT)
    try second.awaits { $0 == 200 && $1["role"] == "standby" }
    try first.awaits { isLeading($0, $1) }
  }

  @Test("What is measured says how far everything is, and whom it is about in no word")
  func measured() throws {
    let tool = try Tool.hyacinths()
    let daemon = try RunningDaemon(tool)
    try daemon.awaits { isLeading($0, $1) }
    let (status, _, text) = try daemon.get("metrics")
    let head = try tool.head()
    #expect(status == 200)
    for line in [
      "throughline_ready 1", "throughline_role{role=\"leader\"} 1",
      "throughline_head_position \(head)", "throughline_position{of=\"search\"} \(head)",
      "throughline_lag_records{of=\"CaseState\"} 0",
      "throughline_worker_state{worker=\"committer\",state=\"live\"} 1",
    ] {
      #expect(text.contains("\(line)\n"), "\(line) in \(text)")
    }
    #expect(!text.contains("hyacinth") && !text.contains("p1"))
    #expect(try daemon.get("elsewhere").status == 404)
  }

  @Test("A rebuild beside it is done by it, and says the same as one that is done by the command")
  func rebuilds() throws {
    let tool = try Tool.hyacinths()
    let alone = try tool.json("rebuild", "CaseState", "search", "--quiet")["projections"]
    let daemon = try RunningDaemon(tool)
    try daemon.awaits { isLeading($0, $1) }
    let beside = try tool.run("rebuild", "CaseState", "search", "--json")
    #expect(beside.code == 0 && beside.errors.contains("built by daemon"), "\(beside.errors)")
    let built = try beside.json["projections"]
    #expect(built?.array?.count == 2)
    for (one, other) in zip(alone?.array ?? [], built?.array ?? []) {
      #expect(one.object?.members.map(\.key) == other.object?.members.map(\.key))
      #expect(one["generation"]?.int.map { $0 + 1 } == other["generation"]?.int)
      #expect(one["position"] == other["position"] && other["serving"] == true)
    }
    #expect(try tool.json("generation", "list")["rebuilds"] == [])
    // What is compared is a look, and the command's own.
    let compared = try tool.run("rebuild", "CaseState", "--compare")
    #expect(compared.code == 0 && !compared.errors.contains("built by"), "\(compared.errors)")
    #expect(try tool.run("rebuild", "CaseState", "--pause").text.contains("No daemon is asked"))
    #expect(try tool.run("rebuild", "CaseState", "--cancel").text.contains("No rebuild"))
    #expect(try tool.run("rebuild", "CaseState", "--pause", "--cancel").code == 2)
    try daemon.awaits { isLeading($0, $1) }
    #expect(try tool.json("replay")["equal"] == true)
  }

  @Test("Each request has an id, under which the log tells what became of it and nothing of whom")
  func requests() throws {
    let tool = try Tool()
    let daemon = try RunningDaemon(tool, ["--log-level", "debug"])
    try daemon.awaits { isLeading($0, $1) }
    let answer = try daemon.get("elsewhere/p1?name=hyacinth")
    #expect(answer.status == 404 && answer.headers["x-request-id"] != nil)
    let found = try daemon.get("healthz")
    let id = try #require(found.headers["x-request-id"])
    daemon.process.send(SIGTERM)
    #expect(try daemon.process.finish().code == 0)
    let lines = try daemon.log.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    let answered = lines.filter { $0["message"] == "answered" }
    let told = answered.first { $0["request"]?.string == id }
    #expect(told?["route"] == "/healthz" && told?["status"] == 200 && told?["level"] == "debug")
    #expect(answered.contains { $0["status"] == 404 && $0["level"] == "info" })
    #expect(!(try daemon.log.contains("hyacinth")))
    #expect(Set(answered.compactMap { $0["request"]?.string }).count == answered.count)
  }

  @Test("A read model that has not taken what the log has is found, by the daemon and by status")
  func incomplete() throws {
    let tool = try Tool()
    try note(tool, 5)
    try tool.succeed("project")
    #expect(try tool.run("status", "--check").code == 0)
    try note(tool, 1)
    let behind = try tool.run("status", "--check")
    #expect(behind.code == 1 && behind.errors.contains("behind"), "\(behind.errors)")
    try tool.succeed("project")
    try tool.rawReadModel().execute("UPDATE meta SET root = zeroblob(32)")
    let found = try tool.run("status", "--check", "--json")
    #expect(found.code == 1 && found.errors.contains("roots differ"), "\(found.errors)")
    #expect(try found.json["shortcomings"]?.array?.count == 1)
    let daemon = try RunningDaemon(tool)
    try daemon.awaits { status, said in
      status == 503
        && said["problems"]?.array?.contains {
          $0["subject"] == "CaseState" && $0["what"]?.string?.contains("roots differ") == true
        } == true
    }
  }

  @Test("Whoever wants more than what is kept is told so, and does not wait for ever")
  func keepsLess() throws {
    let tool = try Tool()
    try note(tool, 3)
    let follower = try tool.start(["project", "--follow", "--only", "CaseState", "--quiet"])
    while try tool.json("status")["keeper"] == .null, !follower.hasEnded(within: 20) {}
    let refused = try tool.run("project")
    #expect(
      refused.code == 3 && refused.errors.contains("project --follow on"), "\(refused.errors)")
    #expect(try tool.run("project", "--only", "CaseState").code == 0)
    follower.awaitHearing(SIGTERM)
    follower.send(SIGTERM)
    #expect(try follower.finish().code == 0)
    #expect(try tool.run("project").code == 0)
  }

  @Test("One that cannot listen, or has no store, says so and ends")
  func refused() throws {
    let tool = try Tool()
    let daemon = try RunningDaemon(tool)
    let program = Tool.built("throughline-daemon")
    let taken = try tool.start(
      ["serve", "--listen", "127.0.0.1:\(daemon.port)"], program: program
    ).finish()
    #expect(taken.code == 3 && taken.errors.contains("cannot listen"), "\(taken.errors)")
    let none = try tool.start(
      ["serve", "--store", "\(tool.directory)/none"], store: .nowhere, program: program
    ).finish()
    #expect(none.code == 3 && none.errors.contains("none"), "\(none.errors)")
    for bad in [["--listen", "nowhere"], ["--sign-every", "0"], ["--drain-timeout", "0"]] {
      #expect(try tool.start(["serve"] + bad, program: program).finish().code == 2)
    }
  }
}
