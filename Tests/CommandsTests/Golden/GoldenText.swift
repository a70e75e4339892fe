import Foundation
import InteractionModel

/// What a command has printed, as a golden file has it: to be read, and of the same bytes whenever
/// what was printed is of the same bytes.
///
/// JSON is indented. Nothing is lost by that, because a line that is not canonical JSON (RFC 8785),
/// of which there is one form only, is shown as it is and marked.
///
/// **This is the one place where something is not shown as it was printed**, and these are all:
/// - the store's directory, which is another one in each run: `‹store›`;
/// - how long ago a hand-off was asked for and by how much a promise is late, on a card that is not
///   of a point in history: what is reckoned from the clock of whoever reads (`asked ‹days› ago`,
///   `LATE by ‹days›`);
/// - of a sealed part of a record `nonce` and `data`, and the names of its `attachments`, which are
///   hashes of ciphertext: nonces are drawn by the system, and nobody may choose them. How many
///   bytes or names there are is shown instead. Key, commitment and root are exact;
/// - the root of the tree over the records, which follows from the ciphertext: `‹root›`;
/// - the leaves of records, which are over ciphertext: `‹leaf›`;
/// - the state digest of the index of entities, which is over such roots: `‹digest›`.
struct GoldenText {
  /// How long a line of JSON is at most, where it can be broken.
  private static let width = 100

  let text: String

  /// - Parameters:
  ///   - output: what a run of the tool has left.
  ///   - store: the directory of its store.
  ///   - isJSON: whether standard output is JSON, one value a line.
  init(_ output: Output, store: String, isJSON: Bool) {
    var text = isJSON ? GoldenText.json(output.standardOutput) : output.text
    // By bytes: CR and LF are one character.
    if let last = text.utf8.last, last != UInt8(ascii: "\n") { text += "⟨no line feed⟩\n" }
    if !output.errors.isEmpty { text += "--- standard error\n\(output.errors)" }
    if output.code != 0 { text += "--- exit code \(output.code)\n" }
    text = text.replacing(store, with: "‹store›")
      .replacing(/(has the root |\n  "root": ")[A-Za-z0-9+\/]{43}=/) { "\($0.output.1)‹root›" }
      .replacing(/(@[0-9]+\s+|[lL]eaf": ")[0-9a-f]{64}/) { "\($0.output.1)‹leaf›" }
      .replacing(/(EntityIndex .* )[0-9a-f]{12}…/) { "\($0.output.1)‹digest›" }
      .replacing(/(EntityIndex at .*\n  replayed  )[0-9a-f]{64}/) { "\($0.output.1)‹digest›" }
      .replacing(/(EntityIndex at .*\n.*\n  live      )[0-9a-f]{64}/) { "\($0.output.1)‹digest›" }
    self.text = GoldenText.timeless(text)
  }

  /// The store is of 2025, so that everything was asked for and due days ago.
  private static func timeless(_ text: String) -> String {
    text.contains(", as of ")
      ? text
      : text.replacing(/asked\s+\d+\s+days\s+ago/, with: "asked ‹days› ago")
        .replacing(/LATE\s+by\s+\d+\s+days/, with: "LATE by ‹days›")
        .replacing(/,\s+late\s+by\s+\d+\s+days/, with: ", late by ‹days›")
  }

  private static func json(_ bytes: [UInt8]) -> String {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let isEnded = lines.last?.isEmpty ?? true
    var shown = (isEnded ? lines.dropLast() : lines[...]).map { line -> String in
      let quoted = Output.quotingDecimals(String(decoding: line, as: UTF8.self))
      guard let value = try? JSONValue(parsing: Array(quoted.utf8)), value.canonicalText == quoted
      else { return "⟨not canonical⟩ \(String(decoding: line, as: UTF8.self))" }
      let shown = pretty(value, indent: "")
      return quoted.utf8.elementsEqual(line)
        ? shown : shown.replacing(/("confidence": )"([0-9.]+)"/) { "\($0.output.1)\($0.output.2)" }
    }.joined(separator: "\n")
    if isEnded, !shown.isEmpty { shown += "\n" }
    return shown
  }

  // MARK: Indenting

  private static func pretty(_ value: JSONValue, indent: String) -> String {
    let flat = flat(value)
    guard indent.count + flat.count > width else { return flat }
    let inner = indent + "  "
    switch value {
    case .array(let elements) where !elements.isEmpty:
      let lines = elements.map { inner + pretty($0, indent: inner) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
    case .object(let object) where !object.isEmpty:
      let lines = members(of: object).map { name, value in
        "\(inner)\(self.flat(.string(name))): \(pretty(value, indent: inner))"
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
    default: return flat
    }
  }

  private static func flat(_ value: JSONValue) -> String {
    switch value {
    case .array(let elements): "[\(elements.map(flat).joined(separator: ", "))]"
    case .object(let object) where object.isEmpty: "{}"
    case .object(let object):
      "{ "
        + members(of: object).map { "\(flat(.string($0))): \(flat($1))" }.joined(separator: ", ")
        + " }"
    default: escaped(value.canonicalText)
    }
  }

  /// What could turn the direction of a line, or end it, or not be seen, in plain letters.
  private static func escaped(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        let digits = String(scalar.value, radix: 16)
        shown += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  // MARK: What is left to chance

  private static func members(of object: JSONObject) -> [(String, JSONValue)] {
    let isSealed = ["commitment", "data", "key", "nonce", "root"].allSatisfy { object[$0] != nil }
    let isOfRoots = object["projection"] == "EntityIndex"
    return object.members.map { member in
      if isOfRoots, ["digest", "liveDigest"].contains(member.key), member.value != .null {
        return (member.key, "‹digest›")
      }
      return (member.key, isSealed ? counted(member.key, member.value) : member.value)
    }
  }

  private static func counted(_ name: String, _ value: JSONValue) -> JSONValue {
    switch (name, value) {
    case ("nonce", .string(let text)), ("data", .string(let text)):
      let count = Data(base64Encoded: text)?.count
      return .string(count.map { "‹\($0) bytes›" } ?? text)
    case ("attachments", .array(let names)):
      return .string("‹\(names.count) names›")
    default: return value
    }
  }
}
