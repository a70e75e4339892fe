internal import Crypto
internal import Foundation
public import InteractionModel

/// Mints ids by HMAC-SHA256 with the log's id-key.
///
/// What is hashed is a list of fields, each after its length (u32, big-endian), the first of them
/// the purpose; so no two different lists of fields are ever the same bytes.
public struct VaultMinter: IDMinter {
  private let keyed: KeyedHash
  /// Keyed by a key of its own, so that no id that is minted is ever the hash of an identifier.
  private let identifiers: KeyedHash

  init(idKey: SymmetricKey) {
    keyed = KeyedHash(key: idKey)
    identifiers = KeyedHash(
      key: SymmetricKey(
        data: VaultMinter.bytes(of: ["throughline/identifier/v1"]).withUnsafeBytes(keyed.code)))
  }

  /// The hash of an identifier: of its kind and its normal form.
  func hash(ofIdentifier text: String, kind: String) -> IdentifierHash {
    VaultMinter.bytes(of: [kind, text]).withUnsafeBytes { bytes in
      identifiers.code(bytes).withUnsafeBytes {
        IdentifierHash(Array($0.prefix(IdentifierHash.length)))
      }
    }
  }

  /// The id of an event: UUIDv8 of the keyed hash of purpose, source, id, version and name.
  public func eventID(
    source: String, externalID: String, externalVersion: String, name: String
  ) -> EventID {
    mint(["throughline/event-id/v1", source, externalID, externalVersion, name])
  }

  /// The id of an entity: the text of a UUIDv8 of the keyed hash of purpose, kind, source and id.
  public func entityID(_ kind: EntityKind, source: String, externalID: String) -> String {
    mint(["throughline/entity-id/v1", kind.rawValue, source, externalID]).description
  }

  /// A subject by a keyed hash: nothing of what a source called somebody, but always the same, so
  /// that the subject is known again.
  func hidden(_ subject: Subject) -> HiddenSubject {
    let name = subject.participant
    guard !subject.isPseudonym else {
      return HiddenSubject(scope: subject.scope, participant: name, party: subject.party)
    }
    return HiddenSubject(
      scope: subject.scope, participant: label(of: name, in: subject.scope),
      kind: HiddenSubject.kind(of: name), party: subject.party,
      statedParty: name.hasPrefix("party:") ? String(name.dropFirst(6)) : nil)
  }

  /// What rows of a scope call a participant.
  func label(of participant: String, in scope: EntityKey) -> String {
    VaultMinter.label(mint(["throughline/participant/v1", scope.description, participant]))
  }

  /// The same from what destroyed rows were called when only they were hidden: `erased:` and the
  /// hash as a UUID; nil for any other name.
  func label(ofErased name: String) -> String? {
    guard name.hasPrefix("erased:") else { return nil }
    return EventID(String(name.dropFirst(7))).map(VaultMinter.label)
  }

  /// Twelve bytes of a hash: no two participants of one scope share them, and a row stays small.
  private static func label(_ code: EventID) -> String {
    withUnsafeBytes(of: (code.high.bigEndian, code.low.bigEndian)) {
      Base64.string(Array($0.prefix(12)))
    }
  }

  private func mint(_ fields: [String]) -> EventID {
    VaultMinter.bytes(of: fields).withUnsafeBytes { keyed.code($0) }
      .withUnsafeBytes { EventID(version8: $0) }
  }

  /// A list of fields, each after its length.
  private static func bytes(of fields: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(fields.reduce(0) { $0 + $1.utf8.count + 4 })
    for field in fields {
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: field.utf8.count).bigEndian) {
        bytes.append(contentsOf: $0)
      }
      bytes.append(contentsOf: field.utf8)
    }
    return bytes
  }
}
