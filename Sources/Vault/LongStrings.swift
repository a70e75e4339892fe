internal import InteractionModel

/// Finds the strings of an event that must move to attachments, and exchanges them.
///
/// Strings are numbered in the order of the canonical form, so that finding and exchanging agree
/// without paths.
enum LongStrings {
  /// Shorter strings are not worth a file: a reference, its name in the list and its base64 take
  /// about 200 bytes of the line.
  static let minimumBytes = 256
  /// What an attachment adds to the personal bytes: its reference and three quarters of its entry
  /// in the list, which unlike the reference is not written in base64.
  private static let cost = AttachmentReference.maximumBytes + 51

  private struct Candidate {
    let part: Int
    let number: Int
    let bytes: Int
  }

  /// Which strings of which part move: the longest ones, as many as it takes.
  /// - Parameters:
  ///   - contents: the contents of the event's parts.
  ///   - total: the canonical bytes of all contents together.
  /// - Returns: a set of string numbers for each part.
  static func choose(from contents: [JSONObject], total: Int) -> [Set<Int>] {
    var candidates: [Candidate] = []
    for (part, content) in contents.enumerated() {
      var number = 0
      visit(.object(content), depth: 0, number: &number) { number, depth, string in
        // At the deepest level a reference would nest too deep to be read again.
        guard string.utf8.count >= minimumBytes, depth < JSONReader.maximumDepth else { return }
        candidates.append(
          Candidate(
            part: part, number: number, bytes: JSONValue.string(string).canonicalBytes.count))
      }
    }
    candidates.sort { ($1.bytes, $0.part, $0.number) < ($0.bytes, $1.part, $1.number) }
    var chosen = [Set<Int>](repeating: [], count: contents.count)
    var total = total
    for candidate in candidates {
      guard total > RecordLine.maximumPersonalBytes else { break }
      chosen[candidate.part].insert(candidate.number)
      total -= candidate.bytes - cost
    }
    return chosen
  }

  private static func visit(
    _ value: JSONValue, depth: Int, number: inout Int,
    _ body: (_ number: Int, _ depth: Int, _ string: String) -> Void
  ) {
    switch value {
    case .string(let string):
      body(number, depth, string)
      number += 1
    case .array(let elements):
      for element in elements { visit(element, depth: depth + 1, number: &number, body) }
    case .object(let object):
      for member in object.members {
        visit(member.value, depth: depth + 1, number: &number, body)
      }
    default: break
    }
  }

  /// Exchanges the chosen strings of a part's content.
  static func exchange<Failure: Error>(
    _ chosen: Set<Int>, in content: JSONObject,
    _ replace: (String) throws(Failure) -> JSONValue
  ) throws(Failure) -> JSONObject {
    var number = 0
    return try exchange(chosen, content, &number, replace)
  }

  private static func exchange<Failure: Error>(
    _ chosen: Set<Int>, _ content: JSONObject, _ number: inout Int,
    _ replace: (String) throws(Failure) -> JSONValue
  ) throws(Failure) -> JSONObject {
    var result = JSONObject()
    for member in content.members {
      result[member.key] = try exchange(chosen, member.value, &number, replace)
    }
    return result
  }

  private static func exchange<Failure: Error>(
    _ chosen: Set<Int>, _ value: JSONValue, _ number: inout Int,
    _ replace: (String) throws(Failure) -> JSONValue
  ) throws(Failure) -> JSONValue {
    switch value {
    case .string(let string):
      defer { number += 1 }
      return chosen.contains(number) ? try replace(string) : value
    case .array(let elements):
      var result: [JSONValue] = []
      result.reserveCapacity(elements.count)
      for element in elements {
        result.append(try exchange(chosen, element, &number, replace))
      }
      return .array(result)
    case .object(let object):
      return .object(try exchange(chosen, object, &number, replace))
    default: return value
    }
  }
}
