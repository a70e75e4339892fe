internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The channels that conversations went through, in the order in which they came to them.
///
/// A read model knows which they are; of the few conversations that changed theirs the records say
/// which came first.
struct ChannelWays {
  /// How many records of a conversation are looked at.
  private static let lookedAt = 5_000

  private let log: any EventStore
  private let archive: (any ReadModel)?
  private let subset: LogSubset

  /// - Parameters:
  ///   - reader: who asks.
  ///   - subset: what counts.
  /// - Throws: ``/EventLog/StorageFault`` when the read model cannot be read.
  init(for reader: Reader, within subset: LogSubset) throws {
    log = reader.store.events
    archive = try reader.store.dispensable(ConversationArchive.projection)
    self.subset = subset
  }

  /// The channels of those of some conversations that went through more than one.
  /// - Parameter conversations: their ids.
  /// - Returns: the channels by conversation; the agency's inner ones are left out.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func callAsFunction(of conversations: [String]) throws -> [String: [String]] {
    try Set(conversations).reduce(into: [:]) { ways, id in
      let way = try way(of: id)
      if way.count > 1 { ways[id] = way }
    }
  }

  private func way(of conversation: String) throws -> [String] {
    let table = ConversationArchive.conversations
    guard let row = try archive?.row(table, key: conversation) else { return [] }
    let fields: Document<ConversationField> = table.document(row.values)
    var rest = Set(fields.texts(.channels)).subtracting([Channel.internal.rawValue])
    guard rest.count > 1 else { return [] }
    var first: [(channel: String, moment: Moment)] = []
    var count = 0
    try log.forEachRecord(
      .entity(.conversation(conversation)), in: ReadRange(through: subset.through)
    ) { stored in
      let record = try stored.decoded()
      count += 1
      if subset.contains(record), let channel = record.channel?.rawValue,
        rest.remove(channel) != nil
      {
        first.append((channel, Moment(record)))
      }
      return !rest.isEmpty && count < ChannelWays.lookedAt
    }
    return first.sorted { $0.moment < $1.moment }.map(\.channel)
      + (count < ChannelWays.lookedAt ? [] : rest.sorted())
  }
}

extension JSONObject {
  /// The object with the channels of conversations that changed theirs; where none did it has no such
  /// member.
  mutating func put(ways: [String: [String]]) {
    guard !ways.isEmpty else { return }
    self["channels"] = .object(
      JSONObject(ways.map { ($0, .array($1.map(JSONValue.string))) }))
  }
}
