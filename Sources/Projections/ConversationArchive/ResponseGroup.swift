internal import InteractionModel

/// Where one codified response was used in a conversation, as records of their own and messages say.
///
/// A part of a transcript; see ``TranscriptParts``.
struct ResponseGroup: Sendable, Hashable {
  /// What records of their own say, in log order.
  var said: [ResponseUse] = []
  /// What messages say, in the order of (effective time, position).
  private(set) var carried: [ResponseUse] = []

  init() {}

  /// Whether the response is used nowhere.
  var isEmpty: Bool { said.isEmpty && carried.isEmpty }

  /// A message carries the response.
  mutating func insert(_ use: ResponseUse) {
    let place = carried.firstIndex { use.moment < $0.moment } ?? carried.count
    carried.insert(use, at: place)
  }

  /// A message does not carry it any more.
  mutating func remove(_ use: ResponseUse) {
    carried.removeAll { $0.moment == use.moment }
  }

  /// A use, and the message that it is the same as.
  struct Reading {
    var use: ResponseUse
    var message: Position?

    /// The row of the use.
    /// - Parameters:
    ///   - conversation: where it was used.
    ///   - words: the words of its transcript.
    ///   - partyRoot: whom a party belongs to.
    /// - Returns: a row of ``ConversationArchive/uses``.
    func row(of conversation: String, _ words: StringTable, _ partyRoot: (String) -> String) -> Row
    {
      let position = use.moment.position
      var document: Document<UseField> = [
        .conversation: .string(conversation), .position: .int(position.rawValue),
        .response: .string(use.response), .time: .string(use.moment.text(use.said)),
      ]
      document.put(.author, words.author(use.actorType, use.actorID, partyRoot))
      document.put(.channel, words[use.channel])
      document.put(.department, words[use.department])
      document.put(.message, message?.rawValue)
      document.put(.version, use.version)
      return Row(
        table: ConversationArchive.uses.name, key: "\(conversation)/\(position)",
        values: [
          .text(use.response), ColumnValue(use.version), .text(conversation),
          .integer(use.moment.sortable), .text(document.json.canonicalText),
        ], position: max(position, message ?? position))
    }
  }

  /// The uses that records of their own say and those that messages carry, each once, in the order
  /// of (effective time, position).
  var uses: [Reading] {
    var items: Set<String> = []
    var uses: [Reading] = []
    for use in said.sorted(by: { $0.moment < $1.moment }) {
      if let item = use.item, !items.insert(item).inserted { continue }
      uses.append(Reading(use: use))
    }
    var free = Array(uses.indices)
    for message in carried {
      let candidates = free.filter { uses[$0].use.canBe(message) }
      // The last one before it, else the first one after it.
      let before = candidates.last { uses[$0].use.moment.time <= message.moment.time }
      if let index = before ?? candidates.first {
        uses[index].message = message.moment.position
        if uses[index].use.version == nil { uses[index].use.version = message.version }
        free.removeAll { $0 == index }
      } else {
        uses.append(Reading(use: message, message: message.moment.position))
      }
    }
    return uses.sorted { $0.use.moment < $1.use.moment }
  }

  /// Whether all its places are among some words.
  func isSpelled(by words: StringTable) -> Bool {
    said.allSatisfy { $0.isSpelled(by: words) } && carried.allSatisfy { $0.isSpelled(by: words) }
  }
}

extension ResponseGroup: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(
    _ fields: inout Coder
  ) throws(Coder.Failure) { try fields(&said, &carried) }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try visit(&state)
    for place in carried.indices.dropFirst()
    where !(carried[place - 1].moment < carried[place].moment) {
      throw state.damage
    }
  }
}
