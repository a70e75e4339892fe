internal import Compliance
internal import EventLog
public import InteractionModel
internal import Vault

/// What closed parts of some records for good, and the registers by which a stranger sees whether a hold
/// was in force when that happened.
///
/// Both registers are given whole: only of a whole one it can be seen what does not stand in it. Their
/// records name others who were held or erased by their ids, and nobody's words.
struct EvidenceErasures {
  /// The erasures that destroyed a key of these records, each with all keys that it destroyed.
  let erasures: [(requested: Position, keys: [String])]
  /// All of these keys.
  private let destroyed: Set<String>
  /// The registers, as whom EntityIndex counts them, in the order of their names.
  let registers: [EntityKey]

  /// The erasures of some records, those included that are not complete.
  /// - Parameters:
  ///   - positions: of the records.
  ///   - events: the log.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be read.
  init(of positions: [Position], in events: any EventStore) throws {
    var requests: Set<Position> = []
    for position in positions {
      guard let record = try events.record(at: position)?.decoded() else { continue }
      let keys = try record.sealedParts().map(\.key)
      requests.formUnion(try events.destroyed(among: keys).values)
    }
    erasures = try requests.sorted().map { ($0, try events.keys(destroyedBy: $0)) }
    destroyed = Set(erasures.flatMap(\.keys))
    registers =
      erasures.isEmpty
      ? [] : [StreamID.erasures, .holds].compactMap(EntityKey.init(registerOf:))
  }

  /// The last record that tells of them: a checkpoint that reaches it has all that was said of them.
  /// - Parameter events: the log.
  /// - Returns: the record; nil when nothing was erased.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func last(in events: any EventStore) throws -> Position? {
    guard !erasures.isEmpty else { return nil }
    return try events.positions(.stream(.erasures), in: ReadRange(reverse: true), limit: 1).first
  }

  /// The records of the registers through a size of the log, in the order of the log.
  /// - Parameters:
  ///   - size: the size.
  ///   - events: the log.
  /// - Returns: the records of each register.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func records(
    atSize size: UInt64, in events: any EventStore
  ) throws -> [(register: EntityKey, records: [StoredRecord])] {
    try registers.map { register in
      var records: [StoredRecord] = []
      let range = ReadRange(through: Position(Int64(clamping: size)))
      try events.forEachRecord(.entity(register), in: range) { stored in
        records.append(stored)
        return true
      }
      return (register, records)
    }
  }

  /// Checks that parts which are closed as erased were by these.
  /// - Parameter disclosed: a record, as it is given.
  /// - Throws: ``ClosedMeanwhile`` when one was by another.
  func require(_ disclosed: DisclosedRecord) throws {
    for (sealed, part) in zip(try disclosed.record.sealedParts(), disclosed.parts) {
      guard case .closed(.erased) = part else { continue }
      guard destroyed.contains(sealed.key) else {
        throw ClosedMeanwhile(position: disclosed.record.position)
      }
    }
  }

  /// The erasures as a bundle has them.
  var json: JSONValue {
    .array(
      erasures.map { erasure in
        [
          "keys": .array(erasure.keys.map(JSONValue.string)),
          "requested": .int(erasure.requested.rawValue),
        ]
      })
  }
}

/// That something was erased or redacted while it was to be given away.
public struct ClosedMeanwhile: Error, Remediable, Hashable {
  /// The record.
  public let position: Position

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    Diagnosis(
      "the record at position \(position) was erased or redacted meanwhile, so nothing was given away",
      "try again")
  }
}
