internal import CArchive
public import InteractionModel
internal import Merkle

/// An archive of evidence that is there already, as far as it says whose it is.
public struct EvidenceFile: Sendable, Hashable {
  /// The name of the log at its birth.
  public let origin: String
  /// Whose records it has.
  public let entity: EntityKey

  /// The most bytes that are read of what an archive says of itself.
  private static let longest = 64 << 20

  /// Looks at a file, of which nothing is checked; nil when it is no such archive, or cannot be read.
  /// - Parameter path: where it is.
  public init?(at path: String) {
    guard let archive = archive_read_new() else { return nil }
    defer { archive_read_free(archive) }
    guard archive_read_support_format_zip(archive) == ARCHIVE_OK,
      archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK
    else { return nil }
    var entry: OpaquePointer?
    while archive_read_next_header(archive, &entry) == ARCHIVE_OK {
      guard archive_entry_pathname(entry).map({ String(cString: $0) }) == "bundle.json" else {
        continue
      }
      guard let bytes = EvidenceFile.contents(archive), let json = try? JSONValue(parsing: bytes),
        json["format"]?.string.flatMap(NoteFormat.init(line:))?.name == EvidenceBundle.format.name,
        let origin = json["origin"]?.string, let id = json["entity"]?["id"]?.string,
        let kind = json["entity"]?["kind"]?.string.flatMap(EntityKind.init(rawValue:))
      else { return nil }
      self.origin = origin
      entity = EntityKey(kind, id)
      return
    }
    return nil
  }

  /// What is in the entry that was come to; nil when it is too long or damaged.
  private static func contents(_ archive: OpaquePointer) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= longest {
      let count = archive_read_data(archive, &buffer, buffer.count)
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes += buffer[..<count]
    }
    return nil
  }
}

/// That what would be written over is the evidence of something else, which nobody can make again once the
/// log has gone on.
public struct OtherEvidence: Error, Remediable, Hashable {
  /// What is there.
  public let there: EvidenceFile

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    Diagnosis(
      """
      the file to write is there, and is evidence of \(there.entity.kind.rawValue) “\(there.entity.id)” of \
      the log “\(there.origin)”, so nothing was given away
      """, "write to another file")
  }
}
