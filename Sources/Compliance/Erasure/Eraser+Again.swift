internal import EventLog
internal import InteractionModel
internal import Vault

extension Eraser {
  /// Carries out again what was erased once, in a log that was brought back from before.
  ///
  /// The request is recorded as it was, under its id, but for its reason, whose words are lost with the
  /// records that held them. No hold stands in its way: what is erased stays so.
  /// - Parameter entry: the erasure.
  /// - Returns: the certificate; nil when the log knows the erasure.
  /// - Throws: ``/EventLog/AppendError``, ``/EventLog/StorageFault`` or what a purge throws; what
  ///   ``resume(onRevival:)`` finishes then.
  public func carryOutAgain(_ entry: ErasureList.Entry) async throws -> ErasureCertificate? {
    guard try ErasureRegister.erasure(entry.erasure, in: log.store) == nil else { return nil }
    var event = NewEvent(id: entry.record.id, stream: .erasures, type: .erasureRequested)
    event.actor = entry.record.actor
    event.source = entry.record.source
    event.occurred = entry.record.occurred ?? Timestamp(entry.record.recorded)
    event.body = entry.record.body
    // Keys that were made since the copy are nowhere: nothing in this log is sealed by them.
    let here = Set(try log.vault.keys(withIDs: entry.keys).map(\.keyID))
    _ = try await log.append(
      [event], destroying: KeyDestruction(entry.keys.filter(here.contains)))
    return try await finish(registered(entry.erasure))
  }
}
