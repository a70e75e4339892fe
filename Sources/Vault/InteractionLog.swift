public import EventLog
internal import Foundation
public import InteractionModel
public import Merkle

/// The log with its vault: takes events in clear, records them sealed, and opens them again.
///
/// This is what intake and commands append through; readers and projections use the ``store``
/// alone, because folds never open anything.
public final class InteractionLog: Sendable {
  /// The records, sealed.
  public let store: any EventStore
  /// The keys.
  public let vault: Vault

  /// A log and the vault that belongs to it; see ``open(store:vault:)`` for a pair that must be
  /// checked.
  /// - Parameters:
  ///   - store: the records.
  ///   - vault: the keys.
  public init(store: any EventStore, vault: Vault) {
    self.store = store
    self.vault = vault
  }

  /// Mints ids for sources that have none.
  public var minter: VaultMinter { vault.minter }

  /// Opens a log after a look at its birth record: origin and public key must be those of the
  /// store and the vault.
  /// - Parameters:
  ///   - store: the records.
  ///   - vault: the keys.
  /// - Returns: the log.
  /// - Throws: ``/EventLog/StorageFault`` `missing` when the log has not been created, `schema` when
  ///   its records have another format, `mismatch` when log and vault do not belong together.
  public static func open(
    store: any EventStore, vault: Vault
  ) throws(StorageFault) -> InteractionLog {
    let log = InteractionLog(store: store, vault: vault)
    guard try log.isBorn() else {
      throw StorageFault(
        code: .missing, reason: "the log “\(store.origin)” is empty", remedy: "run \(.initialize)")
    }
    return log
  }

  /// Creates a log: appends its birth record, `log.created`, at position 1.
  ///
  /// Creating twice adds nothing, so a creation that was interrupted after the vault was made is
  /// finished by repeating it.
  /// - Parameters:
  ///   - store: the records, with the origin the log shall have.
  ///   - vault: the keys.
  ///   - signingKey: the key that its checkpoints are signed with, which the birth record names.
  /// - Returns: the log.
  /// - Throws: ``/EventLog/AppendError``; `storage` with the code `mismatch` when the store holds
  ///   another vault's log.
  public static func create(
    store: any EventStore, vault: Vault, signingKey: VerifierKey? = nil
  ) async throws(AppendError) -> InteractionLog {
    let log = InteractionLog(store: store, vault: vault)
    do throws(StorageFault) {
      if try log.isBorn() { return log }
    } catch {
      throw .storage(error)
    }
    _ = try await log.append([log.birth(naming: signingKey)], expecting: [.log: .noStream])
    return log
  }

  private func birth(naming signingKey: VerifierKey?) -> NewEvent {
    var event = NewEvent(
      id: minter.eventID(
        source: "throughline", externalID: store.origin, externalVersion: "",
        name: EventType.logCreated.rawValue),
      stream: .log, type: .logCreated,
      body: [
        "origin": .string(store.origin), "format": .int(Int64(RecordLine.formatVersion)),
        "publicKey": .string(vault.publicKey),
      ])
    event.body["signingKey"] = signingKey.map { .string($0.description) }
    event.actor = Actor(type: "system")
    return event
  }

  /// Whether the birth record is there; faults when it is another log's or vault's.
  private func isBorn() throws(StorageFault) -> Bool {
    guard let first = try store.record(at: Position(1)) else { return false }
    let record = try first.decoded()
    guard record.type == .logCreated, record.body["origin"]?.string == store.origin else {
      throw StorageFault(
        code: .mismatch, reason: "position 1 is not the birth record of the log “\(store.origin)”",
        remedy: "check which store is meant")
    }
    let format = record.body["format"]?.int ?? 0
    guard format == Int64(RecordLine.formatVersion) else {
      throw .otherFormat(format, of: "the log “\(store.origin)”")
    }
    guard record.body["publicKey"]?.string == vault.publicKey else {
      throw StorageFault(
        code: .mismatch,
        reason: """
          the vault does not belong to the log “\(store.origin)”: its public key is another one
          """,
        remedy: "put the log's own vault beside it")
    }
    return true
  }

  // What opens is for those who decide who may see it, and for the index that erasures know of; see
  // AccessGate in Compliance, which every face goes through.

  /// Opens the sealed parts of a record, attachments included.
  /// - Parameter record: a record of this log.
  /// - Returns: the parts in the record's order.
  /// - Throws: ``/EventLog/StorageFault`` when the vault or the store cannot be asked.
  @_spi(Opening)
  public func open(_ record: Record) throws(StorageFault) -> [OpenedPart] {
    try open([record]).first ?? []
  }

  /// Opens the sealed parts of some records, attachments included.
  ///
  /// What an erasure has marked in the log is answered as *erased* from that moment on, also
  /// before its key is gone from the vault; vault and log are asked once for all of them.
  /// - Parameters:
  ///   - records: records of this log.
  ///   - checksRoots: whether a part must say what its root commits to; not for whoever reads
  ///     everything and shows none of it.
  /// - Returns: the parts of each record, in order.
  /// - Throws: ``/EventLog/StorageFault`` when the vault or the store cannot be asked.
  @_spi(Opening)
  public func open(
    _ records: [Record], checksRoots: Bool = true
  ) throws(StorageFault) -> [[OpenedPart]] {
    var batch = PartBatch(capacity: records.count)
    for record in records { try batch.add(record) }
    guard !batch.parts.isEmpty else { return records.map { _ in [] } }
    var keys = try vault.keys(of: batch)
    keys.markDestroyed(try store.destroyed(among: keys.names).keys)
    var opener = Opener(origin: store.origin, checksRoots: checksRoots)
    var opened: [[OpenedPart]] = []
    opened.reserveCapacity(records.count)
    var start = 0
    for (record, end) in zip(records, batch.ends) {
      opened.append(
        try opener.open(record, start..<end, of: batch, with: keys) { name throws(StorageFault) in
          try store.attachment(name)
        })
      start = end
    }
    return opened
  }

  /// Walks through the records and what their sealed parts say, in position order, up to where the
  /// log ends at the start.
  ///
  /// Reads, decodes and opens on all cores, in bounded memory; vault and log are asked once a
  /// piece, and what they knew of keys when a piece was opened is what its records are given with:
  /// at most two pieces a core, a few thousand records, are opened ahead. Roots are left to whoever
  /// opens one record, or verifies.
  /// - Parameters:
  ///   - range: between which positions; the direction is always forward.
  ///   - body: is given each record and its parts in turn, by one thread at a time but not always
  ///     the same; answers whether to go on.
  /// - Throws: ``/EventLog/StorageFault`` that names the position of a record that cannot be read,
  ///   after those before it have been given to `body`; or what `body` throws.
  @_spi(Opening)
  public func forEachOpened(
    in range: ReadRange = ReadRange(), _ body: (Record, [OpenedPart]) throws -> Bool
  ) throws {
    try OrderedPieces(of: range, head: store.head().position).forEach { range in
      let piece = try store.piece(range)
      return (piece, try openEach(piece.records))
    } take: { piece, opened in
      for (record, parts) in zip(piece.records, opened.parts) {
        guard try body(record, parts) else { return false }
      }
      if let fault = opened.fault ?? piece.fault { throw fault }
      return true
    }
  }

  /// Opens some records, up to the first whose sealed parts cannot be read.
  private func openEach(
    _ records: [Record]
  ) throws(StorageFault) -> (parts: [[OpenedPart]], fault: StorageFault?) {
    do throws(StorageFault) {
      return (try open(records, checksRoots: false), nil)
    } catch {
      // One by one, to come as far as it goes; a fault of vault or log comes again.
      var parts: [[OpenedPart]] = []
      for record in records {
        do throws(StorageFault) {
          parts += try open([record], checksRoots: false)
        } catch {
          return (parts, error)
        }
      }
      return (parts, nil)
    }
  }
}
