internal import InteractionModel

/// One thing in a conversation: what was said or happened, each time it was delivered, and what
/// other records say about it.
///
/// A part of a transcript; see ``TranscriptParts``.
/// Kept under the event id of its entry. What the source itself numbers is kept under that number,
/// because it may be delivered twice; then the part of the event id says where.
struct Thing: FieldwiseCodable, Sendable, Hashable {
  /// The record that brought the entry of this event id; nil as long as it has not come.
  var place: Position?
  /// Where the entry of this event id is kept, when not here.
  var elsewhere: PartName?
  /// What answers the entry of this event id and came before it.
  var replies: [Reply] = []
  /// The entries, one a delivery, in log order.
  var entries: [TranscriptEntry] = []
  /// What is said about them, whichever of them it names, in log order.
  var amendments: [Amendment] = []

  /// An entry that answers another one.
  struct Reply: Sendable, Hashable {
    /// Its event id.
    var id = EventID(high: 0, low: 0)
    /// Where it is kept.
    var key = PartName([])
  }

  init() {}

  /// Takes what is said about the entries, which may have been said before it came here.
  mutating func insert(_ amendment: Amendment) {
    let position = amendment.moment.position
    let place = amendments.lastIndex { $0.moment.position < position }.map { $0 + 1 } ?? 0
    amendments.insert(amendment, at: place)
  }

  /// Whether all its places are among some words.
  func isSpelled(by words: StringTable) -> Bool {
    entries.allSatisfy { $0.isSpelled(by: words) }
      && amendments.allSatisfy { $0.isSpelled(by: words) }
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&place, &elsewhere, &replies, &entries)
    try fields(&amendments)
  }
}

extension Thing.Reply: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&id, &key)
  }
}

extension PartName: FoldCodable {
  /// Writes the bytes.
  package func encode(into state: inout StateWriter) {
    bytes.withUnsafeBufferPointer { state.write($0) }
  }

  /// Reads a name.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    self.init(Array(try state.content()))
  }
}
