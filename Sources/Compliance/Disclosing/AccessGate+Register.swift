internal import EventLog
public import InteractionModel
internal import Vault

/// What was given to whom, for the register of disclosures.
public struct AccountedDisclosure: Sendable {
  /// Whose records they are.
  public var entity: EntityKey
  /// How many records.
  public var records: Int
  /// How many pieces of them were withheld.
  public var withheld: Int
  /// The parties whose words they are.
  public var parties: Set<String>
  /// The size of the log as of which it is all of them.
  public var size: UInt64
  /// How many witnesses had cosigned the checkpoint of that size.
  public var cosigned: Int
  /// SHA-256 of the manifest of what was given, in hexadecimal.
  public var bundle: String
  /// On which authority: a code; nil when none was named.
  public var authority: String?
  /// Who was given it, in words; nil when nobody said so.
  public var recipient: String?

  /// A disclosure.
  public init(
    of entity: EntityKey, records: Int, withheld: Int, parties: Set<String>, size: UInt64,
    cosigned: Int = 0, bundle: String, authority: String?, recipient: String?
  ) {
    self.entity = entity
    self.records = records
    self.withheld = withheld
    self.parties = parties
    self.size = size
    self.cosigned = cosigned
    self.bundle = bundle
    self.authority = authority
    self.recipient = recipient
  }
}

extension AccessGate {
  /// How many parties one record of the register names at most: what it has room for.
  private static let room = 48

  /// Appends `record.disclosed`: one event, and where one has no room for all parties, more behind it,
  /// which are appended with it or not at all.
  ///
  /// Purpose and recipient are sealed by the register's own key: an account of what left the house
  /// outlives whom it is about.
  /// - Parameter disclosure: what was given.
  /// - Returns: where it stands.
  /// - Throws: ``DisclosureRefusal/noPurpose`` or ``/EventLog/AppendError``.
  public func register(_ disclosure: AccountedDisclosure) async throws -> Position {
    guard let key else { throw DisclosureRefusal.noPurpose }
    let parties = disclosure.parties.sorted().map(JSONValue.string)
      .filter(FieldKind.mintedID.admits)
    let count = max(1, (parties.count + AccessGate.room - 1) / AccessGate.room)
    let events = (0..<count).map { number in
      var event = NewEvent(id: .random(), stream: .disclosures, type: .recordDisclosed)
      event.actor = key.actor
      event.source = "throughline"
      event.body = [
        "bundle": .string(disclosure.bundle), "entity": .string(disclosure.entity.id),
        "entityKind": .string(disclosure.entity.kind.rawValue),
      ]
      if number == 0 {
        event.body["authority"] = disclosure.authority.map(JSONValue.string)
        event.body["records"] = .int(Int64(disclosure.records))
        // What `verify` misses a cosignature by that was deleted.
        if disclosure.cosigned > 0 { event.body["cosigned"] = .int(Int64(disclosure.cosigned)) }
        event.body["size"] = .int(Int64(clamping: disclosure.size))
        event.body["withheld"] = .int(Int64(disclosure.withheld))
        var words: JSONObject = ["purpose": .string(key.purpose)]
        words["recipient"] = disclosure.recipient.map(JSONValue.string)
        event.personal = [PersonalPart(subject: event.defaultSubject, content: words)]
      }
      if count > 1 {
        event.body["part"] = .int(Int64(number + 1))
        event.body["parts"] = .int(Int64(count))
      }
      let named = parties.dropFirst(number * AccessGate.room).prefix(AccessGate.room)
      if !named.isEmpty { event.body["parties"] = .array(Array(named)) }
      return event
    }
    let appended = try await key.log.append(events)
    return appended.first?.position ?? .start
  }
}
