internal import Crypto
internal import Foundation
public import InteractionModel

/// Mints ids by HMAC-SHA256 with the log's id-key.
///
/// What is hashed is a list of fields, each after its length (u32, big-endian), the first of them
/// the purpose; so no two different lists of fields are ever the same bytes.
public struct VaultMinter: IDMinter {
  private let keyed: KeyedHash

  init(idKey: SymmetricKey) {
    keyed = KeyedHash(key: idKey)
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

  /// What the vault calls a participant once its key is destroyed: nothing of what a source called
  /// somebody, but always the same, so that the subject is known again.
  func pseudonym(of subject: Subject) -> String {
    "erased:"
      + mint(["throughline/participant/v1", subject.scope.description, subject.participant])
      .description
  }

  private func mint(_ fields: [String]) -> EventID {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(fields.reduce(0) { $0 + $1.utf8.count + 4 })
    for field in fields {
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: field.utf8.count).bigEndian) {
        bytes.append(contentsOf: $0)
      }
      bytes.append(contentsOf: field.utf8)
    }
    return bytes.withUnsafeBytes { keyed.code($0) }.withUnsafeBytes { EventID(version8: $0) }
  }
}
