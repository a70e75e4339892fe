import InteractionModel
import ProjectionEngine
import Queries
import Testing

/// Where two values of a field differ, and in which element of a list.
@Suite("The parts of a change")
struct ChangePartsTests {
  private func parts(_ before: JSONValue?, _ after: JSONValue?) -> [String] {
    FieldChange(field: "list", before: before, after: after).parts.map { part in
      func text(_ value: JSONValue?) -> String { value?.canonicalText ?? "–" }
      return "\(part.field) \(text(part.before)) → \(text(part.after))"
    }
  }

  @Test("name the element of a list by what tells it from the others")
  func names() {
    let told: JSONValue = [
      ["key": "name", "verified": false, "position": 3], ["key": "zip", "position": 4],
    ]
    let now: JSONValue = [
      ["key": "name", "verified": true, "position": 9], ["key": "zip", "position": 4],
    ]
    #expect(
      parts(told, now) == [
        "list[name].position 3 → 9", "list[name].verified false → true",
      ])
    #expect(
      parts(
        [["id": "ct-1", "end": "a"]], [["id": "ct-1", "end": "b"], ["id": "ct-2", "end": "a"]])
        == [
          #"list[ct-1].end "a" → "b""#, #"list[ct-2] – → {"end":"a","id":"ct-2"}"#,
        ])
    // Two legs of one conversation are told apart by where they stand.
    let legs: JSONValue = [
      ["conversation": "c", "position": 1], ["conversation": "c", "position": 2],
    ]
    #expect(
      parts(legs, [["conversation": "c", "position": 1]])
        == [#"list[@2] {"conversation":"c","position":2} → –"#])
    #expect(parts(["chat"], ["chat", "voice"]) == [#"list – → ["voice"]"#])
    #expect(parts([["x": 1]], []) == [#"list {"x":1} → –"#])
  }
}
