public import InteractionModel
public import ProjectionEngine

extension FieldChange {
  /// Where the two values differ, each place by its path: members of objects, and elements of lists,
  /// of which those are held together that have the same id or position.
  ///
  /// Nothing that is the same in both is repeated, however long it is.
  public var parts: [FieldChange] {
    switch (before, after) {
    case (.object(let old)?, .object(let new)?): return members(old, new)
    case (nil, .object(let new)?): return members(JSONObject(), new)
    case (.object(let old)?, nil): return members(old, JSONObject())
    case (.array(let old)?, .array(let new)?): return elements(old, new)
    case (nil, .array(let new)?): return elements([], new)
    default: return before == after ? [] : [self]
    }
  }

  private func members(_ old: JSONObject, _ new: JSONObject) -> [FieldChange] {
    let names = Set(old.members.map(\.key)).union(new.members.map(\.key))
    return names.sorted().filter { old[$0] != new[$0] }.flatMap { name in
      FieldChange(field: "\(field).\(name)", before: old[name], after: new[name]).parts
    }
  }

  private func elements(_ old: [JSONValue], _ new: [JSONValue]) -> [FieldChange] {
    let gone = old.filter { !new.contains($0) }
    let come = new.filter { !old.contains($0) }
    let name = FieldChange.name(of: old, new, by: Self.names(of: field))
    func change(_ before: JSONValue?, _ after: JSONValue?) -> FieldChange {
      let label = (before ?? after).flatMap(name).map { "[\($0)]" } ?? ""
      return FieldChange(field: "\(field)\(label)", before: before, after: after)
    }
    var changes: [FieldChange] = []
    for element in gone {
      let successor = name(element).flatMap { id in come.first { name($0) == id } }
      let change = change(element, successor)
      changes += successor == nil ? [change] : change.parts
    }
    let known = Set(gone.compactMap(name))
    changes += come.filter { name($0).map { !known.contains($0) } ?? true }.map { element in
      // As a list of its own: one more of a list is not the first value of a field.
      change(nil, element.object == nil ? [element] : element)
    }
    return changes
  }

  /// Whether people learn something by it: not that a field begins empty.
  public var tells: Bool {
    guard before == nil else { return true }
    return switch after {
    case nil, .null?, .int(0)?: false
    case .array(let elements)?: !elements.isEmpty
    case .object(let object)?: !object.isEmpty
    default: true
    }
  }

  /// The members by which people know an element of a list from the others.
  private static let names = [
    "id", "key", "case", "conversation", "contact", "clock", "kind", "scope", "position",
  ]

  /// Those of the elements of a field: what somebody wrote has no name, and several notes one kind.
  private static func names(of field: String) -> [String] {
    ["messages", "notes"].contains(field) ? ["position"] : names
  }

  /// By what the elements of both lists are told apart: the first member that all of them have, each
  /// another; nothing for what is no object.
  private static func name(
    of old: [JSONValue], _ new: [JSONValue], by names: [String]
  ) -> (JSONValue) -> String? {
    func value(_ member: String, _ element: JSONValue) -> String? {
      guard let value = element[member] else { return nil }
      return value.string ?? value.int.map { "@\($0)" }
    }
    let member = names.first { member in
      [old, new].allSatisfy { list in
        Set(list.compactMap { value(member, $0) }).count == list.count
      }
    }
    return { element in member.flatMap { value($0, element) } }
  }
}
