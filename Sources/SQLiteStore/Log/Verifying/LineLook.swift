internal import EventLog
internal import InteractionModel
internal import struct InteractionModel.Record
internal import enum InteractionModel.RecordError
internal import Merkle

/// A row of the table of records, copied so that another core can look at it.
struct LogRow: Sendable {
  let position: Int64
  let line: [UInt8]
  let leaf: [UInt8]
  /// The column beside the line that says when.
  let recorded: Int64
  /// Whether line and leaf are blobs: a value of another type is a sign of tampering.
  let areBlobs: Bool

  /// Which columns a row is made of.
  static let columns = "position, line, leaf, recorded"

  init(_ row: SQLiteRow) {
    position = row.integer(0)
    line = row.blob(1)
    leaf = row.blob(2)
    recorded = row.integer(3)
    areBlobs = row.isBlob(1) && row.isBlob(2)
  }
}

/// All that can be said of a record by its row alone.
///
/// That is most of the work, and no record needs another for it: so it is done on all cores.
struct LineLook: Sendable {
  /// An attachment that the record names.
  struct Attachment: Sendable {
    let name: String
    /// What its bytes hash to; nil when there is no file.
    let hash: Result<String?, StorageFault>
  }

  /// What is sealed in it.
  struct Sealed: Sendable {
    let keys: [String]
    let attachments: [Attachment]
  }

  let row: LogRow
  /// The leaf of the line.
  let leaf: Hash
  /// What the line says; of one that is no record why not.
  let record: Result<Record, RecordError>
  /// Whether the line is the one spelling of it.
  let isCanonical: Bool
  let sealed: Result<Sealed?, RecordError>

  /// Looks at a row.
  /// - Parameters:
  ///   - memo: what the rows before it have left.
  ///   - attachments: where the attachments lie.
  init(_ row: LogRow, _ memo: TextMemo, _ attachments: AttachmentFolder) {
    self.row = row
    leaf = Hash.leaf(row.line)
    record = Result { () throws(RecordError) in
      try row.line.withUnsafeBytes { line in
        Result { () throws(RecordError) in try Record(line: line, memo: memo) }
      }.get()
    }
    isCanonical = Record.isCanonical(row.line)
    sealed = record.flatMap { record in
      Result { () throws(RecordError) in try LineLook.sealed(record, attachments) }
    }
  }

  /// The record, when its line is the one that the log hashes for it.
  var found: Record? { isCanonical ? try? record.get() : nil }

  private static func sealed(
    _ record: Record, _ attachments: AttachmentFolder
  ) throws(RecordError) -> Sealed? {
    guard record.sealedCount > 0 else { return nil }
    let parts = try record.sealedParts()
    let names = Set(parts.flatMap(\.attachments)).sorted()
    return Sealed(
      keys: parts.map(\.key),
      attachments: names.map { name in
        Attachment(
          name: name,
          hash: Result { () throws(StorageFault) in
            try attachments.get(name).map { Hex.string(Hash.content($0).bytes) }
          })
      })
  }
}
