import Foundation
import InteractionModel
import Testing

@testable import Commands

@Suite("Who reads is the account of the operating system")
struct OperatorTests {
  @Test("whatever the environment says", arguments: ["olga", "jane@example.org", ""])
  func environment(name: String) throws {
    let tool = try Tool.hyacinths()
    let output = try tool.run(
      "search", "hyacinth", "--purpose", "check",
      environment: ["USER": name, "LOGNAME": name, "USERNAME": name])
    #expect(output.code == 0, "\(output.errors)")
    let account = try tool.succeed("log", "--reverse", "--limit", "1").jsonLines[0]
    #expect(account["actor"] == ["type": "operator", "id": .string(Operator.actor.id ?? "")])
    #expect(account["actor"]?["id"] != .string(name))
  }

  @Test(
    "by number where it is called by an address, or by nothing",
    arguments: ["jane@example.org", "+16175550123", "617-555-0123", "tel:617", "", "@", nil])
  func number(name: String?) {
    #expect(Operator.actor(of: 1_207, called: name) == Actor(type: "operator", id: "uid-1207"))
  }

  @Test("by name else, without what no id has")
  func name() {
    #expect(Operator.actor(of: 1_207, called: "ol ga") == Actor(type: "operator", id: "olga"))
  }
}
