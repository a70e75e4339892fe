import Compliance
import EventLog
import InteractionModel
import Merkle
import Operations
import Store
import Testing
import Vault

@Suite("What a witness answers is taken for what it is")
struct WitnessAnswerTests {
  /// A witness that says what it was told to, and what it cosigned last.
  private struct Scripted: WitnessPost {
    let reply: WitnessReply
    var last = WitnessReply(status: 404, body: [])

    func send(
      _ body: [UInt8], to url: WitnessURL, within limit: Duration
    ) async throws(WitnessFault) -> WitnessReply { reply }

    func last(
      of origin: String, at url: WitnessURL, within limit: Duration
    ) async throws(WitnessFault) -> WitnessReply { last }
  }

  private func tool() throws -> Tool {
    let tool = try Tool()
    let key = try SigningKey(name: "w.example/1", algorithm: .cosignature).verifier
    try tool.succeed("witness", "add", "http://127.0.0.1:1", "--key", key.description)
    return tool
  }

  private func answer(
    _ tool: Tool, _ post: some WitnessPost
  ) async throws -> (fault: WitnessFault?, alarms: Int) {
    let store = try tool.opened(to: .append)
    let signed = try Checkpointing(
      store, key: SigningKeyFile(path: "\(tool.store)/signing.key")
    ).run()
    let witnessed = try await Witnessing(store, by: post).run(signed)
    let alarms = try store.alarms.witnessAlarms().count
    try store.close()
    return (witnessed.failures.first?.fault, alarms)
  }

  @Test(
    "A 409 that tells no size is a fault of the witness, and no alarm",
    arguments: [
      "", "\n", "none\n", "-1\n", "+7\n", "7 \n", " 7\n", "7\n7\n", "0x7\n", "<html>\n",
      "99999999999999999999999\n", "٣\n", "0\n",
    ])
  func unreadable(body: String) async throws {
    let tool = try tool()
    let (fault, alarms) = try await answer(
      tool, Scripted(reply: WitnessReply(status: 409, body: Array(body.utf8))))
    #expect(fault == .unreadable && fault?.isAlarm == false && alarms == 0, "\(body)")
    let said = try #require(fault?.diagnosis.reason)
    #expect(said == "its answer cannot be read")
  }

  @Test("One that tells another history is an alarm, and is kept until the witness cosigns")
  func alarms() async throws {
    let tool = try tool()
    let size = UInt64(try tool.head())
    for (body, expected) in [
      ("\(size)\n", WitnessFault.otherHistory(cosigned: size)),
      ("\(size)", .otherHistory(cosigned: size)),
      ("\(size + 5)\n", .ahead(cosigned: size + 5, size: size)),
    ] {
      let (fault, alarms) = try await answer(
        tool, Scripted(reply: WitnessReply(status: 409, body: Array(body.utf8))))
      #expect(fault == expected && alarms == 1, "\(body)")
    }
    // A size that is told a second time is no reason any more.
    let (stubborn, _) = try await answer(
      tool, Scripted(reply: WitnessReply(status: 409, body: Array("\(size - 1)\n".utf8))))
    #expect(stubborn == .unreadable)
    #expect(try tool.run("append", input: cloudEvent("note.added")).code == 0, "it is shown none")
  }

  @Test("What it cosigned last closes the log if the log's own key signed it, and not otherwise")
  func shown() async throws {
    let tool = try tool()
    let size = UInt64(try tool.head())
    let secret = try SigningKeyFile(path: "\(tool.store)/signing.key").read()
    let reply = WitnessReply(status: 409, body: Array("\(size + 3)\n".utf8))
    func last(_ key: SigningKey) throws -> WitnessReply {
      let tree = try Checkpoint(origin: key.verifier.name, size: size + 3, root: .leaf([1]))
      return WitnessReply(status: 200, body: try tree.signed(by: key).bytes)
    }
    let stranger = try SigningKey(name: secret.verifier.name)
    for told in [
      try last(stranger), try last(SigningKey(name: "b.example/log")),
      WitnessReply(status: 200, body: Array("nonsense".utf8)),
    ] {
      _ = try await answer(tool, Scripted(reply: reply, last: told))
      let store = try tool.opened(to: .append)
      #expect(try store.alarms.unmet() == nil)
      try store.close()
    }
    _ = try await answer(tool, Scripted(reply: reply, last: try last(secret)))
    let refused = try tool.run("append", input: cloudEvent("note.added"))
    #expect(
      refused.code == 3 && refused.errors.contains("\(size + 3) were signed"), "\(refused.errors)")
  }
}
