internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Where people may have said what they want in a case, and whatever else its card has of their words.
///
/// What is sealed is not seen before it is opened: what a source calls an event is sealed too, and of
/// several records that may have words the first that has counts.
struct CaseWords {
  /// How many of the first and of the last conversations are looked at, how many records of each, and how
  /// many of these may have words.
  private static let (conversations, lookedAt, kept) = (3, 60, 4)

  /// What the case was opened with; nil when nothing of that is sealed.
  private let opening: JSONValue?
  /// What they wrote first, the first before others.
  private let first: [JSONValue]
  /// What they wrote last, the last before others.
  private let last: [JSONValue]
  /// Where it is said where the matter is.
  let place: JSONValue?
  /// Where it is said from which address they wrote.
  let sender: JSONValue?
  /// The heading of its service.
  let service: ServiceHeading

  /// - Parameters:
  ///   - id: the case.
  ///   - firstConversations: the first of its conversations, the first before others.
  ///   - lastConversations: the last of them, the last before others.
  ///   - entities: the cases.
  ///   - subset: what counts.
  /// - Throws: ``/EventLog/StorageFault`` when the log or a read model cannot be read.
  init(
    of id: String, first firstConversations: [String], last lastConversations: [String],
    _ entities: Entities, _ subset: LogSubset
  ) throws {
    let opened = try entities.log.opening(of: id, within: subset)
    let sealed = opened.flatMap { $0.sealedCount > 0 ? $0 : nil }
    func written(_ conversations: [String], lastFirst: Bool) throws -> [Record] {
      try CaseWords.written(in: conversations, lastFirst: lastFirst, entities.log, subset)
    }
    let first = try written(firstConversations, lastFirst: false)
    let last = try written(lastConversations, lastFirst: true)
    var seen: Set<Position> = []
    let told = (first + last).filter { seen.insert($0.position).inserted }
    let amendments = try Amendments(
      on: [sealed].compactMap(\.self) + told, in: entities.log,
      archive: entities.reader.store.dispensable(ConversationArchive.projection), edited: subset)
    // The words as they were last edited.
    func words(_ record: Record, _ pointers: [String]) -> JSONValue {
      [
        "position": .int((amendments.edit(after: record) ?? record.position).rawValue),
        "pointers": .array(pointers.map(JSONValue.string)),
      ]
    }
    opening = sealed.map { words($0, Record.openingWords) }
    self.first = first.map { words($0, ["/subject", "/text"]) }
    self.last = last.map { words($0, ["/subject", "/text"]) }
    place = opened?.places(Whereabouts.places)
    sender = .firstOf(last.compactMap { $0.places(Whereabouts.senders) })
    service = ServiceHeading(of: opened)
  }

  /// What must be opened to know what they want.
  var own: [JSONValue] { [opening, .firstOf(first), .firstOf(last)].compactMap(\.self) }

  /// What they want.
  func own(in words: OpenedReferences) -> OwnWords {
    OwnWords(opening: opening, first: first, last: last, in: words)
  }

  /// What people wrote in some conversations, as far as it is looked at.
  private static func written(
    in conversations: [String], lastFirst: Bool, _ log: any EventStore, _ subset: LogSubset
  ) throws -> [Record] {
    let range = ReadRange(through: subset.through, reverse: lastFirst)
    var written: [Record] = []
    for conversation in conversations.prefix(CaseWords.conversations) where written.count < kept {
      written += try log.records(
        .entity(.conversation(conversation)), in: range, limit: lookedAt
      )
      .map { try $0.decoded() }.filter { record in
        subset.contains(record) && record.type == .messageReceived && record.sealedCount > 0
          && record.direction != .outbound && record.direction != .internal
      }
    }
    return Array(written.prefix(kept))
  }
}
