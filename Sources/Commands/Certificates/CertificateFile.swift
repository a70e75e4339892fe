internal import ArgumentParser
internal import Merkle
internal import Operations
internal import Queries

/// The file that a certificate is written to: a new one, or one that a certificate is in.
struct CertificateFile {
  private let target: OutputTarget

  /// A file that nothing is written to yet.
  /// - Parameters:
  ///   - path: as the user wrote it.
  ///   - keyFile: the file of the master key in force.
  /// - Throws: `ValidationError` when something else is there, or it may not be written.
  init(_ path: String, keyFile: String?) throws {
    try self.init(path, keyFile, holding: "certificate") { (try? Certificate($0)) != nil }
  }

  /// The file of a search's question, beside its certificate; the same holds for it.
  /// - Parameters:
  ///   - path: the certificate's.
  ///   - keyFile: the file of the master key in force.
  /// - Throws: as the other.
  init(questionOf path: String, keyFile: String?) throws {
    let certificate = try OutputTarget(path, option: "--certificate", keyFile: keyFile)
    guard case .file = certificate.form else {
      throw ValidationError("--certificate “\(path)”: the question goes beside it; name a file")
    }
    try self.init(CertificateFile.question(of: path), keyFile, holding: "question") {
      SearchQuestion($0) != nil
    }
  }

  private init(
    _ path: String, _ keyFile: String?, holding kind: String, _ isOne: ([UInt8]) -> Bool
  ) throws {
    target = try OutputTarget(path, option: "--certificate", keyFile: keyFile)
    guard case .file(let place) = target.form, FileStatus(at: place) != nil else { return }
    let there = try RegularFile(place).contents(limit: SignedNote.longest + 1)
    guard there.isEmpty || isOne(there) else {
      throw ValidationError(
        "--certificate “\(path)”: it is there and is no \(kind); write to another file")
    }
  }

  /// Where the question of a search is, beside its certificate.
  /// - Parameter path: the certificate's.
  /// - Returns: the path.
  static func question(of path: String) -> String { path + ".question" }

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
