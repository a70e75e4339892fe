internal import InteractionModel
internal import Merkle

/// What whoever takes over must see, as the matter's records told it when the packet was made.
///
/// References to the sealed parts of records, never their text: whoever may read it opens them
/// under a purpose, and is told then what is withheld. A reference is `{position, pointer}`; one
/// whose member the sealed part does not have leads nowhere.
///
/// `hash` is the SHA-256 of the canonical JSON of all the other members, `references` included, so
/// that whoever has the packet can show that nothing in it was changed.
struct HandoffPacket: FieldwiseCodable, Sendable, Hashable {
  /// The members, as users see them.
  var document = Document<PacketField>()
  /// Whether it was made by a `handoff.prepared` and not by a request alone.
  var isPrepared = false

  init() {}

  /// The record it was made at.
  var position: Int64 { document[.position]?.int ?? 0 }

  /// The records that had no transcript yet.
  var pending: [Int64] {
    let incomplete = document.part(.incompleteAsOf, of: IncompleteField.self)
    return incomplete?[.pending]?.array?.compactMap(\.int) ?? []
  }

  /// Whether another packet of the same hand-off stands before it.
  func yields(to other: HandoffPacket) -> Bool {
    if isPrepared != other.isPrepared { return other.isPrepared }
    return position < other.position
  }

  /// The packet of a hand-off.
  /// - Parameters:
  ///   - handoff: the hand-off, the record included.
  ///   - history: the matter, the record included.
  ///   - record: the request or the preparation that it is made at.
  ///   - isPrepared: whether it is the preparation.
  init(of handoff: Handoff, in history: MatterHistory, at record: Record, isPrepared: Bool) {
    let draft = PacketDraft(handoff: handoff, view: MatterView(history), record: record)
    var document = draft.document
    let references = PacketReference.all(in: document.json).map(\.json)
    document[.references] = .array(references)
    let hash = Hash.content(document.json.canonicalBytes)
    document[.hash] = .string(hash.description)
    self.document = document
    self.isPrepared = isPrepared
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&document.object, &isPrepared)
  }
}
