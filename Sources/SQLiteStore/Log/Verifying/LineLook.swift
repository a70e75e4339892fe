internal import EventLog
internal import InteractionModel
internal import struct InteractionModel.Record
internal import enum InteractionModel.RecordError
internal import Merkle

/// All that can be said of a record by its row alone.
///
/// That is most of the work, and no record needs another for it: so it is done on all cores.
struct LineLook: Sendable {
  /// Why a line is not what the log hashes for a record.
  enum Fault: Error {
    case noRecord(RecordError)
    case notCanonical
  }

  /// What a record says of its place in the log.
  struct Told: Sendable {
    let position: Int64
    let recorded: Instant
    /// The record, when others depend on what it says: most are done with when they are read.
    let record: Record?
    let sealed: Result<Sealed?, RecordError>
  }

  /// What is sealed in it.
  struct Sealed: Sendable {
    let keys: [String]
    let attachments: [Attachment]
  }

  /// An attachment that the record names.
  struct Attachment: Sendable {
    let name: String
    /// What its bytes hash to; nil when there is no file.
    let hash: Result<String?, StorageFault>
  }

  let row: LogRows.Row
  /// The leaf of the line.
  let leaf: Hash
  let told: Result<Told, Fault>

  /// Looks at a row.
  /// - Parameters:
  ///   - row: the row.
  ///   - line: its line.
  ///   - memo: what the rows before it have left.
  ///   - attachments: where the attachments lie.
  ///   - take: is given the record when its line is what the log hashes for it.
  init(
    _ row: LogRows.Row, line: UnsafeRawBufferPointer, memo: TextMemo,
    attachments: AttachmentFolder, take: (Record) -> Void
  ) {
    self.row = row
    leaf = Hash.leaf(line)
    let record: Record
    do throws(RecordError) {
      record = try Record(line: line, memo: memo)
    } catch {
      told = .failure(.noRecord(error))
      return
    }
    guard Record.isCanonical(line) else {
      told = .failure(.notCanonical)
      return
    }
    take(record)
    told = .success(
      Told(
        position: record.position.rawValue, recorded: record.recorded,
        record: row.position == 1 || LineLook.concernsOthers(record) ? record : nil,
        sealed: Result { () throws(RecordError) in try LineLook.sealed(record, attachments) }))
  }

  /// Whether the column beside the line has its leaf.
  var hasItsLeaf: Bool { row.isBlob && row.leaf.map { Hash($0) == leaf } == true }

  /// Whether the records behind it, or other tables, depend on what a record says.
  private static func concernsOthers(_ record: Record) -> Bool {
    record.stream == .log || record.stream == .erasures || record.amends != nil
      || record.type.tellsOfReading
  }

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
