internal import InteractionModel

/// An event of a row, before it is known what of the row is left for it.
struct EventDraft {
  /// A row with more than this many bytes in short cells keeps them as one text: only texts move out
  /// of a record that is too long for its line, and thousands of short ones cannot.
  private static let maximumRestBytes = 16 * 1024

  let event: NewEvent
  /// Its parts, also empty ones, in the order of the mapping.
  let parts: [PersonalPart]
  /// Under which names the rest of the row goes to which of them.
  let rests: [(part: Int, name: String)]

  /// The event with the rest of the row.
  func event(with rest: JSONObject) -> NewEvent {
    var event = event
    var parts = parts
    if !rest.isEmpty {
      let value = EventDraft.value(of: rest)
      for (part, name) in rests {
        var name = name
        while parts[part].content[name] != nil { name += "_" }
        parts[part].content[name] = value
      }
    }
    event.personal = parts.filter { !$0.content.isEmpty }
    return event
  }

  /// The rest as it is sealed.
  static func value(of rest: JSONObject) -> JSONValue {
    let short = rest.members.reduce(0) { bytes, member in
      let size = member.value.string?.utf8.count ?? 0
      return bytes + member.key.utf8.count + 6 + (size < 256 ? size : 0)
    }
    let value = JSONValue.object(rest)
    return short > maximumRestBytes ? .string(value.canonicalText) : value
  }
}
