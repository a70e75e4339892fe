import Compliance
import EventLog
import Foundation
import InteractionModel
import Testing

@testable import Operations

@Suite("An erasure whose process died is finished by whoever comes next, and said until then")
struct ErasureWatchTests {
  private struct Killed: Error {}

  /// A store with an index, in which the process that erased p1 was killed after a step.
  private func interrupted(after step: ErasureStep) async throws -> Tool {
    let tool = try Tool.hyacinths()
    let store = try tool.opened()
    let eraser = store.eraser(try await store.log()) { if $0 == step { throw Killed() } }
    await #expect(throws: Killed.self) {
      try await eraser.erase(.party("p1"), authority: nil, reason: "asked")
    }
    return tool
  }

  private func pending(_ tool: Tool) throws -> Int {
    try tool.json("status")["pendingErasures"]?.array?.count ?? -1
  }

  @Test("status and verify say so, without the key", arguments: [ErasureStep.requested, .purged])
  func said(step: ErasureStep) async throws {
    let tool = try await interrupted(after: step)
    try FileManager.default.moveItem(
      atPath: "\(tool.store)/master.key", toPath: "\(tool.directory)/away.key")
    #expect(try pending(tool) == 1)
    #expect(try tool.succeed("status").text.contains("is not complete"))
    #expect(try tool.json("verify")["pendingErasures"]?.array?.count == 1)
    #expect(try tool.succeed("verify").text.contains("is not complete"))
  }

  @Test(
    "Whatever has a key finishes it first",
    arguments: [
      ["project", "--quiet"], ["search", "hyacinth", "--purpose", "check"],
      ["log", "--open", "--purpose", "check"], ["append"], ["rebuild", "search"],
      ["party", "show", "p2", "--purpose", "check"],
      ["project", "--only", "CaseState", "--quiet"], ["rebuild", "CaseState", "--quiet"],
    ])
  func finished(command: [String]) async throws {
    let tool = try await interrupted(after: .requested)
    let output = try tool.run(command, input: [])
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.errors.contains("finished the erasure"), "\(output.errors)")
    #expect(try pending(tool) == 0)
    #expect(try tool.json("search", "hyacinth", "--purpose", "check")["total"] == 1)
  }

  @Test("A follower finishes what another process left while it followed")
  func watched() async throws {
    let tool = try await interrupted(after: .requested)
    let store = try tool.opened()
    // Whoever requested it has some time left.
    var patient = ErasureWatch(store, Supervisor())
    try await patient.look()
    #expect(try pending(tool) == 1)
    var watch = ErasureWatch(store, Supervisor(), patience: .zero)
    try await watch.look()
    #expect(try pending(tool) == 0)
    #expect(try tool.json("search", "hyacinth", "--purpose", "check")["total"] == 1)
  }
}
