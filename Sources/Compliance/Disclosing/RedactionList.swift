public import InteractionModel

/// What is to be withheld from somebody who is given records: which scalars of which sealed text, and
/// under which code.
///
/// A file of JSON:
///
/// ```
/// {"redactions":[{"end":20,"exemption":"b6","pointer":"/sealed/0/text","record":1193,"start":13}]}
/// ```
///
/// `record` is a position or an event id; `pointer` a JSON pointer (RFC 6901) into the record with its
/// sealed parts opened; `start` and `end` count Unicode scalars from 0, the end being the first that is
/// shown again. Without them all that is below the pointer is withheld. `quote`, which proposals have, is
/// the text that is meant, and must be there; `kind` is for whoever reads the file.
public struct RedactionList: Sendable, Hashable {
  /// The redactions, in the order of the file.
  public var redactions: [Redaction]

  /// A list.
  /// - Parameter redactions: the redactions.
  public init(_ redactions: [Redaction] = []) { self.redactions = redactions }

  /// Reads a file.
  /// - Parameter bytes: what is in it.
  /// - Throws: ``RedactionError/notAList(_:)`` or ``RedactionError/malformed(_:)``.
  public init(parsing bytes: [UInt8]) throws(RedactionError) {
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw .notAList("\(error)")
    }
    guard let object = json.object, object.count == 1, let listed = object["redactions"]?.array
    else { throw .notAList("an object with the member “redactions” belongs there") }
    redactions = []
    for (number, value) in listed.enumerated() {
      guard let redaction = value.object.flatMap(Redaction.init) else {
        throw .malformed(number + 1)
      }
      redactions.append(redaction)
    }
  }

  /// The list as its file has it.
  public var json: JSONObject { ["redactions": .array(redactions.map { .object($0.json) })] }
}

/// Some scalars of a sealed text that are withheld.
public struct Redaction: Sendable, Hashable {
  /// How a record is named.
  public enum Name: Sendable, Hashable {
    /// By its position.
    case position(Position)
    /// By the id of its event.
    case id(EventID)
  }

  /// The record.
  public let record: Name
  /// Where in it; see ``RedactionList``.
  public let pointer: String
  /// Which scalars; nil for all that is there.
  public let scalars: Range<Int>?
  /// The code of what exempts them.
  public let exemption: String
  /// What they are, when somebody proposes them: `mail`, `phone`.
  public let kind: String?
  /// What they say; nil where nobody said so.
  public let quote: String?

  /// A redaction.
  public init(
    record: Name, pointer: String, scalars: Range<Int>? = nil, exemption: String,
    kind: String? = nil, quote: String? = nil
  ) {
    self.record = record
    self.pointer = pointer
    self.scalars = scalars
    self.exemption = exemption
    self.kind = kind
    self.quote = quote
  }

  private static let members: Set<String> = [
    "end", "exemption", "kind", "pointer", "quote", "record", "start",
  ]

  /// Reads a redaction; nil when it is none.
  fileprivate init?(_ json: JSONObject) {
    guard json.members.allSatisfy({ Redaction.members.contains($0.key) }),
      let pointer = json["pointer"]?.string, let exemption = json["exemption"],
      FieldKind.code.admits(exemption), let code = exemption.string
    else { return nil }
    switch json["record"] {
    case .int(let position)? where position > 0: record = .position(Position(position))
    case .string(let text)?:
      guard let id = EventID(text) else { return nil }
      record = .id(id)
    default: return nil
    }
    switch (json["start"]?.int, json["end"]?.int) {
    case (let start?, let end?):
      guard start >= 0, end > start, end <= Int64(Int32.max) else { return nil }
      scalars = Int(start)..<Int(end)
    case (nil, nil) where json["start"] == nil && json["end"] == nil: scalars = nil
    default: return nil
    }
    self.pointer = pointer
    self.exemption = code
    kind = json["kind"]?.string
    quote = json["quote"]?.string
  }

  fileprivate var json: JSONObject {
    var object: JSONObject = ["exemption": .string(exemption), "pointer": .string(pointer)]
    switch record {
    case .position(let position): object["record"] = .int(position.rawValue)
    case .id(let id): object["record"] = .string(id.description)
    }
    if let scalars {
      object["start"] = .int(Int64(scalars.lowerBound))
      object["end"] = .int(Int64(scalars.upperBound))
    }
    object["kind"] = kind.map(JSONValue.string)
    object["quote"] = quote.map(JSONValue.string)
    return object
  }
}

/// Why a redaction is not possible; redactions are named by their numbers in the file, from 1.
public enum RedactionError: Error, Remediable, Hashable {
  /// The file is no list of redactions.
  case notAList(String)
  /// One of them is not of the form.
  case malformed(Int)
  /// It names a record that is not given away.
  case otherRecord(Int)
  /// What it names stands in the public envelope.
  case publicPlace(Int, Position, pointer: String)
  /// It names nothing that is there.
  case noSuchPlace(Int, Position)
  /// It is empty, or ends behind its text.
  case outside(Int, Position, scalars: Int)
  /// Its scalars are not what it quotes.
  case otherText(Int, Position)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .notAList(let reason):
      Diagnosis("the file is no list of redactions (\(reason))", "write it as the manual says")
    case .malformed(let number):
      Diagnosis(
        "redaction \(number) is not of the form",
        """
        give record, pointer and exemption (a code), start and end or neither, and nothing else but \
        kind and quote
        """)
    case .otherRecord(let number):
      Diagnosis(
        "redaction \(number) names a record that is not among those given away",
        "check the position or the id: it would withhold nothing")
    case .publicPlace(let number, let position, let pointer):
      Diagnosis(
        """
        redaction \(number): \(pointer) of the record at position \(position) stands in the public \
        envelope, which proves the record and cannot be withheld
        """, "name a place below /sealed, or give away less")
    case .noSuchPlace(let number, let position):
      Diagnosis(
        "redaction \(number) names nothing in the record at position \(position)",
        "write the pointer as /sealed, the part's number and the place in it: /sealed/0/text")
    case .outside(let number, let position, let scalars):
      Diagnosis(
        """
        redaction \(number) is not within the \(scalars) Unicode scalars of its text at position \
        \(position)
        """, "count scalars from 0; the end is the first that is shown again")
    case .otherText(let number, let position):
      Diagnosis(
        "redaction \(number) quotes what does not stand at its place at position \(position)",
        "correct start and end, or have it proposed again")
    }
  }
}
