import Foundation
import InteractionModel
import Merkle
import StoreConformance
import Testing
import Vault

@Suite("Evidence of any text, with anything withheld")
struct RandomEvidenceTests {
  private static let isFull = ProcessInfo.processInfo.environment["THROUGHLINE_FULL"] == "1"

  @Test(
    "verifies in both implementations and tells nothing of what is withheld; what is altered is found",
    arguments: isFull ? Array(1...20) : [1])
  func random(seed: UInt64) throws {
    var random = RandomText(seed: seed)
    let tool = try Tool()
    var input: [UInt8] = []
    var redactions: [JSONValue] = []
    for number in 0..<(Self.isFull ? 50 : 36) {
      // Some are so long that they become attachments.
      let isLong = number % 12 == 0
      let content = random.content(words: isLong ? 1_600 : random.int(1...12))
      let data: JSONObject = [
        "conversation": "chat-1", "channel": "chat", "party": "p-1", "sealed": .object(content),
      ]
      let id = "41110000-0000-4000-8000-\(100_000_000_000 + number)"
      input += cloudEvent("message.received", id: id, ["data": .object(data)])
      guard random.int(0...5) > 0 else { continue }
      redactions += random.spans(of: content).map { span in
        var redaction: JSONObject = [
          "record": .string(id), "pointer": .string("/sealed/0\(span.pointer)"),
          "exemption": .string(["b5", "b6", "b7c"][random.int(0...2)]),
        ]
        if !span.scalars.isEmpty {
          redaction["start"] = .int(Int64(span.scalars.lowerBound))
          redaction["end"] = .int(Int64(span.scalars.upperBound))
        }
        return .object(redaction)
      }
    }
    for _ in 0..<3 {
      let data: JSONObject = [
        "conversation": "chat-2", "sealed": .object(random.content(words: 9)),
      ]
      input += cloudEvent("message.received", ["data": .object(data)])
    }
    try tool.succeed("append", input: input)
    try tool.succeed("project")
    let whole = try tool.evidence("--conversation", "chat-1", as: "whole.zip")
    let file = try tool.redactions(redactions)
    let archive = try tool.evidence("--conversation", "chat-1", "--redact", file)
    for each in [whole, archive] {
      let parts = try each.check()
      #expect(parts.count == (Self.isFull ? 50 : 36))
      let verified = try each.verified()
      #expect(verified.code == 0, "\(verified.text)")
    }
    #expect(try whole.files().keys.contains { $0.hasPrefix("attachments/") })
    let look = try archive.look(for: whole)
    #expect(look.code == 0, "\(look.text)")
    let attacks = try archive.attack(
      Self.isFull ? 200 : 60, seed: Int(seed),
      with: tool.evidence("--conversation", "chat-2", as: "other.zip"))
    #expect(attacks.code == 0, "\(attacks.text)")
    #expect(try tool.run("verify", "--open").code == 0)
  }
}
