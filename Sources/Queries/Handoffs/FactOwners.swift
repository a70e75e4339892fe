internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Whose the facts of a hand-off and of its matter are, as whoever takes over must see it: those of the
/// party that is handed over need no name, and of others it is the name of whom they were merged into.
///
/// A packet was made before anybody knew of later merges; a matter names whose its facts are beside
/// the party that it began with.
struct FactOwners {
  private let own: String?
  private let questions: EntityQuestions?

  /// - Parameters:
  ///   - found: the hand-off.
  ///   - handoffs: where it is.
  ///   - point: as of when; nil for now.
  /// - Throws: ``/EventLog/StorageFault`` when the read model cannot be read.
  init(
    of found: Handoffs.Found<HandoffField>, in handoffs: Handoffs, at point: AsOf?
  ) throws {
    own = found.fields[.party]?.string
    questions =
      handoffs.model.projection.fold(over: .party) == nil
      ? nil : try handoffs.questions(over: .party, point)
  }

  /// The packet of the hand-off.
  func seen(_ packet: Document<PacketField>) throws -> Document<PacketField> {
    try seen(packet, of: own, in: .facts, .doNotAsk, .openQuestions)
  }

  /// The matter that it is in.
  func seen(_ matter: MatterNow) throws -> MatterNow {
    let party = matter.fields[.party]?.string
    func names(_ names: Set<String>) throws -> Set<String> {
      Set(try names.map { try seen($0, party) })
    }
    return MatterNow(
      fields: try seen(matter.fields, of: party, in: .facts, .doNotAsk, .openQuestions),
      forgotten: ForgottenKeys(
        erased: try names(matter.forgotten.erased), redacted: try names(matter.forgotten.redacted)))
  }

  /// A document with facts in one list, and names of facts in others.
  private func seen<Field>(
    _ document: Document<Field>, of party: String?, in facts: Field, _ names: Field...
  ) throws -> Document<Field> {
    guard document[facts] != nil else { return document }
    var seen = document
    // Of what two names of one person said the same of, the last word counts.
    var last: [String: Document<FactField>] = [:]
    let all = try document.parts(facts, of: FactField.self).map { fact in
      var fact = fact
      fact[.party] = try owner(fact[.party]?.string ?? party).map(JSONValue.string)
      return fact
    }
    for fact in all where (last[fact.name]?[.position]?.int ?? 0) <= (fact[.position]?.int ?? 0) {
      last[fact.name] = fact
    }
    seen[facts] = .array(all.filter { last[$0.name] == $0 }.map(\.json))
    for field in names {
      seen[field] = .array(
        try document.texts(field).map { .string(try self.seen($0, party)) }.unique)
    }
    return seen
  }

  /// The name of a fact.
  private func seen(_ name: String, _ party: String?) throws -> String {
    let fact = Document<FactField>(named: name)
    var seen = fact
    seen[.party] = try owner(fact[.party]?.string ?? party).map(JSONValue.string)
    return seen.name
  }

  /// Whose something is, where it is not the own party's.
  private func owner(_ party: String?) throws -> String? {
    guard let party, party != own else { return nil }
    let root = try questions?.root(of: party) ?? party
    return root == own ? nil : root
  }
}
