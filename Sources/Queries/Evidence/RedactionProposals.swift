public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
internal import Search
internal import Vault

/// What might have to be withheld of some records before they are given away, for somebody to decide:
/// mail addresses, telephone numbers, numbers of cards and of social security, and the names of people
/// other than the one who gets them.
///
/// Names are those of the parties that the records name, and whatever is called a name in the records
/// themselves, wherever among them it stands. All of their text is in memory for that.
public struct RedactionProposals: Sendable {
  /// The proposals; each quotes what is meant.
  public let list: RedactionList

  /// How many records are opened at once.
  private static let pageSize = 500

  /// Proposals, opened under the reader's purpose.
  /// - Parameters:
  ///   - entity: whose records: a case, a conversation or a party.
  ///   - recipient: the party who gets them, whose own name is not proposed; nil when it is nobody's
  ///     but the party's whose records they are.
  ///   - exemption: the code that is proposed.
  ///   - reader: who asks, and why.
  /// - Throws: ``QueryError`` when there is no such thing or party; ``/Compliance/DisclosureRefusal``
  ///   without a purpose; what opening throws.
  public init(
    of entity: EntityKey, for recipient: String? = nil, exemption: String, by reader: Reader
  ) async throws {
    let records = try EntityRecords(of: entity, for: reader)
    let gate = try await reader.gate()
    guard let rules = try gate.identifiers()?.rules else { throw DisclosureRefusal.noPurpose }
    var own = Set([recipient].compactMap(\.self))
    if entity.kind == .party { own.formUnion([entity.id, records.entity.id]) }
    var texts: [(record: Position, pointer: String, text: String)] = []
    var parties: Set<String> = []
    var names = SaidNames(own: own)
    let scope = AccessGate.Scope(command: "redact.propose", entity: records.entity)
    var rest = records.positions[...]
    while !rest.isEmpty {
      try reader.stop.check()
      let page = try records.stored(rest.prefix(RedactionProposals.pageSize))
        .map { try $0.decoded() }
      rest = rest.dropFirst(RedactionProposals.pageSize)
      for opened in try await gate.open(page, scope: scope) {
        parties.formUnion(opened.record.namedParties)
        for part in opened.parts {
          guard case .opened(let content) = part.result else { continue }
          names.take(content, of: opened.record)
          for leaf in JSONValue.object(content).leaves(below: "/sealed/\(part.index)") {
            guard let text = leaf.value.string else { continue }
            texts.append((opened.record.position, leaf.pointer, text))
          }
        }
      }
    }
    for party in parties.subtracting(own).sorted() {
      try reader.stop.check()
      names.take(try await RedactionProposals.names(of: party, reader))
    }
    let known = PersonalNames(names.ofOthers)
    list = RedactionList(
      texts.flatMap { place in
        rules.personalSpans(in: place.text, names: known).map { span in
          Redaction(
            record: .position(place.record), pointer: place.pointer, scalars: span.scalars,
            exemption: exemption, kind: span.kind.rawValue, quote: place.text.scalars(span.scalars))
        }
      })
  }

  /// The names that are known of a party.
  private static func names(of party: String, _ reader: Reader) async throws -> [String] {
    do {
      let answer = try await Parties(reader).show(party)
      return answer.caller.details(in: answer.words).filter { $0.kind == "name" }.map(\.text)
    } catch is QueryError {
      // A record names it, and the read model has not come to it.
      return []
    }
  }
}

extension Record {
  /// The parties that it names: in its envelope, as who acts in it, or as whom it links.
  fileprivate var namedParties: [String] {
    let acting = actor.flatMap { Actor.partyTypes.contains($0.type) ? $0.id : nil }
    let linked = type.group == "party" ? [body["party"]?.string, body["into"]?.string] : []
    return ([party, acting] + linked).compactMap(\.self)
  }
}
