internal import Foundation
internal import InteractionModel

/// How an attachment stands in the content of a part: `{"$attachment": "<sha256>", "bytes": n}`.
///
/// In sealed content such an object is always the log's own. A member that a source named
/// `$attachment` itself, with any number of dollars, gets one more on the way in and loses it on
/// the way out, so the two can never be taken for each other, whatever a source sends.
struct AttachmentReference {
  static let member = "$attachment"
  static let sizeMember = "bytes"
  /// The most bytes of canonical JSON that a reference takes in place of its string.
  static let maximumBytes = 112

  /// SHA-256 of the file's bytes in hexadecimal.
  let name: String
  /// How many bytes of UTF-8 the string has.
  let bytes: Int

  init(name: String, bytes: Int) {
    self.name = name
    self.bytes = bytes
  }

  /// Reads a reference; nil when an object with the member is not of that form.
  init?(_ object: JSONObject) {
    guard object.count == 2, let name = object[AttachmentReference.member]?.string,
      let bytes = object[AttachmentReference.sizeMember]?.int, bytes >= 0
    else { return nil }
    self.init(name: name, bytes: Int(bytes))
  }

  var json: JSONValue {
    [
      AttachmentReference.member: .string(name),
      AttachmentReference.sizeMember: .int(Int64(bytes)),
    ]
  }

  // MARK: Escaping

  /// Whether canonical JSON holds a member whose name ends in `$attachment`.
  ///
  /// One look for dollars, so that content without any is never walked. In a string's value the quote behind it would
  /// be escaped.
  static func mayStand(in bytes: UnsafeRawBufferPointer) -> Bool {
    let needle: StaticString = "$attachment\":"
    guard var place = bytes.baseAddress else { return false }
    let end = place + bytes.count
    while let found = memchr(place, Int32(needle.utf8Start[0]), end - place) {
      let start = UnsafeRawPointer(found)
      guard end - start >= needle.utf8CodeUnitCount else { return false }
      if memcmp(start, needle.utf8Start, needle.utf8CodeUnitCount) == 0 { return true }
      place = start + 1
    }
    return false
  }

  /// Whether a name is `$attachment` behind any number of further dollars.
  private static func isReserved(_ key: String) -> Bool {
    let name = member.utf8
    return key.utf8.suffix(name.count).elementsEqual(name)
      && key.utf8.dropLast(name.count).allSatisfy { $0 == UInt8(ascii: "$") }
  }

  static func escape(_ object: JSONObject) -> JSONObject {
    JSONObject(
      object.members.map { member in
        (isReserved(member.key) ? "$" + member.key : member.key, escape(member.value))
      })
  }

  private static func escape(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object): .object(escape(object))
    case .array(let elements): .array(elements.map { escape($0) })
    default: value
    }
  }

  /// Undoes ``escape(_:)`` and puts the strings back, which `string` answers by reference.
  static func restore<Failure: Error>(
    _ object: JSONObject,
    string: (AttachmentReference?) throws(Failure) -> String
  ) throws(Failure) -> JSONObject {
    var result = JSONObject()
    for member in object.members {
      let key = isReserved(member.key) ? String(member.key.dropFirst()) : member.key
      result[key] = try restore(member.value, string: string)
    }
    return result
  }

  private static func restore<Failure: Error>(
    _ value: JSONValue, string: (AttachmentReference?) throws(Failure) -> String
  ) throws(Failure) -> JSONValue {
    switch value {
    case .object(let object):
      guard object[member] == nil else {
        return .string(try string(AttachmentReference(object)))
      }
      return .object(try restore(object, string: string))
    case .array(let elements):
      var result: [JSONValue] = []
      result.reserveCapacity(elements.count)
      for element in elements { result.append(try restore(element, string: string)) }
      return .array(result)
    default: return value
    }
  }
}
