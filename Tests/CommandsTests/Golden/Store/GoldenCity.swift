import EventLog
import Foundation
import InteractionModel

/// The city that the golden answers are about: a few people, and everything that can happen to a
/// record of theirs.
///
/// It happened in March 2025, so that whatever is due was due long ago, whenever the tests run. The
/// last digits of an event's id are its position.
final class GoldenCity {
  let fixed: FixedLog
  private var position = 1
  /// The id of what chen-work asks.
  var question = ""

  /// A city in which nothing has happened yet, in a directory that is not there yet.
  init(_ directory: String) async throws {
    fixed = try await FixedLog(
      directory: directory, born: GoldenCity.time("01T08:00")?.instant ?? .epoch)
  }

  /// A month of it: all but the erasure.
  func live() async throws {
    try await knowledge()
    try await amira()
    try await boris()
    try await chen()
    try await fatou()
    try await neighbours()
    try await accounts()
    try await holds()
    try await lena()
  }

  /// Of `03T09:00` 9 o'clock of the 3rd in the city; anything longer is what the source said.
  static func time(_ text: String) -> Timestamp? {
    Timestamp(text.count == 8 ? "2025-03-\(text):00-05:00" : text)
  }

  // Appends an event: of the conversation, else of the case, else of the party. The actor is
  // `type:id` or the type alone; of the time see `time(_:)`, without one the source does not say.
  @discardableResult
  func add(
    _ type: String, _ time: String?, by actor: String, in conversation: String? = nil,
    of matter: String? = nil, party: String? = nil, over channel: Channel? = nil,
    _ body: JSONObject = [:], sealed: JSONObject = [:], parts: [PersonalPart] = [],
    stream: StreamID? = nil, direction: Direction? = nil, department: String? = nil,
    cause: String? = nil, correlation: String? = nil, schema: Int = 1, source: String = "golden",
    destroying: KeyDestruction? = nil
  ) async throws -> String {
    guard let id = EventID(nextID),
      let stream = stream ?? conversation.map({ StreamID(.conversation($0)) })
        ?? matter.map({ StreamID(.case($0)) }) ?? party.map({ StreamID(.party($0)) })
    else { throw UnexpectedEnd("no event: \(type)") }
    let occurred = time.flatMap(GoldenCity.time)
    var event = NewEvent(
      id: id, stream: stream, type: EventType(rawValue: type), occurred: occurred, body: body)
    if let conversation { event.conversation = conversation }
    if let matter { event.case = matter }
    if let party { event.party = party }
    let words = actor.split(separator: ":").map(String.init)
    event.actor = Actor(type: words[0], id: words.count > 1 ? words[1] : nil)
    event.channel = channel
    event.direction = direction
    event.department = department
    event.source = source
    event.schema = schema
    event.correlation = correlation
    event.causation = cause.flatMap { EventID($0) }
    event.personal = parts
    if !sealed.isEmpty {
      event.personal.append(PersonalPart(subject: event.defaultSubject, content: sealed))
    }
    fixed.advance(to: occurred?.instant?.advanced(bySeconds: 1) ?? fixed.now)
    let place = try await fixed.append(event, destroying: destroying)
    position += 1
    guard place == Position(Int64(position)) else {
      throw UnexpectedEnd("\(type) stands at \(place) and not at \(position)")
    }
    return id.description
  }

  /// Where the last event stands.
  var last: Position { Position(Int64(position)) }

  /// The id that the next event will have.
  var nextID: String {
    let number = String(position + 1)
    return "601d0000-0000-4000-8000-\(String(repeating: "0", count: 12 - number.count))\(number)"
  }

  /// Says that the program itself has appended a record, which has an id of its own.
  func passOne() { position += 1 }
}

extension Instant {
  fileprivate static let epoch = Instant(microseconds: 0)
}
