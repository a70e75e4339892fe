import InteractionModel
import Testing

/// Read models point at what people said; whoever states a purpose is shown it there.
@Suite("References to what people said")
struct ReferenceTests {
  private struct Reference: Hashable {
    /// The names of the members that lead to it.
    let kind: String
    let position: Int64
    let pointers: [String]
  }

  private static func references(in value: JSONValue, under path: [String] = []) -> [Reference] {
    switch value {
    case .array(let elements): return elements.flatMap { references(in: $0, under: path) }
    case .object(let object):
      let pointers =
        object["pointer"]?.string.map { [$0] }
        ?? object["pointers"]?.array?.compactMap(\.string) ?? []
      if let position = object["position"]?.int, !pointers.isEmpty, path.last != "withheld" {
        let kind = path.suffix(2).joined(separator: ".")
        return [Reference(kind: kind, position: position, pointers: pointers)]
      }
      return object.members.flatMap { references(in: $0.value, under: path + [$0.key]) }
    default: return []
    }
  }

  @Test("of every kind open at least once")
  func opened() async throws {
    let tool = try Tool(copying: try await GoldenStore.whole.tool)
    var (known, opened): (Set<String>, Set<String>) = ([], [])
    for command in GoldenCommand.all
    where command.store == .whole && command.isJSON && command.arguments.contains("--purpose")
      && command.arguments.dropFirst().first == "show"
    {
      let answer = try tool.run(command.arguments + ["--accept-clock"]).json
      let words = answer["opened"]?.object ?? [:]
      for reference in Self.references(in: answer) {
        let kind = "\(command.arguments[0]): \(reference.kind)"
        known.insert(kind)
        let places = reference.pointers.map { "\(reference.position)\($0)" }
        if places.contains(where: { words[$0] != nil }) { opened.insert(kind) }
      }
    }
    #expect(known.subtracting(opened) == [], "nothing opens these")
    for kind in [
      "case: words", "case: contacts.amira", "case: facts.value", "case: reason.expected",
      "case: reason.words", "conversation: entries.text", "handoff: contacts",
      "handoff: facts.value", "handoff: matter.words", "handoff: packet.needs",
      "handoff: reason.expected", "handoff: reason.words", "party: contacts", "party: facts.value",
      "response: versions.text",
    ] {
      #expect(opened.contains(kind), "\(kind) is not among \(opened.sorted())")
    }
  }
}
