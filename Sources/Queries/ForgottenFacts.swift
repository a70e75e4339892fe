internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// What was told and is known no more: an erasure destroyed the keys that it was sealed under, or it
/// was redacted, itself or what it was taken from.
///
/// Folds never learn of an erasure, and of a redaction only in their own matter, so that read models,
/// digests and certificates stay what they were; whoever answers from them asks the log. Such a fact
/// may be asked for again, and a question that came after is no question for what was known.
struct ForgottenFacts {
  /// How many findings lists ask about in one go.
  static let lookedAtAtOnce = 256

  /// Why a fact is known no more.
  private enum Reason: Hashable { case erased, redacted }

  /// The end of a fact.
  private struct End {
    let position: Position
    let reason: Reason
  }

  private let reader: Reader
  private var log: any EventStore { reader.store.events }
  /// The last position that counts: what is behind it had not come yet.
  private let through: Position
  /// Whether any key was ever destroyed.
  private let hasErasures: Bool

  /// What is forgotten as of a point.
  /// - Parameters:
  ///   - reader: who asks.
  ///   - through: the last position that counts; nil for all of the log.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  init(for reader: Reader, through: Position? = nil) throws {
    self.reader = reader
    self.through = through ?? Position(.max)
    hasErasures = try reader.store.events.destroyedCount() > 0
  }

  /// Which of some facts are known no more.
  ///
  /// Of several places in which the value may stand the last decides, but for one that is known to have no
  /// words, and for a confirmation that is gone.
  /// - Parameter facts: the facts, with the places of their values.
  /// - Returns: their names.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func keys(of facts: [Document<FactField>]) throws -> ForgottenKeys {
    let ends = try ends(of: facts.flatMap(\.valuePositions))
    let wordless = try wordless(
      among: ends, facts.filter { $0.places.count > 1 }.flatMap(\.valuePositions))
    func reason(_ fact: Document<FactField>) -> Reason? {
      var reason: Reason?
      for (place, position) in zip(fact.places, fact.valuePositions)
      where !wordless.contains(position) {
        reason = ends[position]??.reason
        guard reason != nil, place.isConfirmation, fact.places.count > 1 else { break }
      }
      return reason
    }
    func keys(_ reason: Reason, _ reasons: [(name: String, reason: Reason?)]) -> Set<String> {
      Set(reasons.filter { $0.reason == reason }.map(\.name))
    }
    let reasons = facts.map { (name: $0.name, reason: reason($0)) }
    return ForgottenKeys(erased: keys(.erased, reasons), redacted: keys(.redacted, reasons))
  }

  /// Those of some records that are known to have no words, of what nothing ended; none while nothing
  /// ended any of them, for then nothing depends on it.
  private func wordless(among ends: [Int64: End?], _ places: [Int64]) throws -> Set<Int64> {
    guard places.contains(where: { ends[$0]??.reason != nil }) else { return [] }
    // What is gone has no words in the index any more, whatever it had.
    let records = try Set(places).filter { ends[$0]??.reason == nil }
      .compactMap { try log.record(at: Position($0))?.decoded() }
    return Set(reader.wordless(among: records).map(\.rawValue))
  }

  /// The erasures and redactions with which some facts ceased to be known.
  /// - Parameter facts: the facts, with the places of their values.
  /// - Returns: the records, in the order of the log.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func causes(of facts: [Document<FactField>]) throws -> [Record] {
    let places = facts.flatMap(\.valuePositions)
    return try Set(ends(of: places).values.compactMap { $0?.position }).sorted()
      .compactMap { try log.record(at: $0)?.decoded() }
  }

  /// Which of some findings are none: questions for what was forgotten before they were asked.
  /// - Parameter findings: findings of any kind.
  /// - Returns: their ids.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func unfounded(among findings: [Document<FindingField>]) throws -> Set<String> {
    let asks = findings.compactMap { finding -> (id: String, asked: Int64, statements: [Int64])? in
      guard finding[.kind]?.string == FindingKind.repeatAsk.rawValue,
        let id = finding[.id]?.string, let asked = finding[.position]?.int
      else { return nil }
      let causes = (finding[.causes]?.array ?? []).compactMap(\.int)
      return (id, asked, causes.filter { $0 != asked })
    }
    let ends = try ends(of: asks.flatMap(\.statements))
    let wordless = try wordless(among: ends, asks.flatMap(\.statements))
    let unfounded = asks.filter { ask in
      // A confirmation that says no value knows no more than what it confirmed.
      let sealed = ask.statements.filter { !wordless.contains($0) }.compactMap { ends[$0] }
      let isKnown = sealed.contains { $0.map { $0.position.rawValue > ask.asked } ?? true }
      return !sealed.isEmpty && !isKnown
    }
    return Set(unfounded.map(\.id))
  }

  /// When those of some records that have something sealed ceased to be known; nil for those that
  /// are known still.
  private func ends(of positions: [Int64]) throws -> [Int64: End?] {
    let records = try Set(positions)
      .compactMap { try log.record(at: Position($0))?.decoded() }.filter { $0.sealedCount > 0 }
    let redactions = try redactions(of: records)
    return try records.reduce(into: [:]) { ends, record in
      let redaction = redactions[record.position]?.position
      let all = [
        try erasure(of: record).map { End(position: $0, reason: .erased) },
        redaction.map { End(position: $0, reason: .redacted) },
      ]
      ends[record.position.rawValue] = .some(
        all.compactMap(\.self).filter { $0.position <= through }
          .min { $0.position < $1.position })
    }
  }

  /// The erasure that took all that a record says under seal, if one did.
  private func erasure(of record: Record) throws -> Position? {
    guard hasErasures else { return nil }
    let keys = try record.sealedParts().map(\.key)
    let destroyed = try log.destroyed(among: keys)
    // What is sealed under several keys is known while one is left.
    return keys.allSatisfy { destroyed[$0] != nil } ? destroyed.values.max() : nil
  }

  /// The redactions of those that may have one: what a source does not deliver twice is redacted by
  /// its own id, or with what it was taken from.
  private func redactions(of records: [Record]) throws -> [Position: Record] {
    let amended = try Set(
      log.records(.amending(Set(records.map(\.id))), in: ReadRange(), limit: .max)
        .compactMap { try $0.decoded().amends })
    let suspects = records.filter {
      $0.factSource != nil || $0.isNumbered || amended.contains($0.id)
    }
    return suspects.isEmpty ? [:] : try reader.redactions(of: suspects)
  }
}

/// The names of facts that are known no more.
public struct ForgottenKeys: Sendable, Hashable {
  /// Those whose values were erased.
  public var erased: Set<String> = []
  /// Those whose values were redacted, or taken from something that was.
  public var redacted: Set<String> = []

  /// All of them.
  var all: Set<String> { erased.union(redacted) }

  /// These and others.
  func union(_ others: ForgottenKeys) -> ForgottenKeys {
    ForgottenKeys(
      erased: erased.union(others.erased), redacted: redacted.union(others.redacted))
  }

  /// Those among some keys.
  func only(_ keys: Set<String>) -> ForgottenKeys {
    ForgottenKeys(erased: erased.intersection(keys), redacted: redacted.intersection(keys))
  }

  /// Those that are not known from elsewhere.
  func without(_ known: Set<String>) -> ForgottenKeys {
    ForgottenKeys(
      erased: erased.subtracting(known), redacted: redacted.subtracting(known))
  }

  /// Each in the order of the keys, with the word for what became of it.
  public var words: [(key: String, word: String)] {
    let all = erased.map { ($0, "erased") } + redacted.subtracting(erased).map { ($0, "redacted") }
    return all.sorted { $0.0 < $1.0 }
  }

  /// Puts them into an answer; what there is none of has no member.
  func put(in answer: inout JSONObject) {
    for (word, keys) in [("erased", erased), ("redacted", redacted)] where !keys.isEmpty {
      answer[word] = .array(keys.sorted().map(JSONValue.string))
    }
  }
}

extension Document {
  /// The document without some facts in its lists.
  /// - Parameters:
  ///   - forgotten: which facts.
  ///   - facts: where facts are listed.
  ///   - names: where names of facts are listed.
  /// - Returns: the document.
  func without(_ forgotten: ForgottenKeys, in facts: Field, _ names: Field) -> Document {
    let keys = forgotten.all
    guard !keys.isEmpty else { return self }
    var rest = self
    rest[facts] = .array(
      parts(facts, of: FactField.self).filter { !keys.contains($0.name) }.map(\.json))
    rest[names] = .array(texts(names).filter { !keys.contains($0) }.map(JSONValue.string))
    return rest
  }
}
