public import EventLog
public import InteractionModel
internal import Merkle
internal import Vault

/// A list of redactions, each at its record: what names nothing that is given away is refused, because it
/// would withhold nothing.
public struct PlacedRedactions: Sendable {
  /// A redaction of one part.
  struct Place: Sendable {
    /// Its number in the list, from 1.
    let number: Int
    let part: Int
    /// Where in the part.
    let pointer: String
    let redaction: Redaction
  }

  private let places: [Position: [Place]]

  /// Places redactions; nothing is opened for that.
  /// - Parameters:
  ///   - list: the redactions.
  ///   - given: the records that are given away.
  ///   - events: the log.
  /// - Throws: ``RedactionError``, or ``/EventLog/StorageFault`` when the log cannot be read.
  public init(
    _ list: RedactionList, among given: Set<Position>, in events: any EventStore
  ) throws {
    var places: [Position: [Place]] = [:]
    for (index, redaction) in list.redactions.enumerated() {
      let number = index + 1
      let found: StoredRecord? =
        switch redaction.record {
        case .position(let position):
          given.contains(position) ? try events.record(at: position) : nil
        case .id(let id): try events.records(.id(id), in: ReadRange(), limit: 1).first
        }
      guard let found, given.contains(found.position) else {
        throw RedactionError.otherRecord(number)
      }
      let (part, rest) = try PlacedRedactions.place(redaction.pointer, of: found, number)
      places[found.position, default: []].append(
        Place(number: number, part: part, pointer: rest, redaction: redaction))
    }
    self.places = places
  }

  /// The redactions of a part.
  func of(_ part: Int, at position: Position) -> [Place] {
    places[position]?.filter { $0.part == part } ?? []
  }

  /// The part that a pointer names and the place in it.
  private static func place(
    _ pointer: String, of record: StoredRecord, _ number: Int
  ) throws -> (part: Int, pointer: String) {
    let names = JSONPointer.names(in: pointer) ?? []
    if names.count >= 2, names[0] == "sealed", let part = JSONPointer.index(names[1]),
      (0..<(try record.decoded().sealedCount)).contains(part)
    {
      return (part, names.dropFirst(2).map { "/\(JSONPointer.token($0))" }.joined())
    }
    let line = try? JSONValue(parsing: record.line)
    guard line?.value(at: pointer) == nil else {
      throw RedactionError.publicPlace(number, record.position, pointer: pointer)
    }
    throw RedactionError.noSuchPlace(number, record.position)
  }
}

extension PlacedRedactions.Place {
  /// What of a part is withheld, with what it says: more than one span where the pointer names no single
  /// text.
  func boxes(
    in content: JSONObject, at position: Position
  ) throws(RedactionError) -> [(span: TextSpan, text: String)] {
    guard let value = JSONValue.object(content).value(at: pointer) else {
      throw .noSuchPlace(number, position)
    }
    guard let scalars = redaction.scalars else {
      try require(value.string, position)
      return value.leaves(below: pointer).map { leaf in
        let text = leaf.value.string
        return (
          TextSpan(pointer: leaf.pointer, scalars: 0..<(text?.unicodeScalars.count ?? 0)),
          text ?? leaf.value.canonicalText
        )
      }
    }
    guard let text = value.string else { throw .noSuchPlace(number, position) }
    guard let said = text.scalars(scalars) else {
      throw .outside(number, position, scalars: text.unicodeScalars.count)
    }
    try require(said, position)
    return [(TextSpan(pointer: pointer, scalars: scalars), said)]
  }

  /// That the text is what is quoted.
  private func require(_ text: String?, _ position: Position) throws(RedactionError) {
    guard let quote = redaction.quote else { return }
    guard let text, text.utf8.elementsEqual(quote.utf8) else {
      throw .otherText(number, position)
    }
  }
}
