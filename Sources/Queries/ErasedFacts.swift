internal import EventLog
internal import InteractionModel
internal import Projections

/// What was told and is known no more: an erasure destroyed the keys that it was sealed under.
///
/// Folds never learn of an erasure, so that read models, digests and certificates stay what they
/// were; whoever answers from them asks the log which keys are gone. Such a fact may be asked for
/// again, and a question that came after the erasure is no question for what was known.
struct ErasedFacts {
  private let log: any EventStore
  /// The last position that counts: an erasure behind it had not come yet.
  private let through: Position
  /// The position of the first erasure; nil when there was none.
  private let first: Position?

  /// What is erased as of a point.
  /// - Parameters:
  ///   - log: the log.
  ///   - through: the last position that counts; nil for all of the log.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  init(in log: any EventStore, through: Position? = nil) throws {
    self.log = log
    self.through = through ?? Position(.max)
    first =
      try log.destroyedCount() == 0
      ? nil : log.positions(.stream(.erasures), in: ReadRange(), limit: 1).first
  }

  /// Whether nothing was ever erased.
  var isEmpty: Bool { first == nil }

  /// Which of some facts are known no more.
  /// - Parameter facts: the facts, with the places of their values.
  /// - Returns: their keys.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func keys(of facts: [Document<FactField>]) throws -> Set<String> {
    let places = facts.compactMap { fact -> (key: String, position: Int64)? in
      guard let key = fact[.key]?.string,
        let position = fact.part(.value, of: ReferenceField.self)?[.position]?.int
      else { return nil }
      return (key, position)
    }
    let erasures = try erasures(of: places.map(\.position))
    return Set(places.filter { erasures[$0.position]?.value != nil }.map(\.key))
  }

  /// Which of some findings are none: questions for what was erased before they were asked.
  /// - Parameter findings: findings of any kind.
  /// - Returns: their ids.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func unfounded(among findings: [Document<FindingField>]) throws -> Set<String> {
    guard let first else { return [] }
    var ids: Set<String> = []
    for finding in findings where finding[.kind]?.string == FindingKind.repeatAsk.rawValue {
      guard let id = finding[.id]?.string, let asked = finding[.position]?.int,
        asked > first.rawValue
      else { continue }
      let statements = (finding[.causes]?.array ?? []).compactMap(\.int).filter { $0 != asked }
      // A confirmation that says no value knows no more than what it confirmed.
      let sealed = try erasures(of: statements).values
      let isKnown = sealed.contains { $0.value.map { $0.rawValue > asked } ?? true }
      if !sealed.isEmpty, !isKnown { ids.insert(id) }
    }
    return ids
  }

  /// The erasure that took all that a record says under seal, if one did.
  private struct Erasure {
    let value: Position?
  }

  /// The erasures of those of some records that have something sealed.
  private func erasures(of positions: [Int64]) throws -> [Int64: Erasure] {
    guard let first, first <= through else { return [:] }
    var found: [Int64: Erasure] = [:]
    for position in Set(positions) {
      let record = try log.record(at: Position(position))?.decoded()
      let keys = try record?.sealedParts().map(\.key) ?? []
      guard !keys.isEmpty else { continue }
      let destroyed = try log.destroyed(among: keys)
      let ends = keys.map { key in destroyed[key].flatMap { $0 <= through ? $0 : nil } }
      // What is sealed under several keys is known while one is left.
      found[position] = Erasure(value: ends.contains(nil) ? nil : ends.compactMap { $0 }.max())
    }
    return found
  }
}

extension Document {
  /// The document without some facts in its lists.
  /// - Parameters:
  ///   - keys: which facts.
  ///   - facts: where facts are listed.
  ///   - names: where keys of facts are listed.
  /// - Returns: the document.
  func without(_ keys: Set<String>, in facts: Field, _ names: Field) -> Document {
    guard !keys.isEmpty else { return self }
    var rest = self
    rest[facts] = .array(
      parts(facts, of: FactField.self).filter { !keys.contains($0[.key]?.string ?? "") }
        .map(\.json))
    rest[names] = .array(texts(names).filter { !keys.contains($0) }.map(JSONValue.string))
    return rest
  }
}
