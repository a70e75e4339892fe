internal import ArgumentParser
internal import Merkle
internal import Operations

/// The file that a certificate is written to: a new one, or one that a certificate is in.
struct CertificateFile {
  private let target: OutputTarget

  /// A file that nothing is written to yet.
  /// - Parameters:
  ///   - path: as the user wrote it.
  ///   - keyFile: the file of the master key in force.
  /// - Throws: `ValidationError` when something else is there, or it may not be written.
  init(_ path: String, keyFile: String?) throws {
    target = try OutputTarget(path, option: "--certificate", keyFile: keyFile)
    guard case .file(let place) = target.form, FileStatus(at: place) != nil else { return }
    let there = try RegularFile(place).contents(limit: SignedNote.longest + 1)
    guard there.isEmpty || (try? Certificate(there)) != nil else {
      throw ValidationError(
        "--certificate “\(path)”: it is there and is no certificate; write to another file")
    }
  }

  /// Opens it, so that whoever cannot write it is told before the work.
  func open() throws -> OutputFile { try OutputFile(target) }
}

extension OutputFile {
  /// Writes a note and puts it to its place.
  func write(_ note: SignedNote) throws {
    do {
      try write(note.bytes)
      try publish()
    } catch is OutputFile.Gone {}
  }
}
