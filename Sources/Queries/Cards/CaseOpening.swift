internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine

extension EventStore {
  /// The record that opened a case, which is among its first; nil when it is not.
  /// - Parameters:
  ///   - id: the case.
  ///   - subset: what counts; nil for all of the log.
  /// - Returns: the record.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func opening(of id: String, within subset: LogSubset? = nil) throws -> Record? {
    let range = subset.map { ReadRange(through: $0.through) } ?? ReadRange()
    return try records(.entity(.case(id)), in: range, limit: CaseOpening.lookedAt)
      .map { try $0.decoded() }
      .first { $0.type == .caseOpened && subset?.contains($0) ?? true }
  }
}

/// How the opening of a case is looked for.
private enum CaseOpening {
  /// How many of the first records of a case are looked at.
  static let lookedAt = 60
}

extension Record {
  /// Where a case's opening says in words what it is about.
  static let openingWords = ["/title", "/subject", "/text", "/description"]

  /// A reference to places in its parts (RFC 6901); nil when it has none.
  func places(_ pointers: [String]) -> JSONValue? {
    guard sealedCount > 0 else { return nil }
    return [
      "position": .int(position.rawValue), "pointers": .array(pointers.map(JSONValue.string)),
    ]
  }
}
