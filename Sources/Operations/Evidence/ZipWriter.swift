internal import CArchive
public import InteractionModel
internal import Merkle

/// Writes a zip archive as it comes, entry by entry, and the manifest of it.
///
/// The same entries give the same bytes: no time, no owner and no clock of this machine stand in it. What
/// is written is held no longer than its entry.
final class ZipWriter {
  /// The name of the manifest.
  static let manifest = "manifest.sha256"

  private let archive: OpaquePointer
  private let write: ([UInt8]) throws -> Void
  /// What the sink threw: the library knows only that something failed.
  private var failure: (any Error)?
  /// As `sha256sum` writes and checks them.
  private var lines: [String] = []

  /// Begins an archive.
  /// - Parameter write: takes its bytes.
  /// - Throws: ``EvidenceFault`` when there is no memory for it.
  init(_ write: @escaping ([UInt8]) throws -> Void) throws {
    guard let archive = archive_write_new() else { throw EvidenceFault("no memory") }
    self.archive = archive
    self.write = write
    try check(archive_write_set_format_zip(archive))
    try check(archive_write_set_bytes_in_last_block(archive, 1))
    try check(
      archive_write_open(
        archive, Unmanaged.passUnretained(self).toOpaque(), nil,
        { _, writer, bytes, count in
          guard let writer else { return -1 }
          let own = Unmanaged<ZipWriter>.fromOpaque(writer).takeUnretainedValue()
          return own.take(UnsafeRawBufferPointer(start: bytes, count: count))
        }, nil))
  }

  deinit { archive_write_free(archive) }

  /// Adds a file, and a line of the manifest for it.
  /// - Parameters:
  ///   - name: its name, in ASCII; each once.
  ///   - bytes: what is in it.
  /// - Throws: what the sink throws.
  func add(_ name: String, _ bytes: [UInt8]) throws {
    lines.append("\(Hash.content(bytes))  \(name)\n")
    try put(name, bytes)
  }

  /// Adds the manifest and ends the archive.
  /// - Returns: the SHA-256 of the manifest, in hexadecimal.
  /// - Throws: what the sink throws.
  func finish() throws -> String {
    let manifest = Array(lines.joined().utf8)
    try put(ZipWriter.manifest, manifest)
    try check(archive_write_close(archive))
    return "\(Hash.content(manifest))"
  }

  private func put(_ name: String, _ bytes: [UInt8]) throws {
    guard let entry = archive_entry_new() else { throw EvidenceFault("no memory") }
    defer { archive_entry_free(entry) }
    archive_entry_set_pathname(entry, name)
    archive_entry_set_size(entry, Int64(bytes.count))
    archive_entry_set_filetype(entry, 0o100000)
    archive_entry_set_perm(entry, 0o644)
    // Before 1980, where zip's own times begin, it is the same time in every zone.
    archive_entry_set_mtime(entry, 0, 0)
    try check(archive_write_header(archive, entry))
    let written = bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
    if written < bytes.count { try check(CInt(ARCHIVE_FATAL)) }
    try check(archive_write_finish_entry(archive))
  }

  private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    do {
      try write(Array(bytes))
      return bytes.count
    } catch {
      failure = error
      return -1
    }
  }

  private func check(_ code: CInt) throws {
    guard code < ARCHIVE_OK else { return }
    if let failure { throw failure }
    throw EvidenceFault(archive_error_string(archive).map { String(cString: $0) } ?? "\(code)")
  }
}

/// Why an archive could not be written although what takes it took it.
public struct EvidenceFault: Error, Remediable {
  private let words: String

  init(_ words: String) { self.words = words }

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    Diagnosis("the archive cannot be written", "free some memory and try again", cause: words)
  }
}
