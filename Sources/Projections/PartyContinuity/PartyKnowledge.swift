package import InteractionModel

/// What is known of a party itself, whatever it came with: for whoever needs no more of it than that,
/// however much it came with.
///
/// The same as the party's rows say of it, from those of its records alone that tell.
package struct PartyKnowledge {
  /// Where the records of a party stand that tell what is known of it.
  package struct Places: Sendable {
    private var told: [Position] = []
    /// The last with which it was heard of, which says what is stale by then.
    private var touch: Moment?

    /// None yet.
    package init() {}

    /// Takes a record in.
    /// - Parameter record: of the party; its head is enough.
    package mutating func take(_ record: Record) {
      guard let event = record.type.catalogued, !event.isGovernance else { return }
      if ["fact", "party"].contains(record.type.group) { told.append(record.position) }
      touch = max(touch ?? Moment(record), Moment(record))
    }

    /// The places of several parts of a party's records.
    /// - Parameter parts: in position order.
    /// - Returns: the places, each once, in position order.
    package static func joined(_ parts: [Places]) -> [Position] {
      let touch = parts.compactMap(\.touch).max()?.position
      return Set(parts.flatMap(\.told) + [touch].compactMap(\.self)).sorted()
    }
  }

  private let state: PartyContinuity

  /// What some records of a party say.
  /// - Parameter state: what those in its ``Places`` make.
  package init(_ state: PartyContinuity) { self.state = state }

  private var now: Instant { state.lastTouch.moment?.time ?? Instant(microseconds: 0) }

  /// The facts, as their rows have them.
  package var facts: [Document<FactField>] {
    state.facts.facts().map { $0.document(at: now) }
  }

  /// What the party's own row says of it besides.
  package var fields: Document<PartyField> {
    [
      .doNotAsk: .array(state.facts.doNotAsk(at: now).map(JSONValue.string)),
      .identities: .array(state.identities.map(\.document.json)),
      .preferences: state.preferences.json,
    ]
  }
}
