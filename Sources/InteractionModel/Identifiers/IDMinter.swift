/// Mints ids for sources that have none, or whose own are a person's identifiers.
///
/// The same source always gets the same id in one log, which makes importing twice harmless, and
/// nobody without the log's id-key can guess what an id was made from: an unkeyed hash of a phone
/// number could be found by trying them all.
public protocol IDMinter: Sendable {
  /// The id of an event: UUIDv8 of a keyed hash.
  /// - Parameters:
  ///   - source: the system it came from.
  ///   - externalID: its id there.
  ///   - externalVersion: its version there; empty when the source has none.
  ///   - name: the name of the event within its row.
  /// - Returns: the id, always the same for the same arguments.
  func eventID(source: String, externalID: String, externalVersion: String, name: String) -> EventID

  /// The id of an entity: a UUIDv8 in text.
  /// - Parameters:
  ///   - kind: what kind of entity it is.
  ///   - source: the system it came from.
  ///   - externalID: its id there.
  /// - Returns: the id, always the same for the same arguments.
  func entityID(_ kind: EntityKind, source: String, externalID: String) -> String
}
